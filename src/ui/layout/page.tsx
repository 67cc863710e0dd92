import type { CSSProperties, ReactNode } from "react";
import { cx } from "../cx.ts";
import { usePageTitle } from "./page-title.ts";
import styles from "./page.module.css";

export type PageProps = {
  /** Plain text for the window's title; the heading too, unless `heading` says it better. */
  readonly title: string;
  readonly heading?: ReactNode;
  /** Above the heading: the steps of a ceremony, the way back. */
  readonly above?: ReactNode;
  /** The answer of this screen, in a sentence. */
  readonly lead?: ReactNode;
  /** Where this comes from and when, in small print. */
  readonly meta?: ReactNode;
  readonly actions?: ReactNode;
  /** Rests on an anchor that nobody has confirmed: nothing on it is green. */
  readonly unanchored?: boolean;
  /** It shows what is about to be replaced. */
  readonly busy?: boolean;
  /** For running text: no wider than one reads with ease. */
  readonly narrow?: boolean;
  readonly children?: ReactNode;
};

/** One screen: its name, its answer, then the evidence. */
export function Page({ title, heading, above, lead, meta, actions, unanchored = false, busy = false, narrow = false, children }: PageProps): ReactNode {
  const ref = usePageTitle(title);
  return (
    <div className={cx(styles.page, unanchored && styles.unanchored, narrow && styles.narrow)} aria-busy={busy || undefined}>
      <header className={styles.head}>
        {above}
        <div className={styles.line}>
          <h1 ref={ref} tabIndex={-1} className={styles.title}>
            {heading ?? title}
          </h1>
          {actions !== undefined && <div className={styles.acts}>{actions}</div>}
        </div>
        {lead !== undefined && <div className={styles.lead}>{lead}</div>}
        {meta !== undefined && <div className={styles.meta}>{meta}</div>}
      </header>
      {children}
    </div>
  );
}

/** For `above`: the way back to what this screen is a part of. */
export function Back({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactNode {
  return <a className={styles.back} href={href}>{children}</a>;
}

type Gap = 1 | 2 | 3 | 4 | 5 | 6;
const gapClass = (gap: Gap): string | undefined => styles[`gap${gap}`];

/** One thing below the other. */
export function Stack({ gap = 4, children }: { readonly gap?: Gap; readonly children: ReactNode }): ReactNode {
  return <div className={cx(styles.stack, gapClass(gap))}>{children}</div>;
}

export type RowProps = { readonly gap?: Gap; readonly between?: boolean; readonly children: ReactNode };

/** One thing beside the other, wrapping. */
export function Row({ gap = 3, between = false, children }: RowProps): ReactNode {
  return <div className={cx(styles.row, gapClass(gap), between && styles.between)}>{children}</div>;
}

/** As many equal cards in a line as fit. `min` is a CSS length. */
export function Cards({ min, children }: { readonly min?: string; readonly children: ReactNode }): ReactNode {
  // A custom property is not in the type of `style`; this one is read by page.module.css.
  const style = min === undefined ? undefined : ({ "--card": min } as CSSProperties);
  return (
    <div className={styles.cards} style={style}>
      {children}
    </div>
  );
}

/** A quieter voice. */
export function Muted({ small = false, children }: { readonly small?: boolean; readonly children: ReactNode }): ReactNode {
  return <span className={cx(styles.muted, small && styles.small)}>{children}</span>;
}
