import { useId } from "react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cx } from "../cx.ts";
import { VisuallyHidden } from "../visually-hidden.tsx";
import styles from "./button.module.css";

/** `act` is the one thing this screen is for; `grave` cannot be taken back. */
export type ButtonLook = "act" | "plain" | "quiet" | "grave";

type Shape = {
  readonly look?: ButtonLook;
  readonly size?: "normal" | "small";
  /** As wide as what holds it. */
  readonly wide?: boolean;
};

export type ButtonProps = Omit<ComponentProps<"button">, "className" | "style" | "disabled"> &
  Shape & {
    /** Work is under way: the button stays where it is and keeps focus, and ignores presses. */
    readonly busy?: boolean;
    /** Other work is under way, and told elsewhere: it looks as ever, and ignores presses. */
    readonly held?: boolean;
    /** Why it cannot be pressed now, in words. The button stays focusable, so that the reason can be found. */
    readonly unavailable?: string | undefined;
  };

/** A button that names its act. */
export function Button(props: ButtonProps): ReactNode {
  const { look, size, wide, busy = false, held = false, unavailable, onClick, children, type = "button", ...rest } = props;
  const reasonId = useId();
  const ignores = busy || held || unavailable !== undefined;
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (ignores) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={cx(shapeClass({ look, size, wide }), (busy || held) && styles.busy, unavailable !== undefined && styles.off)}
      aria-busy={busy || undefined}
      aria-disabled={ignores || undefined}
      aria-describedby={unavailable === undefined ? rest["aria-describedby"] : reasonId}
      title={unavailable ?? rest.title}
      onClick={press}
    >
      {busy && <span className={styles.spinner} aria-hidden="true" />}
      {children}
      {unavailable !== undefined && <VisuallyHidden id={reasonId}>{unavailable}</VisuallyHidden>}
    </button>
  );
}

export type LinkButtonProps = Omit<ComponentProps<"a">, "className" | "style"> & Shape & { readonly href: string };

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function LinkButton({ look, size, wide, children, ...rest }: LinkButtonProps): ReactNode {
  return (
    <a {...rest} className={shapeClass({ look, size, wide })}>
      {children}
    </a>
  );
}

type LooseShape = { readonly [K in keyof Shape]: Shape[K] | undefined };

function shapeClass({ look = "plain", size, wide }: LooseShape): string {
  return cx(styles.button, look !== "plain" && styles[look], size === "small" && styles.small, wide === true && styles.wide);
}
