import { useEffect, useRef, useState } from "react";
import type { ClipboardEvent, ReactNode } from "react";
import { cx } from "../cx.ts";
import styles from "./drop-zone.module.css";

export type DropZoneProps = {
  /** What may be dropped or pasted here, for screen readers. */
  readonly label: string;
  /** Read it before the next await: a browser empties it when the event is over. */
  readonly onTransfer: (transfer: DataTransfer) => void;
  /** Buttons stand in here: whoever cannot drag must have the same way in. */
  readonly children: ReactNode;
  /** Take what is dropped anywhere on the page, as one aims badly with a folder in hand. */
  readonly wholePage?: boolean;
  readonly small?: boolean;
};

/** Takes files by drop, and by paste when it has focus. While it is shown, a file dropped beside it never replaces the page. */
export function DropZone({ label, onTransfer, children, wholePage = false, small = false }: DropZoneProps): ReactNode {
  const zone = useRef<HTMLElement>(null);
  const receive = useRef(onTransfer);
  const [over, setOver] = useState(false);
  useEffect(() => {
    receive.current = onTransfer;
  });
  useEffect(() => {
    const inside = (event: DragEvent): boolean =>
      wholePage || (event.target instanceof Node && zone.current?.contains(event.target) === true);
    const onDragOver = (event: DragEvent): void => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      const here = inside(event);
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = here ? "copy" : "none";
      setOver(here);
    };
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false); // left the window
    };
    const onDrop = (event: DragEvent): void => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer !== null && inside(event)) receive.current(event.dataTransfer);
    };
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onDragLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onDragLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [wholePage]);
  const onPaste = (event: ClipboardEvent): void => {
    if (carriesFiles(event.clipboardData)) receive.current(event.clipboardData);
  };
  return (
    <section
      ref={zone}
      aria-label={label}
      // A group that takes paste must be reachable; the buttons inside are stops of their own.
      tabIndex={0}
      className={cx(styles.zone, over && styles.over, small && styles.small)}
      data-over={over || undefined}
      onPaste={onPaste}
    >
      {children}
    </section>
  );
}

/** Text that is dragged around the page is none of our business. */
function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && [...transfer.types].includes("Files");
}
