import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { VisuallyHidden } from "../visually-hidden.tsx";
import styles from "./table.module.css";

export type Column<Row> = {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** `end` for numbers, `tight` for a column that takes only what it needs. */
  readonly fit?: "end" | "tight";
  /** Names the row: a row header, and the heading of the row where the table is stacked. */
  readonly lead?: boolean;
};

export type TableProps<Row> = {
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** What an empty table means, in words. */
  readonly empty?: ReactNode;
};

/**
 * A table that turns into stacked definition rows where it has no room.
 * The roles are spelled out, as browsers drop a table's own when CSS changes its display.
 */
export function Table<Row>({ label, columns, rows, rowKey, empty }: TableProps<Row>): ReactNode {
  if (rows.length === 0 && empty !== undefined) return <p className={styles.empty}>{empty}</p>;
  return (
    <div className={styles.box}>
      <table className={styles.table} role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.id} role="columnheader" scope="col" className={cx(styles.head, column.fit && styles[column.fit])}>
                {column.head === "" ? <VisuallyHidden>Actions</VisuallyHidden> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" className={styles.row}>
              {columns.map((column) => (
                <TableCell key={column.id} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TableCell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }): ReactNode {
  const className = cx(styles.cell, column.fit && styles[column.fit], column.lead && styles.lead);
  // The grid of a stacked cell has two places, name and value: the value is one element, whatever it holds.
  const content = <div>{column.cell(row)}</div>;
  return column.lead === true ? (
    <th role="rowheader" scope="row" className={className} data-head={column.head}>
      {content}
    </th>
  ) : (
    <td role="cell" className={className} data-head={column.head}>
      {content}
    </td>
  );
}
