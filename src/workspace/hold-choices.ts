import type { Hold } from "../keyring/keyring-entry.ts";

/** What a person may choose between when a key is unlocked. */
export const HOLD_CHOICES = ["one-act", "5", "15", "60"] as const;
export type HoldChoice = (typeof HOLD_CHOICES)[number];

export function holdOf(choice: HoldChoice): Hold {
  return choice === "one-act" ? { for: "one-act" } : { for: "minutes", minutes: Number(choice) };
}

/** Reads on from "Unlock it …". */
export function holdWords(choice: HoldChoice): string {
  switch (choice) {
    case "one-act":
      return "for one act";
    case "60":
      return "for an hour";
    default:
      return `for ${choice} minutes`;
  }
}
