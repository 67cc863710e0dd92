import type { CanonicalBytes } from "../json/canonical-json.ts";
import type { JsonArray, JsonObject } from "../json/json-value.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { Digest, KeyId } from "./ids.ts";
import type { KeyMaterial } from "./key.ts";
import type { LeafTargets } from "./leaf-targets.ts";
import type { Metadata, SignatureEntry, TargetFiles, Targets } from "./metadata.ts";

/** A file whose bytes lie elsewhere: what is known of them without them. */
export interface FileAway {
  /** Units: bytes. */
  readonly length: number;
  /** Hex. Whoever asks has had it made before. */
  hash(algorithm: "sha256" | "sha512"): string;
}

/** The canonical form of `signed` where it lies elsewhere: whoever has it checks signatures for it. */
export interface SignedAway {
  /** Units: bytes. */
  readonly length: number;
  verify(key: KeyMaterial, signature: Uint8Array): Promise<boolean>;
}

export interface LeafFacts extends Omit<LeafTargets, "signedBytes" | "frame"> {
  readonly digest: Digest;
}

/**
 * A leaf whose bytes lie elsewhere, as one document among thousands: everything that judging asks is here or is answered
 * from there. Whoever needs the bytes themselves has the document brought back first; to ask for them here is a defect.
 */
export class PutAwayTargets implements Metadata<Targets> {
  readonly signed: Targets;
  readonly signatures: Metadata["signatures"];
  readonly digest: Digest;
  readonly notes: readonly [] = [];
  readonly away: NonNullable<Metadata["away"]>;

  constructor({ version, specVersion, expires, signatures, targetCount, digest }: LeafFacts, away: NonNullable<Metadata["away"]>) {
    this.signed = { type: "targets", version, specVersion, expires, signingPeriodDays: undefined, targets: new TargetsAway(targetCount), delegations: undefined };
    this.signatures = signatures.map(({ keyId, sig }) => new SignatureAway(keyId, sig));
    this.digest = digest;
    this.away = away;
  }

  get bytes(): Bytes { return isElsewhere(); }
  get text(): string { return isElsewhere(); }
  get envelope(): JsonObject { return isElsewhere(); }
  get signedNode(): JsonObject { return isElsewhere(); }
  get signaturesNode(): JsonArray { return isElsewhere(); }
  get signedBytes(): CanonicalBytes { return isElsewhere(); }
}

class SignatureAway implements SignatureEntry {
  readonly keyId: KeyId;
  readonly sig: string;

  constructor(keyId: KeyId, sig: string) {
    this.keyId = keyId;
    this.sig = sig;
  }

  get node(): JsonObject { return isElsewhere(); }
}

/** Only their number is here. */
class TargetsAway implements TargetFiles {
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  get(): never {
    return isElsewhere();
  }

  keys(): never {
    return isElsewhere();
  }

  values(): never {
    return isElsewhere();
  }

  [Symbol.iterator](): never {
    return isElsewhere();
  }
}

/** The message that signatures cover, wherever it is. */
export function signedPart(metadata: Pick<Metadata, "signedBytes" | "away">): CanonicalBytes | SignedAway {
  return metadata.away?.signed ?? metadata.signedBytes; // not taken apart before: the bytes may only be asked for where they are
}

function isElsewhere(): never {
  throw new Error("the bytes of this document were put away, and nobody brought them back");
}
