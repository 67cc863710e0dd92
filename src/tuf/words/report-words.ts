import { quoted } from "../../lib/quoted.ts";
import { formatInstant, type UtcInstant } from "../../lib/utc-instant.ts";
import type { DelegationScope } from "../model/metadata.ts";
import type { Publication, RepositoryReport } from "../repository/report.ts";
import type { VerificationReport } from "../verify/verification-report.ts";

/** A role's name within a sentence of ours: as it is when it is a plain word, else in quotes with the unseen spelled out. */
export function roleWords(role: string): string {
  return /^[A-Za-z0-9][\w.@/+-]{0,80}$/.test(role) ? role : quoted(role);
}

/** "root 12", "targets 6". */
export function documentWords(role: string, version: number | undefined): string {
  return version === undefined ? roleWords(role) : `${roleWords(role)} ${version}`;
}

/** The same at the start of a sentence; a role's own name keeps its letters. */
export function documentTitle(role: string, version: number | undefined): string {
  const words = documentWords(role, version);
  return ["root", "timestamp", "snapshot", "targets"].includes(role) ? `${words.slice(0, 1).toUpperCase()}${words.slice(1)}` : words;
}

/** "2025-12-07 18:00 UTC". */
export function momentWords(instant: UtcInstant): string {
  return `${formatInstant(instant).slice(0, 16).replace("T", " ")} UTC`;
}

/** "1 key", "3 keys". */
export function countWords(count: number, one: string, many: string = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c". */
export function listWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** Numbers as ranges: "1 to 3, 5 and 7". */
export function versionsWords(versions: readonly number[]): string {
  const sorted = [...new Set(versions)].toSorted((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const version of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === version - 1) run[1] = version;
    else runs.push([version, version]);
  }
  return listWords(runs.flatMap(([from, to]) => (from === to ? [`${from}`] : to === from + 1 ? [`${from}`, `${to}`] : [`${from} to ${to}`])));
}

/** "17 documents and 46 signatures checked": what the look covered. */
export function coverageWords({ counts }: Pick<RepositoryReport, "counts">): string {
  const parts = [[counts.targets, "target"], [counts.delegations, "delegation"], [counts.documents, "document"], [counts.signatures, "signature"]] as const;
  return listWords(parts.filter(([count]) => count > 0).map(([count, word]) => countWords(count, word)));
}

/** Where an online key lives, by the scheme of its URI; undefined for a person's key. */
export function onlineWords(uri: string | undefined): string | undefined {
  if (uri === undefined) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  const place = scheme === undefined ? undefined : ONLINE_PLACES.get(scheme);
  return place === undefined ? "online" : `online, ${place}`;
}

const ONLINE_PLACES: ReadonlyMap<string, string> = new Map([
  ["gcpkms", "Google Cloud KMS"],
  ["awskms", "AWS KMS"],
  ["azurekms", "Azure Key Vault"],
  ["hashivault", "HashiCorp Vault"],
  ["hsm", "a hardware token"],
  ["file", "a key file"],
  ["file2", "a key file"],
  ["fn", "a key file"],
  ["envvar", "an environment variable"],
  ["sigstore", "Sigstore"],
  ["practice", "a practice signer"],
]);

/** "3 of 5 keys signed, 3 needed". */
export function signedWords(report: Pick<VerificationReport, "counted" | "threshold" | "signers">): string {
  const keys = report.signers.length;
  return `${report.counted} of ${keys} ${keys === 1 ? "key" : "keys"} signed, ${report.threshold} needed`;
}

export function publicationWords(publication: Publication): string {
  return { published: "published", "complete-unseen": "complete, publication not seen", pending: "pending", superseded: "superseded" }[publication];
}

/** What a delegation reaches, as parts: the patterns are foreign text and are drawn as such. */
export function scopeWords(scope: DelegationScope): { readonly lead: string; readonly parts: readonly string[] } {
  switch (scope.kind) {
    case "paths":
      return scope.patterns.length === 0 ? { lead: "may sign nothing: its list of paths is empty", parts: [] } : { lead: "may sign", parts: scope.patterns };
    case "path-hash-prefixes":
      return scope.prefixes.length === 0 ? { lead: "may sign nothing: its list of hash prefixes is empty", parts: [] } : { lead: "may sign paths whose hash begins with", parts: scope.prefixes };
    case "none":
      return { lead: "may sign nothing: the delegation names no paths", parts: [] };
  }
}

/** 1234567 → "1,234,567", the same on every machine. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
