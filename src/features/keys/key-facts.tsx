import type { ReactNode } from "react";
import { relativeWords, utcText } from "../../ui/atoms/relative-time.ts";
import { Definitions, type Definition } from "../../ui/layout/definitions.tsx";
import { useNow } from "../../workspace/react.tsx";
import { Authenticators } from "./authenticators.tsx";
import type { KeyEntry } from "./key-model.ts";

/** When it was last used and proved, and what its kind adds. */
export function KeyFacts({ entry }: { readonly entry: KeyEntry }): ReactNode {
  const now = useNow();
  const ago = (at: KeyEntry["lastUsedAt"], never: string): ReactNode => (at === undefined ? never : <>{utcText(at)}, {relativeWords(at, now as typeof at)}</>); // the real present, in the same units
  const items: Definition[] = [
    { term: "Last signed", value: entry.kind === "external" ? "elsewhere" : ago(entry.lastUsedAt, "never") },
    { term: "Last proved", value: ago(entry.provenAt, "never") },
    ...kindFacts(entry),
  ];
  return <Definitions items={items} plain />;
}

function kindFacts(entry: KeyEntry): readonly Definition[] {
  switch (entry.kind) {
    case "passphrase": {
      const { n, r, p, memoryBytes } = entry.kdf;
      return [
        { term: "Backup", value: entry.backup.state === "proven" ? `restored once, on ${utcText(entry.backup.at, "day")}` : "not restored yet" },
        { term: "Each guess costs", value: `scrypt with ${memoryBytes / 2 ** 20} MiB of memory (N ${n.toLocaleString("en")}, r ${r}, p ${p})` },
      ];
    }
    case "passkey":
      return [
        { term: "Bound to", value: entry.rpId },
        { term: entry.authenticators.length === 1 ? "Opened by" : "Opened by any of", value: <Authenticators entry={entry} /> },
      ];
    case "device":
    case "external":
      return [];
  }
}
