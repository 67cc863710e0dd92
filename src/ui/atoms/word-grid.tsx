import type { ReactNode } from "react";
import { VisuallyHidden } from "../visually-hidden.tsx";
import styles from "./digest-rows.module.css";

export type WordGridProps = {
  /** One word per byte of a digest: 32 for SHA-256. Shown whole, in rows of eight. */
  readonly words: readonly string[];
  readonly label?: string;
};

const WORDS_PER_ROW = 8;

/** A digest to be read out: numbered rows of eight words. Row one catches a mistake; all rows are the whole digest. */
export function WordGrid({ words, label = "The digest in words" }: WordGridProps): ReactNode {
  const rows = Array.from({ length: Math.ceil(words.length / WORDS_PER_ROW) }, (_, row) =>
    words.slice(row * WORDS_PER_ROW, (row + 1) * WORDS_PER_ROW),
  );
  return (
    <div className={styles.box}>
      <ol className={styles.rows} aria-label={label} translate="no">
        {rows.map((row, rowIndex) => (
          // Words repeat; a row and a word are known by their place.
          <li key={rowIndex} className={styles.row}>
            <span className={styles.number}>
              <VisuallyHidden>Row </VisuallyHidden>
              {rowIndex + 1}
            </span>
            <ol className={styles.words}>
              {row.map((word, index) => (
                <li key={index}>{word}</li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </div>
  );
}
