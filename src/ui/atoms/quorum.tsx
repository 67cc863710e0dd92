import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { quorumState, quorumWords } from "./quorum-words.ts";
import type { QuorumCount } from "./quorum-words.ts";
import styles from "./quorum.module.css";

export type QuorumRingProps = QuorumCount & {
  /** Units: CSS pixels. */
  readonly size?: number;
};

/** More segments than this cannot be told apart: the ring becomes one arc. */
const MOST_SEGMENTS = 24;
const MOST_SLOTS = 12;
const FULL_TURN = 2 * Math.PI;

/**
 * The mark of the product: one segment per key that may sign, filled when it has, the threshold in the middle.
 * Thick and thin tell signed from open without colour; a met quorum has a tinted ground.
 */
export function QuorumRing({ signed, threshold, keys, size = 44 }: QuorumRingProps): ReactNode {
  const count = { signed, threshold, keys };
  const state = quorumState(count);
  const radius = size / 2 - 3;
  const segments = Math.max(keys, signed, 1);
  return (
    <svg className={styles.ring} width={size} height={size} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={quorumWords(count)} fill="none">
      {state === "met" && <circle className={styles.ground} cx={size / 2} cy={size / 2} r={radius - 5} />}
      {keys === 0 && signed === 0 ? (
        <circle className={styles.never} cx={size / 2} cy={size / 2} r={radius} strokeWidth={1.5} strokeDasharray="1.5 4" />
      ) : segments > MOST_SEGMENTS ? (
        <>
          <path className={styles.bare} d={arc(size, radius, 0, 1)} strokeWidth={1.5} />
          {signed > 0 && <path className={styles.filled} d={arc(size, radius, 0, signed / segments)} strokeWidth={4.5} />}
        </>
      ) : (
        Array.from({ length: segments }, (_, index) => (
          <path
            key={index}
            className={index < signed ? styles.filled : state === "impossible" ? styles.never : styles.bare}
            d={segment(size, radius, index, segments)}
            strokeWidth={index < signed ? 4.5 : 1.5}
          />
        ))
      )}
      <text className={styles.number} x={size / 2} y={size / 2} dominantBaseline="central" textAnchor="middle" fontSize={size * 0.32}>
        {threshold > 99 ? "99+" : threshold}
      </text>
    </svg>
  );
}

export type QuorumBarProps = QuorumCount & {
  /** Whose signatures: "By the root 12 keys". */
  readonly label?: ReactNode;
};

/** The quorum as slots to fill, with its words. Slots beyond the threshold are small: they add nothing. */
export function QuorumBar({ label, ...count }: QuorumBarProps): ReactNode {
  return (
    <div className={styles.bar}>
      {label !== undefined && <span>{label}</span>}
      {Math.max(count.threshold, count.signed) > MOST_SLOTS ? <LongBar {...count} /> : <Slots {...count} />}
      <span className={cx(styles.count, quorumState(count) === "impossible" && styles.short)}>{quorumWords(count)}</span>
    </div>
  );
}

function Slots({ signed, threshold, keys }: QuorumCount): ReactNode {
  return (
    <div className={styles.slots} aria-hidden="true">
      {Array.from({ length: Math.max(threshold, signed) }, (_, index) => (
        <span
          key={index}
          className={cx(styles.slot, index < signed ? styles.signed : index >= keys && styles.lost, index >= threshold && styles.more)}
        />
      ))}
    </div>
  );
}

function LongBar({ signed, threshold }: QuorumCount): ReactNode {
  return (
    <div className={cx(styles.slots, styles.long)} aria-hidden="true">
      <span className={styles.fill} style={{ width: `${Math.min(1, signed / threshold) * 100}%` }} />
    </div>
  );
}

function segment(size: number, radius: number, index: number, total: number): string {
  // The gap is a fixed length on the circle, so that it looks the same for two keys and for twenty.
  const gap = total === 1 ? 0 : Math.min(4.5 / (FULL_TURN * radius), 0.35 / total);
  return arc(size, radius, index / total + gap / 2, (index + 1) / total - gap / 2);
}

/** An arc clockwise from the top. `from` and `to` are parts of a full turn. */
function arc(size: number, radius: number, from: number, to: number): string {
  const at = (turn: number): string => {
    const angle = turn * FULL_TURN - FULL_TURN / 4;
    return `${(size / 2 + radius * Math.cos(angle)).toFixed(2)} ${(size / 2 + radius * Math.sin(angle)).toFixed(2)}`;
  };
  const half = (from + to) / 2; // two halves: a single arc command cannot draw a full circle
  return `M${at(from)}A${radius} ${radius} 0 0 1 ${at(half)}A${radius} ${radius} 0 0 1 ${at(to)}`;
}
