import { parseInstant } from "../../lib/utc-instant.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { CanonicalBytes } from "../json/canonical-json.ts";
import { JsonTape, TapeKind } from "../json/json-tape.ts";
import type { TargetTableBuilder } from "../targets/target-table.ts";
import type { Expires } from "./fields.ts";
import type { KeyId } from "./ids.ts";
import type { SignatureEntry } from "./metadata.ts";
import { firstDuplicate } from "./parse-metadata.ts";

/** What a targets document says that delegates to nobody and has nothing to point out: as `parseMetadata` would read it, without a tree. */
export interface LeafTargets {
  readonly version: number;
  readonly specVersion: string;
  readonly expires: Expires;
  readonly signatures: readonly Pick<SignatureEntry, "keyId" | "sig">[];
  /** What signatures cover. It may lie in the file's own bytes, else in a copy of this document alone. */
  readonly signedBytes: CanonicalBytes;
  readonly targetCount: number;
  /** Undefined where the table does not hold all that the targets say: then only the document's own bytes do. */
  readonly frame: LeafFrame | undefined;
}

/** The canonical form of `signed` but for its targets: what stands before the first of them, and behind the last. ASCII. */
export interface LeafFrame {
  readonly head: string;
  readonly tail: string;
}

/**
 * Reads hash bins and other leaves at the speed of one pass over their bytes. Whatever is unusual about a document, and
 * whatever is wrong with it, is left to `parseMetadata`: what this does read, both read alike.
 */
export class LeafReader {
  private readonly tape: JsonTape = new JsonTape();
  /** Every target so far has a length and a SHA-256, and nothing else. */
  private arePlain = true;

  /** Adds the document's targets to the table, as one document; undefined, and nothing added, where it is not sure. */
  read(bytes: Bytes, into: TargetTableBuilder): LeafTargets | undefined {
    const leaf = this.tape.read(bytes) && this.tape.isAscii ? this.document(into) : undefined;
    if (leaf === undefined) into.drop();
    else into.end();
    return leaf;
  }

  private document(into: TargetTableBuilder): LeafTargets | undefined {
    const { tape } = this;
    const signed = tape.member(0, "signed");
    const signatures = this.signatures(tape.member(0, "signatures"));
    if (signed < 0 || tape.kinds[signed] !== TapeKind.object || signatures === undefined) return undefined;
    if (this.string(tape.member(signed, "_type")) !== "targets") return undefined;
    if (tape.member(signed, "delegations") >= 0 || tape.member(signed, "x-tuf-on-ci-signing-period") >= 0) return undefined;
    const specVersion = this.string(tape.member(signed, "spec_version"));
    const text = this.string(tape.member(signed, "expires"));
    const version = this.integer(tape.member(signed, "version"));
    if (specVersion === undefined || text === undefined || version === undefined) return undefined;
    const expires = parseInstant(text);
    if (!/^1(\.\d+){1,2}$/.test(specVersion) || version < 1 || expires?.form !== "conforming") return undefined;
    const targets = tape.member(signed, "targets");
    this.arePlain = true;
    const targetCount = this.targets(targets, into);
    if (targetCount < 0) return undefined;
    const frame = this.arePlain ? this.frame(signed, targets) : undefined;
    return { version, specVersion, expires: { text, ...expires }, signatures, signedBytes: tape.bytesOf(signed), targetCount, frame };
  }

  private frame(signed: number, targets: number): LeafFrame {
    const { tape } = this;
    return { head: tape.textBetween(tape.starts[signed], (tape.starts[targets] ?? 0) + 1), tail: tape.textBetween((tape.ends[targets] ?? 0) - 1, tape.ends[signed]) };
  }

  private signatures(list: number): LeafTargets["signatures"] | undefined {
    const { tape } = this;
    if (list < 0 || tape.kinds[list] !== TapeKind.array) return undefined;
    const out: { keyId: KeyId; sig: string }[] = [];
    for (let item = list + 1; item < (tape.after[list] ?? 0); item = tape.after[item] ?? 0) {
      const keyId = this.string(tape.member(item, "keyid"));
      const sig = this.string(tape.member(item, "sig"));
      if (keyId === undefined || keyId === "" || sig === undefined || sig === "") return undefined;
      out.push({ keyId: keyId as KeyId, sig }); // any text is a key id (TAP 12)
    }
    return firstDuplicate(out) === undefined ? out : undefined;
  }

  /** How many; below zero where one of them is not plain. */
  private targets(object: number, into: TargetTableBuilder): number {
    const { tape } = this;
    if (object < 0 || tape.kinds[object] !== TapeKind.object) return -1;
    const end = tape.after[object] ?? 0;
    let count = 0;
    for (let key = object + 1; key < end; key = tape.after[key + 1] ?? end) {
      if (!this.target(key, into)) return -1;
      count++;
    }
    return count;
  }

  private target(key: number, into: TargetTableBuilder): boolean {
    const { tape } = this;
    const file = key + 1;
    if (tape.kinds[file] !== TapeKind.object) return false;
    const end = tape.after[file] ?? 0;
    let [hashes, length, hasMore] = [-1, -1, false];
    for (let field = file + 1; field < end; field = tape.after[field + 1] ?? end) {
      if (tape.is(field, "hashes")) hashes = field + 1;
      else if (tape.is(field, "length")) length = field + 1;
      else if (tape.is(field, "custom") && tape.kinds[field + 1] !== TapeKind.object) return false;
      else hasMore = true;
    }
    const lengthBytes = this.integer(length);
    if (lengthBytes === undefined || lengthBytes < 0 || hashes < 0 || tape.kinds[hashes] !== TapeKind.object) return false;
    let [sha256At, sha512At] = [-1, -1];
    const last = tape.after[hashes] ?? 0;
    for (let field = hashes + 1; field < last; field = tape.after[field + 1] ?? last) {
      const digits = (tape.ends[field + 1] ?? 0) - (tape.starts[field + 1] ?? 0);
      if (tape.kinds[field + 1] !== TapeKind.string || digits === 0) return false;
      if (tape.is(field, "sha256") && digits === 64) sha256At = tape.starts[field + 1] ?? -1;
      else if (tape.is(field, "sha512") && digits === 128) sha512At = tape.starts[field + 1] ?? -1;
      else hasMore = true;
    }
    hasMore ||= sha256At >= 0 === sha512At >= 0;
    if (hasMore || sha256At < 0) this.arePlain = false;
    return into.add(tape.canonical, [tape.starts[key] ?? 0, tape.ends[key] ?? 0], lengthBytes, sha256At, sha512At, hasMore);
  }

  private string(place: number): string | undefined {
    return place >= 0 && this.tape.kinds[place] === TapeKind.string && this.tape.escaped[place] === 0 ? this.tape.text(place) : undefined;
  }

  private integer(place: number): number | undefined {
    return place >= 0 && this.tape.kinds[place] === TapeKind.integer ? this.tape.integer(place) : undefined;
  }
}
