import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { CSSProperties, ReactNode } from "react";
import { countWords } from "../../../tuf/words/report-words.ts";
import { ForeignText, Runs } from "../../../ui/atoms/foreign-text.tsx";
import { RawText } from "../../../ui/atoms/raw-text.tsx";
import { cx } from "../../../ui/cx.ts";
import { Stack } from "../../../ui/layout/page.tsx";
import { VisuallyHidden } from "../../../ui/visually-hidden.tsx";
import { diffRows, type DiffCell, type DiffRow, type RowsOptions } from "./diff-rows.ts";
import { diffTexts } from "./line-diff.ts";
import styles from "./raw-diff.module.css";

export type NamedText = { readonly text: string; readonly name: string };

const ROW_PX = 20;
const MAX_ROWS = 34;
/** Up to here every line is in the page, so that the browser's own find works. Beyond it only what is near the window. */
const WHOLE_UP_TO_ROWS = 2000;
const OVERSCAN_ROWS = 30;
/** Units: CSS pixels of the frame. Below it two columns would break every key id. */
const TWO_COLUMNS_FROM_PX = 620;
const PROBE = "0".repeat(100);

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
  const frame = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const [width, setWidth] = useState<Pick<RowsOptions, "mode" | "columns">>({ mode: "side-by-side", columns: 60 });
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const [top, setTop] = useState(0);
  const rows = useMemo(() => diffRows(hunks, { ...width, unfolded }), [hunks, width, unfolded]);
  const lastLine = hunks.reduce((most, hunk) => Math.max(most, hunk.leftFrom + hunk.left.length, hunk.rightFrom + hunk.right.length), 0);
  const gutter = Math.max(4, String(lastLine).length + 1);

  useLayoutEffect(() => {
    const element = frame.current;
    const ruler = probe.current;
    if (element === null || ruler === null) return;
    const measure = (): void => {
      const ch = ruler.getBoundingClientRect().width / PROBE.length;
      if (ch === 0) return;
      const mode = element.clientWidth >= TWO_COLUMNS_FROM_PX ? "side-by-side" : "unified";
      const total = Math.floor(element.clientWidth / ch);
      const columns = Math.max(16, mode === "side-by-side" ? Math.floor(total / 2) - gutter - 5 : total - 2 * gutter - 5);
      setWidth((now) => (now.mode === mode && now.columns === columns ? now : { mode, columns }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(ruler); // the ruler grows when the font arrives
    return () => observer.disconnect();
  }, [gutter]);

  const whole = rows.length <= WHOLE_UP_TO_ROWS;
  const from = whole ? 0 : Math.max(0, Math.floor(top / ROW_PX) - OVERSCAN_ROWS);
  const to = whole ? rows.length : Math.min(rows.length, Math.ceil(top / ROW_PX) + MAX_ROWS + OVERSCAN_ROWS);
  const differing = hunks.filter(({ kind }) => kind === "differs").length;
  // Custom properties are not in the type of `style`; raw-diff.module.css reads this one.
  const frameStyle = { maxHeight: `${MAX_ROWS * ROW_PX + 2}px`, "--gutter-ch": `${gutter}ch` } as CSSProperties;
  return (
    <div className={styles.box}>
      <p className={styles.names}>
        <span>Left, or −: <ForeignText text={before} code /></span>
        <span>Right, or +: <ForeignText text={after} code /></span>
        <span>{countWords(differing, "place")} {differing === 1 ? "differs" : "differ"}, signatures among them</span>
      </p>
      <div
        ref={frame}
        role="region"
        aria-label="The two texts line by line"
        tabIndex={0}
        className={cx(styles.frame, width.mode === "unified" && styles.unified)}
        style={frameStyle}
        onScroll={whole ? undefined : (event) => setTop(event.currentTarget.scrollTop)}
        translate="no"
      >
        <span ref={probe} className={styles.probe} aria-hidden="true">{PROBE}</span>
        <div className={styles.space} style={{ height: `${rows.length * ROW_PX}px` }}>
          {rows.slice(from, to).map((row, offset) => (
            <Row key={from + offset} row={row} at={from + offset} mode={width.mode} onUnfold={(hunk) => setUnfolded(new Set([...unfolded, hunk]))} />
          ))}
        </div>
      </div>
    </div>
  );
}

type RowProps = { readonly row: DiffRow; readonly at: number; readonly mode: RowsOptions["mode"]; readonly onUnfold: (hunk: number) => void };

function Row({ row, at, mode, onUnfold }: RowProps): ReactNode {
  const style = { top: `${at * ROW_PX}px` };
  if (row.kind === "fold") {
    return (
      <div className={cx(styles.row, styles.fold)} style={style}>
        <button type="button" className={styles.unfold} onClick={() => onUnfold(row.hunk)}>Show {countWords(row.lines, "unchanged line")}</button>
      </div>
    );
  }
  if (mode === "side-by-side") {
    return (
      <div className={styles.row} style={style}>
        <Cell cell={row.left} sign={row.kind === "differs" ? "−" : " "} />
        <Cell cell={row.right} sign={row.kind === "differs" ? "+" : " "} />
      </div>
    );
  }
  const same = row.kind === "same";
  const cell = row.right ?? row.left;
  return (
    <div className={styles.row} style={style}>
      <span className={styles.number} aria-hidden="true">{row.left?.number ?? ""}</span>
      <span className={styles.number} aria-hidden="true">{row.right?.number ?? ""}</span>
      <Text cell={cell} sign={same ? " " : row.right === undefined ? "−" : "+"} />
    </div>
  );
}

function Cell({ cell, sign }: { readonly cell: DiffCell | undefined; readonly sign: string }): ReactNode {
  if (cell === undefined) return <><span className={cx(styles.number, styles.absent)} /><span className={styles.absent} /></>;
  return (
    <>
      <span className={styles.number} aria-hidden="true">{cell.number ?? ""}</span>
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
      <bdi dir="ltr"><Line text={cell?.text ?? ""} /></bdi>
    </span>
  );
}

/** Indentation is no trick: spaces are spaces here. */
function Line({ text }: { readonly text: string }): ReactNode {
  const indent = /^ */.exec(text)?.[0] ?? "";
  const body = text.slice(indent.length).replace(/ +$/, "");
  return <>{indent}{body !== "" && <Runs text={body} />}{text.slice(indent.length + body.length)}</>;
}
