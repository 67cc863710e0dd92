import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import type { UtcInstant } from "../lib/utc-instant.ts";
import { utcText } from "../ui/atoms/relative-time.ts";
import { Button } from "../ui/controls/button.tsx";
import { Dialog } from "../ui/controls/dialog.tsx";
import { TextField } from "../ui/controls/field.tsx";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icons/icon.tsx";
import { VisuallyHidden } from "../ui/visually-hidden.tsx";
import { describeAsOfFault, parseAsOf } from "./as-of-text.ts";
import styles from "./clock-control.module.css";
import type { ClockActions, ClockState } from "./shell-model.ts";

export type ClockControlProps = ClockActions & { readonly clock: ClockState };

/** The reference time of every screen: live, or a chosen moment. */
export function ClockControl({ clock, readNow, onNow, onAsOf }: ClockControlProps): ReactNode {
  const [open, setOpen] = useState(false);
  const asOf = clock.kind === "as-of";
  return (
    <>
      <button type="button" className={cx(styles.clock, asOf && styles.asOf)} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="clock" />
        {asOf ? (
          <span>
            As of <ClockText instant={clock.instant} brief="date" />
          </span>
        ) : (
          <span>
            Now <LiveText readNow={readNow} />
          </span>
        )}
        <VisuallyHidden>. Change the reference time</VisuallyHidden>
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Reference time" place="corner">
        <ClockForm
          clock={clock}
          readNow={readNow}
          onNow={() => {
            onNow();
            setOpen(false);
          }}
          onAsOf={(instant) => {
            onAsOf(instant);
            setOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}

function ClockForm({ clock, readNow, onNow, onAsOf }: ClockControlProps): ReactNode {
  const [text, setText] = useState(() => utcText(clock.kind === "as-of" ? clock.instant : readNow()).replace(" UTC", ""));
  const [error, setError] = useState<string | undefined>(undefined);
  const choose = (): void => {
    const read = parseAsOf(text);
    if (read.ok) onAsOf(read.value);
    else setError(describeAsOfFault(read.fault));
  };
  return (
    <form
      noValidate
      style={{ display: "grid", gap: "1rem" }}
      onSubmit={(event) => {
        event.preventDefault();
        choose();
      }}
    >
      <p>
        See every screen as a client would have at another moment. Such a view moves no pin, and nothing can be signed in it:
        signing always uses the real present.
      </p>
      <TextField
        label="Date and time, in UTC"
        hint="YYYY-MM-DD HH:MM"
        code
        value={text}
        error={error}
        onChange={(value) => {
          setText(value);
          setError(undefined);
        }}
      />
      <div style={{ display: "flex", flexWrap: "wrap", gap: "0.75rem" }}>
        <Button type="submit" look="act">
          Show as of then
        </Button>
        {clock.kind === "as-of" && <Button onClick={onNow}>Back to now</Button>}
      </div>
    </form>
  );
}

/** The present, to the minute. It changes quietly: no live region, and the button it stands in is not replaced. */
function LiveText({ readNow }: { readonly readNow: () => UtcInstant }): ReactNode {
  const [now, setNow] = useState(readNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(readNow()), 1000);
    return () => clearInterval(timer);
  }, [readNow]);
  return <ClockText instant={now} brief="time" />;
}

/** On a phone the live clock shows its time and a chosen moment its date; the banner below says the rest. */
function ClockText({ instant, brief }: { readonly instant: UtcInstant; readonly brief: "date" | "time" }): ReactNode {
  const full = utcText(instant);
  return (
    <>
      <b className={styles.full}>{full}</b>
      <b className={styles.brief}>{brief === "date" ? full.slice(0, 10) : full.slice(11)}</b>
    </>
  );
}
