import { useCallback, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { countWords } from "../../../tuf/words/report-words.ts";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { RawText } from "../../../ui/atoms/raw-text.tsx";
import { LineNumber, LineText, TextRow, TextRows } from "../../../ui/atoms/text-rows.tsx";
import { cx } from "../../../ui/cx.ts";
import { Stack } from "../../../ui/layout/page.tsx";
import { VisuallyHidden } from "../../../ui/visually-hidden.tsx";
import { diffRows, type DiffCell, type DiffRow, type RowsOptions } from "./diff-rows.ts";
import { diffTexts } from "./line-diff.ts";
import styles from "./raw-diff.module.css";

export type NamedText = { readonly text: string; readonly name: string };

const MAX_ROWS = 34;
/** Units: CSS pixels of the frame. Below it two columns would break every key id. */
const TWO_COLUMNS_FROM_PX = 620;

/** Two versions of a file line by line: beside each other where there is room, else one below the other. */
export function RawDiff({ before, after }: { readonly before: NamedText; readonly after: NamedText }): ReactNode {
  const hunks = useMemo(() => diffTexts(before.text, after.text), [before.text, after.text]);
  if (hunks === undefined) {
    return (
      <Stack gap={3}>
        <p>The two texts have too little in common to be set line against line. Both stand here whole.</p>
        <RawText label={`Before: ${before.name}`} text={before.text} maxRows={16} />
        <RawText label={`Now: ${after.name}`} text={after.text} maxRows={16} />
      </Stack>
    );
  }
  return <DiffFrame hunks={hunks} before={before.name} after={after.name} />;
}

function DiffFrame({ hunks, before, after }: { readonly hunks: NonNullable<ReturnType<typeof diffTexts>>; readonly before: string; readonly after: string }): ReactNode {
  const [width, setWidth] = useState<Pick<RowsOptions, "mode" | "columns">>({ mode: "side-by-side", columns: 60 });
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => diffRows(hunks, { ...width, unfolded }), [hunks, width, unfolded]);
  const lastLine = hunks.reduce((most, hunk) => Math.max(most, hunk.leftFrom + hunk.left.length, hunk.rightFrom + hunk.right.length), 0);
  const gutter = Math.max(4, String(lastLine).length + 1);

  const onWidth = useCallback((framePx: number, charPx: number): void => {
    const mode = framePx >= TWO_COLUMNS_FROM_PX ? "side-by-side" : "unified";
    const total = Math.floor(framePx / charPx);
    const columns = Math.max(16, mode === "side-by-side" ? Math.floor(total / 2) - gutter - 5 : total - 2 * gutter - 5);
    setWidth((now) => (now.mode === mode && now.columns === columns ? now : { mode, columns }));
  }, [gutter]);

  const differing = hunks.filter(({ kind }) => kind === "differs").length;
  return (
    <div className={styles.box}>
      <p className={styles.names}>
        <span>Left, or −: <ForeignText text={before} code /></span>
        <span>Right, or +: <ForeignText text={after} code /></span>
        <span>{countWords(differing, "place")} {differing === 1 ? "differs" : "differ"}, signatures among them</span>
      </p>
      <TextRows label="The two texts line by line" rowCount={rows.length} maxRows={MAX_ROWS} gutter={gutter} onWidth={onWidth}>
        {(at) => {
          const row = rows[at];
          return row !== undefined && <Row key={at} row={row} at={at} mode={width.mode} onUnfold={(hunk) => setUnfolded(new Set([...unfolded, hunk]))} />;
        }}
      </TextRows>
    </div>
  );
}

type RowProps = { readonly row: DiffRow; readonly at: number; readonly mode: RowsOptions["mode"]; readonly onUnfold: (hunk: number) => void };

function Row({ row, at, mode, onUnfold }: RowProps): ReactNode {
  if (row.kind === "fold") {
    return (
      <TextRow at={at} className={styles.fold}>
        <button type="button" className={styles.unfold} onClick={() => onUnfold(row.hunk)}>Show {countWords(row.lines, "unchanged line")}</button>
      </TextRow>
    );
  }
  if (mode === "side-by-side") {
    return (
      <TextRow at={at} className={styles.beside}>
        <Cell cell={row.left} sign={row.kind === "differs" ? "−" : " "} />
        <Cell cell={row.right} sign={row.kind === "differs" ? "+" : " "} />
      </TextRow>
    );
  }
  const same = row.kind === "same";
  const cell = row.right ?? row.left;
  return (
    <TextRow at={at} className={styles.below}>
      <LineNumber>{row.left?.number ?? ""}</LineNumber>
      <LineNumber>{row.right?.number ?? ""}</LineNumber>
      <Text cell={cell} sign={same ? " " : row.right === undefined ? "−" : "+"} />
    </TextRow>
  );
}

function Cell({ cell, sign }: { readonly cell: DiffCell | undefined; readonly sign: string }): ReactNode {
  if (cell === undefined) return <><LineNumber className={styles.absent} /><span className={styles.absent} /></>;
  return (
    <>
      <LineNumber>{cell.number ?? ""}</LineNumber>
      <Text cell={cell} sign={sign} />
    </>
  );
}

function Text({ cell, sign }: { readonly cell: DiffCell | undefined; readonly sign: string }): ReactNode {
  const differs = sign !== " ";
  return (
    <span className={cx(styles.text, differs && styles.differs)}>
      <span className={styles.sign} aria-hidden="true">{cell?.number === undefined ? " " : sign}</span>
      {differs && cell?.number !== undefined && <VisuallyHidden>{sign === "+" ? "added: " : "removed: "}</VisuallyHidden>}
      <LineText text={cell?.text ?? ""} />
    </span>
  );
}
