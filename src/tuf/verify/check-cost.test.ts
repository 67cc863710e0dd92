import { describe, expect, it } from "vitest";
import { makeMlDsaKey } from "../../test/ml-dsa-keys.ts";
import { makeNodeKey } from "../../test/node-keys.ts";
import type { KeyMaterial } from "../model/key.ts";
import { checkBudget, checkCost } from "./check-cost.ts";

/** How many of this many signatures are checked. */
function checkedOf(asked: number, message: Uint8Array, key: KeyMaterial): number {
  const budget = checkBudget(message);
  const answers = Array.from({ length: asked }, () => budget(key));
  const checked = answers.filter((answer) => answer === undefined).length;
  expect(answers.slice(checked)).toEqual(Array.from({ length: asked - checked }, () => checked));
  return checked;
}

const ed25519 = makeNodeKey("ed25519").material;
const small = new Uint8Array(1000);
const large = new Uint8Array(5_000_000);

describe("the signatures of one document", () => {
  it("are all checked where a role is as large as any that is known", () => {
    for (const key of [ed25519, makeNodeKey("ecdsa-p521").material, makeMlDsaKey("ml-dsa-44").material]) expect(checkedOf(128, large, key)).toBe(128);
  });

  it("are checked as long as it takes about as long as hashing 256 MiB", () => {
    expect(checkedOf(10_000, new Uint8Array(), ed25519)).toBe(4096); // to the byte
    expect(checkedOf(10_000, small, ed25519)).toBe(4034);
    expect(checkedOf(10_000, new Uint8Array(500_000), ed25519)).toBe(474);
    expect(checkedOf(10_000, large, ed25519)).toBe(128);
  });

  it("cost as much as with the usual key where it is not said with which", () => {
    expect(checkCost(small)).toBe(checkCost(small, ed25519));
  });

  it("are fewer where each costs more", () => {
    const counts = (["ed25519", "ecdsa-p384", "ecdsa-p521"] as const).map((algorithm) => checkedOf(10_000, small, makeNodeKey(algorithm).material));
    expect(counts).toEqual([4034, 2032, 511]);
    expect(checkedOf(10_000, small, makeMlDsaKey("ml-dsa-65").material)).toBe(255);
    const rsa = makeNodeKey("rsa-pss-sha256", 2048).material;
    expect([checkedOf(10_000, small, rsa), checkedOf(10_000, small, { ...rsa, modulusBits: 16_384 } as KeyMaterial)]).toEqual([7949, 128]); // a spread keeps its kind
  });

  it("are none any more once one was passed over, however cheap the next is", () => {
    const budget = checkBudget(small);
    const dear = makeMlDsaKey("ml-dsa-44").material;
    for (let i = 0; i < 255; i++) expect(budget(dear)).toBeUndefined();
    expect([budget(dear), budget(ed25519), budget(ed25519)]).toEqual([255, 255, 255]);
  });
});
