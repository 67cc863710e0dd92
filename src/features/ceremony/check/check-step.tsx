import { useState } from "react";
import type { ReactNode } from "react";
import { addDays, formatInstant, parseInstant, type UtcInstant } from "../../../lib/utc-instant.ts";
import { documentTitle, documentWords } from "../../../tuf/words/report-words.ts";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../../ui/atoms/hex-text.tsx";
import { utcText } from "../../../ui/atoms/relative-time.ts";
import { Button, LinkButton } from "../../../ui/controls/button.tsx";
import { TextField } from "../../../ui/controls/field.tsx";
import { Row } from "../../../ui/layout/page.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Wash } from "../../../ui/layout/wash.tsx";
import { useAnswer, useWorkspace } from "../../../workspace/react.tsx";
import type { SignatureMade } from "../../../workspace/state.ts";
import { AddSignatures } from "../add-signatures.tsx";
import page from "../ceremony.module.css";
import { RehearsalView } from "../rehearsal-view.tsx";
import { SignaturesPanel } from "../signatures-panel.tsx";
import { isComplete } from "../standing.ts";
import { StepBar, StepPage } from "../step-page.tsx";
import { looksOf, stepHref, type CeremonyView } from "../use-ceremony.ts";
import { MissingSigners } from "./missing-signers.tsx";

/** The replay once more with what was signed in place: now, and at a date of choice. */
export function CheckStep({ view }: { readonly view: CeremonyView }): ReactNode {
  const { review, ceremony, entries } = view;
  const { document } = review;
  const complete = isComplete(document);
  const name = documentTitle(document.role, document.version);
  return (
    <StepPage
      view={view}
      step="check"
      title={complete ? `${name} is complete` : `${name} still waits for others`}
      lead={complete ? "Enough of those who may have signed. Here is what clients would do with it, now and on a day of your choice." : "Here is what clients would do once it is complete, and who can give what is missing."}
    >
      <Signed signed={ceremony.signed} />
      <div className={page.split}>
        <div className={page.main}>
          <Sheet title="Now" note={utcText(review.present)}>
            <RehearsalView rehearsal={review.rehearsal} document={document} />
          </Sheet>
          <AnotherDay view={view} />
          {!complete && <MissingSigners view={view} />}
        </div>
        <aside className={page.aside} aria-label="Signatures">
          <SignaturesPanel repository={view.repository.id} review={review} entries={entries} />
          <AddSignatures view={view} />
        </aside>
      </div>
      <StepBar note={complete ? undefined : "What you export now holds every signature that was collected so far."}>
        <LinkButton look="act" href={stepHref(view, "export")}>{complete ? `Export the complete ${documentWords(document.role, document.version)}` : `Export ${documentWords(document.role, document.version)} as it stands`}</LinkButton>
      </StepBar>
    </StepPage>
  );
}

function Signed({ signed }: { readonly signed: readonly SignatureMade[] }): ReactNode {
  if (signed.length === 0) return null;
  return (
    <Wash kind="ok" title="Signed. A second implementation verified it.">
      <ul className={page.plainList}>
        {signed.map(({ fingerprint, keyName, at, signatureHex }) => (
          <li key={`${fingerprint} ${at}`} className={page.small}>
            <ForeignText text={keyName} />, {utcText(at, "second")}, signature <HexText value={signatureHex} short />
          </li>
        ))}
      </ul>
    </Wash>
  );
}

/** One field, three days that matter, and the same replay. */
function AnotherDay({ view }: { readonly view: CeremonyView }): ReactNode {
  const { review } = view;
  const expires = review.document.expires.instant;
  const [text, setText] = useState("");
  const [at, setAt] = useState<UtcInstant>();
  const [wrong, setWrong] = useState(false);
  const show = (value: string): void => {
    const instant = readMoment(value);
    setText(value);
    setWrong(value !== "" && instant === undefined);
    setAt(instant);
  };
  const days: readonly (readonly [string, UtcInstant])[] = [
    ["In 30 days", addDays(review.present, 30)],
    ["The day before it expires", addDays(expires, -1)],
    ["The second it expires", expires],
  ];
  return (
    <Sheet title="On another day" note="the same client, another clock">
      <TextField label="Day or moment, in UTC" code value={text} onChange={show} placeholder="2026-03-01 or 2026-03-01 12:00" {...(wrong ? { error: "Write YYYY-MM-DD, or YYYY-MM-DD HH:MM, in UTC." } : {})} />
      <Row gap={2}>
        {days.map(([label, instant]) => <Button key={label} size="small" onClick={() => show(momentText(instant))}>{label}</Button>)}
      </Row>
      {at !== undefined && <ReplayAt view={view} at={at} />}
    </Sheet>
  );
}

function ReplayAt({ view, at }: { readonly view: CeremonyView; readonly at: UtcInstant }): ReactNode {
  const workspace = useWorkspace();
  const { repository, review } = view;
  const answer = useAnswer(`${review.document.id}/${at}/${looksOf(repository.report)}`, () => workspace.rehearse(repository.id, review.document.id, at));
  if (answer.kind !== "loaded") return <p className={page.quiet}>Replaying…</p>;
  return (
    <section aria-live="polite" className={page.plainList} aria-label={`At ${utcText(answer.value.at, "second")}`}>
      <p className={page.quiet}>At {utcText(answer.value.at, "second")}</p>
      <RehearsalView rehearsal={answer.value} document={review.document} />
    </section>
  );
}

/** A day means its first moment. Undefined for what is no date. */
export function readMoment(text: string): UtcInstant | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::(\d{2}))?(?:Z| ?UTC)?)?$/.exec(text.trim());
  return match === null ? undefined : parseInstant(`${match[1] ?? ""}T${match[2] ?? "00:00"}:${match[3] ?? "00"}Z`)?.instant;
}

function momentText(instant: UtcInstant): string {
  return formatInstant(instant).replace("T", " ").replace("Z", "");
}
