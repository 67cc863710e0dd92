/** How many distinct keys have signed, of how many are needed, from how many that may. */
export type QuorumCount = {
  readonly signed: number;
  readonly threshold: number;
  /** Distinct keys that may sign. */
  readonly keys: number;
};

export type QuorumState = "met" | "open" | "impossible";

export function quorumState({ signed, threshold, keys }: QuorumCount): QuorumState {
  if (signed >= threshold) return "met";
  return keys < threshold ? "impossible" : "open";
}

/** "2 of 3 signed, 1 missing". Short enough for a card, whole enough to stand alone. */
export function quorumWords(count: QuorumCount): string {
  const { signed, threshold, keys } = count;
  switch (quorumState(count)) {
    case "met":
      return signed === threshold ? `${signed} of ${threshold} signed` : `${signed} signed, ${threshold} needed`;
    case "impossible":
      return `${signed} of ${threshold} signed; only ${keys === 1 ? "1 key" : `${keys} keys`} may sign`;
    case "open":
      return `${signed} of ${threshold} signed, ${threshold - signed} missing`;
  }
}
