import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { instantFromMs, type UtcInstant } from "../../lib/utc-instant.ts";
import { CORPORA, hasCorpora, layoutOf, readFolder } from "../../test/corpora.ts";
import { offered, RepositorySimulator, SIM_NOW, simKey } from "../../test/repository-simulator.ts";
import { assessRepository } from "../repository/assess.ts";
import type { RepositoryReport } from "../repository/report.ts";
import { clientsThat } from "./client-behaviour.ts";
import { clientReadings, groupReadings, otherReadingsWords } from "./client-readings.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

async function look(files: readonly NamedBytes[], now: UtcInstant = SIM_NOW): Promise<RepositoryReport> {
  const assessed = await assessRepository({ layout: layoutOf(files).kind, files: offered(files), anchor: undefined, seen: undefined, invitations: [], now }, verifier);
  if (!assessed.ok) throw new Error(JSON.stringify(assessed.fault));
  return assessed.value.report;
}

function said(report: RepositoryReport): readonly string[] {
  return groupReadings(clientReadings(report)).map(({ clients, answer, because }) => `${clients.join(", ")}: ${answer} ${because.join(" ")}`);
}

const opaque = (): ReturnType<typeof simKey> => {
  const key = simKey();
  return { ...key, plain: { ...key.plain, keyId: "a-name" as never } }; // by TAP 12 any text is a key id
};

describe("what named clients refuse", () => {
  it("is nothing in metadata that breaks no rule", async () => {
    const report = await look(RepositorySimulator.published().publishedFiles());
    expect(said(report)).toEqual([]);
    expect(otherReadingsWords(report)).toBe("Read strictly it passes as well.");
  });

  it("is told by the roots that it stands in, and from where on they follow", async () => {
    const key = opaque();
    const sim = RepositorySimulator.published((s) => (s.roles.root = { keys: [key], threshold: 1 }));
    sim.publishRoot();
    sim.roles.root = { keys: [simKey()], threshold: 1 };
    sim.publishRoot();
    const report = await look(sim.publishedFiles());
    const refusing = clientsThat("key-id-not-hash", "refuses");
    expect(refusing.length).toBeGreaterThan(0);
    expect(said(report)).toEqual([expect.stringMatching(new RegExp(`^${refusing.join(", ")}: Refuses? before root 3, and follows? from there\\. \\w+ refuses? key ids that are not the hash of their key in root 1 and 2\\.$`))]);
    expect(otherReadingsWords(report)).toMatch(/^Read strictly it does not pass; some of it is refused by /);
  });

  it("is everything, where it stands in what every update reads", async () => {
    const sim = RepositorySimulator.published();
    const date = (text: string): string => text.replace(/"expires": "(.*?)Z"/, '"expires": "$1.5Z"');
    const timestamp = sim.served.get("timestamp.json");
    sim.served.set("timestamp.json", new TextEncoder().encode(date(new TextDecoder().decode(timestamp))));
    expect((await look(sim.publishedFiles())).headline.kind).toBe("cannot-update"); // its signature went with the date
    expect(said(await look(sim.publishedFiles()))).toEqual([expect.stringMatching(new RegExp(`^${clientsThat("date-form", "refuses").join(", ")}: Refuses? it\\. \\w+ refuses? the form of the expiry date in timestamp 1\\.$`))]);
  });

  it("is some targets, where it stands in a delegated role alone", async () => {
    const key = opaque();
    const sim = RepositorySimulator.published((s) => {
      s.top.delegations = [{ name: "team", keys: [simKey()], threshold: 1, terminating: false, paths: ["*"] }];
      const team = s.targetsOf("team", [s.top.delegations[0]?.keys[0] ?? simKey()]);
      team.delegations = [{ name: "below", keys: [key], threshold: 1, terminating: false, paths: ["*"] }];
      s.targetsOf("below", [key]);
    });
    const report = await look(sim.publishedFiles());
    expect(said(report)).toEqual([expect.stringMatching(new RegExp(`^${clientsThat("key-id-not-hash", "refuses").join(", ")}: Updates?, and refuses? some targets\\. Looking for targets, \\w+ refuses? key ids that are not the hash of their key in team 1\\.$`))]);
    expect(otherReadingsWords(report)).toMatch(/^Some of it is refused by /);
  });
});

describe.skipIf(!hasCorpora)("Sigstore's roots (skipped: no ../shared)", () => {
  it("are followed by each client from where it was seen to follow them", async () => {
    const report = await look(readFolder(`${CORPORA}/sigstore-roots`), instantFromMs(Date.UTC(2026, 7, 28)));
    const from = Object.fromEntries(clientReadings(report).map(({ client, followsFrom }) => [client, followsFrom]));
    expect(from).toMatchObject({ "python-tuf": 5, "go-tuf": 5, tough: 12 }); // runs of python-tuf and go-tuf; the source text of tough
    expect(from).not.toHaveProperty("tuf-js"); // it follows from root 1
    expect(said(report).join("\n")).toContain("the form of the expiry date in root 1 to 3");
  });
});
