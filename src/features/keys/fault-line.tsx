import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Progress } from "../../ui/controls/progress.tsx";
import type { Act, KeyFault } from "../../workspace/react.tsx";
import { describeKeyringFault } from "../../workspace/words.ts";

/** Why the last act was refused, read aloud when it comes. It stands beside the act. */
export function FaultLine({ fault }: { readonly fault: KeyFault | undefined }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fault !== undefined) place.current?.scrollIntoView({ block: "nearest" });
  }, [fault]);
  return (
    <div ref={place} aria-live="polite">
      {fault !== undefined && <StateMark kind="bad" wrap>{describeKeyringFault(fault)}</StateMark>}
    </div>
  );
}

/** How far slow work is. It is there while the work lasts, and comes into sight. */
export function ActProgress({ act, label }: { readonly act: Act; readonly label: string }): ReactNode {
  return act.busy ? <Running act={act} label={label} /> : null;
}

function Running({ act: { fraction, stop }, label }: { readonly act: Act; readonly label: string }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" }); // answers a promise in newer browsers, which is no way to clean up
  }, []);
  return (
    <div ref={place}>
      <Progress
        label={label}
        {...(fraction === undefined ? {} : { value: fraction })}
        detail={fraction === undefined ? "Starting" : `${Math.floor(fraction * 100)} %`}
        onCancel={stop}
      />
    </div>
  );
}
