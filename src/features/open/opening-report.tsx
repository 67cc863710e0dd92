import type { ReactNode } from "react";
import { quoted, sizeText } from "../../lib/quoted.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Progress } from "../../ui/controls/progress.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { describeOpeningFault } from "../../workspace/describe-opening-fault.ts";
import type { Pace } from "../../workspace/pace.ts";
import type { Opening } from "../../workspace/state.ts";
import styles from "./open.module.css";

export type OpeningReportProps = { readonly opening: Opening; readonly onCancel: () => void; readonly onDismiss: () => void };

/** What opening is doing, how much is left, or why it failed. */
export function OpeningReport({ opening, onCancel, onDismiss }: OpeningReportProps): ReactNode {
  switch (opening.kind) {
    case "idle":
      return null;
    case "reading": {
      const { progress } = opening;
      const of = progress?.of;
      return (
        <Soon>
          <Progress
            label={`Reading ${named(opening.name)}`}
            detail={progress === undefined ? "Looking what is there" : `${count(progress.filesRead)}${of === undefined ? "" : ` of ${count(of)}`} ${(of ?? progress.filesRead) === 1 ? "file" : "files"}, ${sizeText(progress.bytesRead)}${paceWords(opening.pace, "file")}`}
            {...(progress === undefined || of === undefined || of === 0 ? {} : { value: progress.filesRead, max: of })}
            onCancel={onCancel}
          />
        </Soon>
      );
    }
    case "verifying":
      return (
        <Soon>
          <Progress
            label={`Checking ${named(opening.name)}`}
            detail={opening.progress === undefined ? "Every document, every signature, as a client would" : `${count(opening.progress.done)} of ${count(opening.progress.of)} signatures checked${paceWords(opening.pace, "signature")}`}
            {...(opening.progress === undefined ? {} : { value: opening.progress.done, max: opening.progress.of })}
            onCancel={onCancel}
          />
        </Soon>
      );
    case "failed": {
      const { happened, evidence, client, you } = describeOpeningFault(opening.fault, opening.notRead);
      return (
        <FaultPanel
          alert
          level={2}
          what={happened}
          evidence={<ul className={styles.evidence}>{evidence.map((line) => <li key={line}>{line}</li>)}</ul>}
          client={client}
          you={you}
          actions={<Button size="small" onClick={onDismiss}>Put this away</Button>}
        />
      );
    }
  }
}

/** What is over at once shows nothing: the screen would jump for the blink of an eye. */
function Soon({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className={styles.soon}>
      <Sheet label="Opening">{children}</Sheet>
    </div>
  );
}

/** ", 5,200 files a second, about 3 s left". */
function paceWords(pace: Pace | undefined, one: string): string {
  if (pace === undefined || pace.perSecond < 1) return "";
  const left = pace.secondsLeft === undefined ? "" : pace.secondsLeft < 1 ? ", nearly done" : `, about ${Math.ceil(pace.secondsLeft)} s left`;
  return `, ${count(Math.round(pace.perSecond))} ${one}s a second${left}`;
}

/** "what you chose" is ours; a file's or an address's name is not. */
function named(name: string): string {
  return name === "what you chose" ? name : name === "Practice" ? "the practice repository" : quoted(name);
}

function count(n: number): string {
  return n.toLocaleString("en");
}
