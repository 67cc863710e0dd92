/** The default branch of every exhaustive switch. Reaching it is a defect of ours, never of the input. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
