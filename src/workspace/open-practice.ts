import type { KeyringEntry } from "../keyring/keyring.ts";
import type { SourceContents } from "../sources/source-contents.ts";
import type { WorkspaceContext } from "./deps.ts";
import type { PracticePerson } from "./practice.ts";

/**
 * Makes the practice repository with fresh throw-away keys, which the keyring holds and signs with. `own`: a key of the
 * person's own, which joins in root 3 and is asked for nothing else.
 */
export async function openPracticeContents({ keyring, random, readNow }: WorkspaceContext, own: KeyringEntry | undefined): Promise<SourceContents> {
  const { JOINING, makePracticeRepository, PRACTICE_PEOPLE } = await import("./practice.ts"); // with all that writes metadata, which nothing else on the page needs
  const now = readNow();
  await keyring.removePractice();
  const people: PracticePerson[] = [];
  for (const name of PRACTICE_PEOPLE) {
    if (name === JOINING && own !== undefined) {
      people.push({ name, label: "you", publicKey: publicKeyOf(own), sign: () => Promise.reject(new Error("whoever joins has signed nothing yet")) });
      continue;
    }
    const added = await keyring.importSeed({ name: `Practice: ${name}`, seed: random(32), practice: true, now });
    if (!added.ok) throw new Error(`the keyring could not make a practice key: ${added.fault.kind}`);
    const entry = added.value;
    people.push({
      name,
      label: name,
      publicKey: publicKeyOf(entry),
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

function publicKeyOf({ publicKey }: KeyringEntry): PracticePerson["publicKey"] {
  const { keytype, scheme, keyval } = JSON.parse(publicKey.tufKeyJson) as { readonly keytype: string; readonly scheme: string; readonly keyval: { readonly public: string } }; // the keyring's own key object
  return { keytype, scheme, public: keyval.public };
}
