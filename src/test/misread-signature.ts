import { utf8 } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { writeSignatures } from "../tuf/edit/replace-signatures.ts";
import { RepositorySimulator, simKey } from "./repository-simulator.ts";

/** Root 2 waits for @bob: @alice signed its text laid out with two spaces, and @carol as a client wants it. */
export function rootSignedAsText(change: (sim: RepositorySimulator) => void = () => undefined): readonly NamedBytes[] {
  const [alice, bob, carol] = ["@alice", "@bob", "@carol"].map((owner) => simKey("ed25519", { "x-tuf-on-ci-keyowner": owner }));
  if (alice === undefined || bob === undefined || carol === undefined) throw new Error("three keys were made");
  const sim = RepositorySimulator.published((s) => {
    s.roles.root = { keys: [alice, bob, carol], threshold: 2 };
    change(s);
  });
  const root = sim.publishRoot({ signers: [carol] });
  const text = JSON.stringify(JSON.parse(root.text.slice(root.signedNode.start, root.signedNode.end)), undefined, 2);
  sim.served.set("2.root.json", writeSignatures(root, [{ keyId: alice.plain.keyId, sig: toHex(alice.node.sign(utf8(text))) }]).bytes);
  return sim.publishedFiles();
}
