import { createHash } from "node:crypto";
import { decodeUtf8, utf8, type Bytes } from "../../src/lib/bytes.ts";
import type { RepositorySimulator } from "../../src/test/repository-simulator.ts";
import { ClientUnderTest } from "./client.ts";
import { Host } from "./host.ts";

export type Publishable = "root" | "timestamp" | "snapshot" | (string & {});

/** One repository, the host that serves it, and a client that has trusted nothing yet. */
export class Bench {
  readonly sim: RepositorySimulator;
  readonly host: Host;
  readonly client: ClientUnderTest;

  private constructor(sim: RepositorySimulator, host: Host) {
    this.sim = sim;
    this.host = host;
    this.client = new ClientUnderTest({ metadata: host.url("metadata"), targets: host.url("targets") });
  }

  static async of(sim: RepositorySimulator): Promise<Bench> {
    return new Bench(sim, await Host.serving(sim.served));
  }

  async close(): Promise<void> {
    this.client.remove();
    await this.host.close();
  }

  /** Trust on the first root of the repository. */
  init(): Promise<number | null> {
    return this.client.init(this.served("1.root.json"));
  }

  /** New versions of these, in this order. */
  publish(...roles: readonly Publishable[]): void {
    for (const role of roles) {
      if (role === "root") this.sim.publishRoot();
      else if (role === "snapshot") this.sim.publishSnapshot();
      else if (role === "timestamp") this.sim.publishTimestamp();
      else this.sim.publishTargets(role);
    }
  }

  served(name: string): Bytes {
    const bytes = this.sim.served.get(name);
    if (bytes === undefined) throw new Error(`${name} is not served`);
    return bytes;
  }

  /** Changes a served file behind the signers' back. */
  edit(name: string, change: (document: EditedDocument) => void): void {
    const document = JSON.parse(decodeUtf8(this.served(name)) ?? "") as EditedDocument; // made by the simulator
    change(document);
    this.sim.served.set(name, utf8(JSON.stringify(document)));
  }

  /** An artifact of this role, served under every name that a client may ask for; published with the role's next version. */
  addArtifact(path: string, content: string, about: { readonly role?: string; readonly hashes?: readonly string[] } = {}): void {
    const bytes = utf8(content);
    const hashes = Object.fromEntries((about.hashes ?? ["sha256"]).map((name) => [name, createHash(name).update(bytes).digest("hex")]));
    const role = about.role === undefined ? this.sim.top : this.sim.targetsOf(about.role, []);
    role.targets[path] = { length: bytes.length, hashes };
    for (const name of this.namesOf(path, hashes)) this.host.artifacts.set(name, bytes);
  }

  /** The host serves other content in the place of an artifact, under all of its names. */
  substitute(path: string, content: string): void {
    for (const role of this.sim.content.values()) {
      const file = role.targets[path];
      for (const name of file === undefined ? [] : this.namesOf(path, file.hashes)) this.host.artifacts.set(name, utf8(content));
    }
  }

  private namesOf(path: string, hashes: Readonly<Record<string, unknown>>): readonly string[] {
    const slash = path.lastIndexOf("/") + 1;
    const folder = path.slice(0, slash);
    return this.sim.consistentSnapshot ? Object.values(hashes).map((hash) => `${folder}${String(hash)}.${path.slice(slash)}`) : [path];
  }
}

export interface EditedDocument {
  signed: Record<string, unknown>;
  signatures: { keyid: string; sig: string }[];
}
