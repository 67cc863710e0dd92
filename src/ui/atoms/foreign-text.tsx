import { useState } from "react";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { foreignRuns } from "./foreign-runs.ts";
import styles from "./foreign-text.module.css";

export type ForeignTextProps = {
  readonly text: string;
  /** In the mono face: paths, ids, addresses. */
  readonly code?: boolean;
  /** Longer texts are cut at first, and say so. Units: UTF-16 code units. */
  readonly showAtMost?: number;
};

/**
 * Text that came from metadata: a claim by whoever wrote it. Never markup, never a link; its direction cannot leak into
 * ours, and what cannot be seen is named.
 */
export function ForeignText({ text, code = false, showAtMost = 2000 }: ForeignTextProps): ReactNode {
  const [all, setAll] = useState(false);
  const cut = text.length > showAtMost && !all;
  return (
    <bdi className={cx(styles.text, code && styles.code)} translate="no">
      {text === "" ? <Named name="empty" /> : <Runs text={cut ? text.slice(0, showAtMost) : text} />}
      {cut && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          … show all {text.length.toLocaleString("en")} characters
        </button>
      )}
    </bdi>
  );
}

/** The runs alone, for text that stands in an element of its own. */
export function Runs({ text }: { readonly text: string }): ReactNode {
  return foreignRuns(text).map((run, index) =>
    // Runs have no identity but their place.
    run.kind === "plain" ? <span key={index}>{run.text}</span> : <Named key={index} name={run.name} />,
  );
}

function Named({ name }: { readonly name: string }): ReactNode {
  return <span className={styles.chip}>⟨{name}⟩</span>;
}
