/** An estimate, and no promise: it knows words, names, dates, keyboards and common passwords, in English. */
export interface Strength {
  readonly level: "weak" | "fair" | "strong";
  /** Units: decimal logarithm of how many tries it takes. */
  readonly guessesLog10: number;
  /** What makes it easy, in a sentence. */
  readonly warning: string | undefined;
}

/** Estimates passphrases while one is being chosen. It is several hundred kilobytes, so it is loaded when first asked. */
export interface StrengthMeter {
  /** Undefined when it could not be loaded, or when a later question has overtaken this one. */
  estimate(text: string, known: readonly string[]): Promise<Strength | undefined>;
  /** Frees what it holds, texts among it. */
  close(): void;
}
