import { describe, expect, it } from "vitest";
import { estimateStrength } from "./passphrase-strength.ts";

describe("the strength of a passphrase", () => {
  it.each<[string, string]>([
    ["password1234", "weak"],
    ["qwertyuiop[]", "weak"],
    ["aaaaaaaaaaaaaaaaaaaa", "weak"],
    ["vorpal sundial mango crate 88", "strong"],
    ["k7#Vq2!xPz9@Lm4$Wd", "strong"],
  ])("of %j is %s", (text, level) => {
    expect(estimateStrength(text, []).level).toBe(level);
  });

  it("gives nothing for the name of the key", () => {
    const [alone, named] = [estimateStrength("Brunhilde-2026", []), estimateStrength("Brunhilde-2026", ["Brunhilde-2026"])];
    expect(named.guessesLog10).toBeLessThan(alone.guessesLog10);
    expect(named.level).toBe("weak");
  });

  it("says in a sentence what makes it easy", () => {
    expect(estimateStrength("password1234", []).warning).toMatch(/password/);
  });
});
