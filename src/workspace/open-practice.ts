import type { SourceContents } from "../sources/source-contents.ts";
import type { WorkspaceContext } from "./deps.ts";
import type { PracticePerson } from "./practice.ts";

/** Makes the practice repository with fresh throw-away keys, which the keyring holds and signs with. */
export async function openPracticeContents({ keyring, random, readNow }: WorkspaceContext): Promise<SourceContents> {
  const { makePracticeRepository, PRACTICE_PEOPLE } = await import("./practice.ts"); // with all that writes metadata, which nothing else on the page needs
  const now = readNow();
  await keyring.removePractice();
  const people: PracticePerson[] = [];
  for (const name of PRACTICE_PEOPLE) {
    const added = await keyring.importSeed({ name: `Practice: ${name}`, seed: random(32), practice: true, now });
    if (!added.ok) throw new Error(`the keyring could not make a practice key: ${added.fault.kind}`);
    const entry = added.value;
    people.push({
      name,
      publicKeyHex: entry.publicKey.hex,
      sign: async (metadata) => {
        // The keyring takes the bytes over, and the document is still needed here.
        const signed = await keyring.sign({ entryId: entry.id, documentBytes: new Uint8Array(metadata.bytes), reviewedDigest: metadata.digest, now });
        if (!signed.ok) throw new Error(`a practice key could not sign: ${signed.fault.kind}`);
        return signed.value.signatureHex;
      },
    });
  }
  return { name: "Practice", kind: "practice", files: await makePracticeRepository(people, now), notRead: [], passedOver: 0 };
}
