import { BitString, Constructed, fromBER, Integer, ObjectIdentifier, OctetString, Primitive, Sequence, type BaseBlock } from "asn1js";
import type { Bytes } from "../../lib/bytes.ts";

const CONTEXT_SPECIFIC = 3;

/** Says that the bytes are of another structure than the one that is read. Thrown and caught in `readDer` alone. */
class OtherStructure extends Error {}

/** One value of ASN.1. Each question is about the structure that is expected, and gives up on any other. */
export class Der {
  readonly #block: BaseBlock;
  constructor(block: BaseBlock) {
    this.#block = block;
  }

  sequence(): readonly Der[] {
    if (!(this.#block instanceof Sequence)) throw new OtherStructure();
    return this.#block.valueBlock.value.map((block) => new Der(block));
  }

  oid(): string {
    if (!(this.#block instanceof ObjectIdentifier)) throw new OtherStructure();
    return this.#block.getValue();
  }

  /** Never negative, and small enough to count with. */
  count(): number {
    if (!(this.#block instanceof Integer)) throw new OtherStructure();
    const value = this.#block.toBigInt();
    if (value < 0n || value > 0xffff_ffffn) throw new OtherStructure();
    return Number(value);
  }

  /** A copy. */
  octets(): Bytes {
    if (!(this.#block instanceof OctetString)) throw new OtherStructure();
    return new Uint8Array(this.#block.getValue());
  }

  /** A copy of whole octets. */
  bits(): Bytes {
    if (!(this.#block instanceof BitString) || this.#block.valueBlock.unusedBits !== 0) throw new OtherStructure();
    return new Uint8Array(this.#block.valueBlock.valueHexView);
  }

  /** What stands under an explicit tag of this number. Undefined for any other value. */
  explicit(tag: number): Der | undefined {
    const inner = this.#hasTag(tag) && this.#block instanceof Constructed ? this.#block.valueBlock.value[0] : undefined;
    return inner === undefined ? undefined : new Der(inner);
  }

  /** A copy of the whole octets of a bit string under an implicit tag of this number. Undefined for any other value. */
  implicitBits(tag: number): Bytes | undefined {
    if (!this.#hasTag(tag) || !(this.#block instanceof Primitive)) return undefined;
    const [unusedBits, ...octets] = this.#block.valueBlock.valueHexView;
    return unusedBits === 0 ? new Uint8Array(octets) : undefined;
  }

  isInteger(): boolean {
    return this.#block instanceof Integer;
  }

  /** A copy of the value with its tag and length. */
  encoded(): Bytes {
    return new Uint8Array(this.#block.toBER());
  }

  /** For a value that is put together anew, and encoded before `readDer` is left. */
  get block(): BaseBlock {
    return this.#block;
  }

  #hasTag(tag: number): boolean {
    const { tagClass, tagNumber } = this.#block.idBlock;
    return tagClass === CONTEXT_SPECIFIC && tagNumber === tag;
  }
}

/** `at` throws where a list has no such item. */
export function at(items: readonly Der[], index: number): Der {
  const item = items[index];
  if (item === undefined) throw new OtherStructure();
  return item;
}

/** Undefined when these are not the bytes of exactly one value, or `read` gave up. What `read` takes out are copies; all others are wiped. */
export function readDer<T>(bytes: Bytes, read: (root: Der) => T): T | undefined {
  const parsed = parse(bytes);
  if (parsed === undefined) return undefined;
  const { offset, result } = parsed;
  try {
    return offset === bytes.length ? read(new Der(result)) : undefined;
  } catch (error) {
    if (error instanceof OtherStructure) return undefined;
    throw error;
  } finally {
    wipeDeep(result, new Set());
  }
}

/** The library answers most of what is no ASN.1, and throws for some of it, such as a time that is none. */
function parse(bytes: Bytes): ReturnType<typeof fromBER> | undefined {
  try {
    return fromBER(bytes);
  } catch {
    return undefined; // whatever it throws is about the bytes
  }
}

/** The library copies at every level, into fields of many names. */
function wipeDeep(value: unknown, seen: Set<unknown>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof ArrayBuffer) new Uint8Array(value).fill(0);
  else if (value instanceof Uint8Array) value.fill(0);
  else for (const inner of Object.values(value)) wipeDeep(inner, seen);
}
