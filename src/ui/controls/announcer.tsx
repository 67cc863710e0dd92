import { createContext, useCallback, useContext, useEffect, useState } from "react";
import type { ReactNode } from "react";
import { Icon } from "../icons/icon.tsx";
import styles from "./announcer.module.css";

/** Says something in passing: seen for a while, read aloud when the screen reader is idle. Never the only trace of a result. */
export type Announce = (message: string) => void;

const AnnounceContext = createContext<Announce>(() => undefined);

export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

type Message = { readonly id: number; readonly text: string };

export type AnnouncerProps = {
  readonly children: ReactNode;
  /** Units: milliseconds. */
  readonly visibleForMs?: number;
};

/** Holds the one polite live region of the page. */
export function Announcer({ children, visibleForMs = 8000 }: AnnouncerProps): ReactNode {
  const [message, setMessage] = useState<Message | undefined>(undefined);
  const [held, setHeld] = useState(false);
  const announce = useCallback<Announce>((text) => {
    setMessage((before) => ({ id: (before?.id ?? 0) + 1, text }));
  }, []);
  const close = useCallback(() => {
    setHeld(false);
    setMessage(undefined);
  }, []);
  useEffect(() => {
    if (message === undefined || held) return;
    const timer = setTimeout(close, visibleForMs);
    return () => clearTimeout(timer);
  }, [message, held, close, visibleForMs]);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div
        className={styles.place}
        onMouseEnter={() => setHeld(true)}
        onMouseLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        <div role="status" aria-live="polite" aria-atomic="true">
          {message !== undefined && (
            <div key={message.id} className={styles.toast}>
              <span className={styles.text}>{message.text}</span>
              <button type="button" className={styles.close} aria-label="Dismiss this message" onClick={close}>
                <Icon name="close" size={14} />
              </button>
            </div>
          )}
        </div>
      </div>
    </AnnounceContext>
  );
}
