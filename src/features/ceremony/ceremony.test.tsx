// @vitest-environment happy-dom
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { parseJson } from "../../tuf/json/parse-json.ts";
import { isObject } from "../../tuf/json/json-value.ts";
import { CORPORA, hasCorpora, readFolder } from "../../test/corpora.ts";
import { toBase64 } from "../../lib/base64.ts";
import { utf8 } from "../../lib/bytes.ts";
import { rootSignedAsText } from "../../test/misread-signature.ts";
import { RepositorySimulator, simKey, underAnotherId, type SimKey } from "../../test/repository-simulator.ts";
import { at, workspaceBench, type WorkspaceBench } from "../../test/workspace-bench.ts";
import { mount, typeInto, type Mounted } from "../../ui/testing/mount.tsx";
import { WorkspaceProvider } from "../../workspace/react.tsx";
import { DRAFT_STEPS, type DraftStep } from "../../workspace/routes.ts";
import { CeremonyScreen } from "./index.tsx";

const NOW = "2026-11-24T00:00:00Z";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  location.hash = "";
});

type Opened = { readonly bench: WorkspaceBench; readonly id: string; readonly document: string; readonly screen: Mounted; readonly go: (step: DraftStep) => Promise<void> };

async function open(bench: WorkspaceBench, id: string | undefined, role: string, version: number, step: DraftStep = "review"): Promise<Opened> {
  if (id === undefined) throw new Error(`nothing opened: ${JSON.stringify(bench.workspace.store.getState().opening)}`);
  const document = bench.workspace.store.getState().repositories[id]?.report.documents.find((one) => one.role === role && one.version === version)?.id;
  if (document === undefined) throw new Error(`no ${role} ${version}`);
  const node = (now: DraftStep) => (
    <WorkspaceProvider workspace={bench.workspace}>
      <CeremonyScreen id={id} document={document} step={now} />
    </WorkspaceProvider>
  );
  const screen = await mount(node(step));
  await until(screen, () => screen.container.querySelector("nav ol") !== null);
  return { bench, id, document, screen, go: (now) => screen.rerender(node(now)) };
}

async function practice(step: DraftStep = "review"): Promise<Opened> {
  const bench = workspaceBench(NOW);
  const id = await bench.workspace.openPractice();
  await expect.poll(() => { const { keyring } = bench.workspace.store.getState(); return keyring.kind === "ready" ? keyring.entries.length : 0; }).toBe(7);
  return open(bench, id, "root", 3, step);
}

function button({ container }: Mounted, words: string): HTMLElement {
  const found = [...container.querySelectorAll<HTMLElement>("button, a")].find((element) => element.textContent.includes(words));
  if (found === undefined) throw new Error(`no button or link says ${words}`);
  return found;
}

async function compareAndGo({ screen, go }: Opened): Promise<void> {
  await go("compare");
  await screen.does(() => screen.get('input[value="same"]').click());
  await screen.does(() => button(screen, "Go on to sign").click());
  expect(location.hash).toMatch(/\/sign$/);
  await go("sign");
}

describe("a key under a label that another key had", () => {
  const labelled = (label: string): SimKey => underAnotherId(simKey(), { "x-tuf-on-ci-keyowner": label });

  it("stands against the document that brings it in, with the person's own name for the other, until it is named", async () => {
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    const [ada, bao, other] = [labelled("@ada"), labelled("@bao"), labelled("@ada")];
    const elsewhere = RepositorySimulator.published((s) => (s.roles.root = { keys: [ada], threshold: 1 }));
    await bench.workspace.openCollected(bench.drop("elsewhere", elsewhere.publishedFiles()));
    await bench.workspace.people.name(ada.node.material.fingerprint, { name: "Ada Lovelace", note: "" });
    const sim = RepositorySimulator.published((s) => (s.roles.root = { keys: [bao], threshold: 1 }));
    sim.roles.root = { keys: [bao, other], threshold: 2 };
    sim.publishRoot({ signers: [bao] });
    const id = await bench.workspace.openCollected(bench.drop("here", sim.publishedFiles()));
    const { screen } = await open(bench, id, "root", 2);
    await screen.shows("What stands against this document");
    expect(screen.text()).toContain("The label @ada stands at another key");
    expect(screen.text()).toContain("You know another key with this label as Ada Lovelace.");
    expect(screen.get('[data-change="Signer joins"]').textContent).toContain("Another key had this label");
    await screen.does(() => bench.workspace.people.name(other.node.material.fingerprint, { name: "Ada, second key", note: "" }));
    expect(screen.text()).not.toContain("The label @ada stands at another key");
    expect(screen.get('[data-change="Signer joins"]').textContent).toContain("Ada, second key");
    expect(screen.get("h1").closest("header")?.textContent).toContain("(you know this key as Ada, second key)");
  });
});

describe("review", () => {
  it("names what it asks, what changes by key, who has signed and what clients would do", async () => {
    const { screen } = await practice();
    expect(screen.get("h1").textContent).toBe("Root 3 asks for your signature");
    expect([...screen.container.querySelectorAll("[data-change]")].map((row) => (row as HTMLElement).dataset["change"])).toEqual(["Signer leaves", "Signer joins", "Expires", "Version"]);
    expect(screen.text()).toContain("@elif leaves root");
    expect(screen.text()).toContain("You hold this key: Practice: elif");
    expect([...screen.container.querySelectorAll("[data-signature]")].map((row) => `${row.querySelector("bdi")?.textContent ?? ""} ${(row as HTMLElement).dataset["signature"] ?? ""}`)).toEqual([
      "@ada yours", "@bao verified", "@chidi verified", "@dana yours", "@farid yours", "@elif yours",
    ]);
    expect(screen.text()).toContain("By the root 2 keys");
    expect(screen.text()).toContain("Once the missing signatures are there, clients that hold root 1 or later will accept root 3.");
    expect(screen.text()).toContain("1 of 3 signatures by the root 2 keys and 1 of 3 signatures by the root 3 keys");
    expect(screen.text()).toContain("This rests on root 1, which you have not confirmed.");
    expect(button(screen, "Compare, then sign").getAttribute("href")).toMatch(/\/compare$/);
  });

  it("shows every field, and finds the changed ones", async () => {
    const { screen } = await practice();
    const fields = (): number => screen.container.querySelectorAll("[data-changed]").length;
    await screen.does(() => screen.get('[data-tab="fields"]').click());
    const all = fields();
    const select = screen.get("select") as HTMLSelectElement; // it was asked for by its tag
    await screen.does(() => {
      select.value = "changed";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    expect(all).toBeGreaterThan(fields());
    expect(screen.container.querySelectorAll('[data-changed="same"]')).toHaveLength(0);
    expect(screen.text()).toContain("signed.version");
  });

  it("sets the raw text against the version before", async () => {
    const { screen } = await practice();
    await screen.does(() => screen.get('[data-tab="raw"]').click());
    await until(screen, () => screen.container.querySelector('[aria-label="The two texts line by line"]') !== null);
    expect(screen.text()).toContain("signatures among them");
    expect(screen.text()).toContain("metadata/root_history/2.root.json");
  });

  it("shows the canonical bytes as they are signed", async () => {
    const { screen, bench, id, document } = await practice();
    const review = await bench.workspace.readReview(id, document as never);
    await screen.does(() => screen.get('[data-tab="canonical"]').click());
    expect(screen.text()).toContain(review?.canonicalText.slice(0, 60));
  });
});

describe("a signature that does not verify", () => {
  it("is explained beside its signer, and the quorum stays as it is", async () => {
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    const { screen } = await open(bench, await bench.workspace.openCollected(bench.drop("root", rootSignedAsText())), "root", 2);
    const why = [...screen.container.querySelectorAll("summary")].find(({ textContent }) => textContent === "Why? What is the matter with the signature by @alice");
    await screen.does(() => why?.parentElement?.toggleAttribute("open", true));
    await screen.shows("It would verify over “signed” indented by 2 spaces, names in the order of the file. It is not counted.");
    expect(screen.text().match(/1 of 2 signed, 1 missing/g)).toHaveLength(2);
  });
});

describe("compare", () => {
  it("shows all 32 words and the whole digest, and goes on only once something was said", async () => {
    const { screen, bench, id, document } = await practice("compare");
    const review = await bench.workspace.readReview(id, document as never);
    expect(screen.container.querySelectorAll("ol ol li")).toHaveLength(32);
    expect(screen.text()).toContain(review?.digest.slice(0, 4));
    await screen.does(() => button(screen, "Go on to sign").click());
    expect(location.hash).toBe("");
    await screen.does(() => screen.get('input[value="alone"]').click());
    await screen.does(() => button(screen, "without comparing").click());
    expect(location.hash).toMatch(/\/sign$/);
    expect(Object.values(bench.workspace.store.getState().ceremonies)[0]?.compared).toBe(review?.digest);
  });

  it("stops whoever saw a row differ", async () => {
    const { screen, bench } = await practice("compare");
    await screen.does(() => screen.get('input[value="differs"]').click());
    expect(screen.text()).toContain("Stop: do not sign.");
    await screen.does(() => button(screen, "Go on to sign").click());
    expect(location.hash).toBe("");
    expect(bench.workspace.store.getState().ceremonies).toEqual({});
  });
});

describe("sign", () => {
  it("sends whoever has not compared to Compare, and signs nothing", async () => {
    const { screen, bench } = await practice("sign");
    expect(screen.text()).toContain("Compare the digest first.");
    await screen.does(() => button(screen, "Sign root 3 with Practice: ada").click());
    expect(bench.workspace.store.getState().ceremonies).toEqual({});
  });

  it("cannot sign in a view of another time, and leads back to now", async () => {
    const opened = await practice();
    await compareAndGo(opened);
    const { screen, bench } = opened;
    await screen.does(() => bench.workspace.setClock({ kind: "as-of", instant: at("2026-12-01T00:00:00Z") }));
    await until(screen, () => screen.text().includes("In a view of another time nothing can be signed."));
    expect(button(screen, "Sign root 3 with").getAttribute("aria-disabled")).toBe("true");
    await screen.does(() => button(screen, "Back to now").click());
    expect(bench.workspace.store.getState().clock.kind).toBe("now");
  });

  it("shows the whole key id above the button, signs, checks again and exports with nothing but signatures changed", async () => {
    const opened = await practice();
    const { screen, bench, id, document, go } = opened;
    const review = await bench.workspace.readReview(id, document as never);
    const ada = review?.signers.find(({ label }) => label === "@ada");
    await compareAndGo(opened);
    expect(screen.text()).toContain(ada?.keyIds[0]);
    expect(screen.text()).toContain("With your signature root 3 is complete.");
    await screen.does(async () => {
      button(screen, "Sign root 3 with Practice: ada").click();
      await expect.poll(() => location.hash).toMatch(/\/check$/);
    });

    await go("check");
    await until(screen, () => screen.get("h1").textContent === "Root 3 is complete");
    expect(screen.text()).toContain("Signed. A second implementation verified it.");
    expect(screen.text()).toContain("Clients that hold root 1 or later will accept root 3.");
    await screen.does(() => button(screen, "The second it expires").click());
    await until(screen, () => screen.text().includes("Root 3 has expired."));
    expect(screen.container.querySelectorAll("[data-fault]")).toHaveLength(1);

    await go("export");
    await until(screen, () => screen.text().includes("3 verified signatures in it"));
    const [file] = (await bench.workspace.exportDocument(id, document as never))?.files ?? [];
    const parsed = parseJson(file?.bytes ?? new Uint8Array());
    const signatures = parsed.ok && isObject(parsed.value.value) ? parsed.value.value.members.get("signatures") : undefined;
    const kept = (file?.bytes.length ?? 0) - ((signatures?.end ?? 0) - (signatures?.start ?? 0));
    expect(screen.text()).toContain(`the other ${kept.toLocaleString("en")} bytes are the same`);
    expect(screen.text()).toContain("commit them together");
    expect(button(screen, "Receipt")).toBeDefined();
  });

  it("explains a signature from elsewhere that is not one, and keeps what was collected", async () => {
    const opened = await practice();
    await compareAndGo(opened);
    const { screen } = opened;
    await screen.does(() => typeInto(screen.get("textarea"), "ab".repeat(64)));
    await screen.does(() => button(screen, "Check and add this signature").click());
    await until(screen, () => screen.container.querySelector('[role="alert"]')?.textContent.includes("verifies under none of the 6 keys") === true);
    expect(screen.text()).toContain("Nothing was changed.");
  });

  it("gives the exact command line for the kind of key that is waited for", async () => {
    const { screen } = await practice("sign");
    expect(screen.text()).toContain("openssl pkeyutl -sign -rawin -inkey KEY.pem -in root-3.canonical -out root-3.sig");
  });
});

describe("other signers' files", () => {
  it("are taken in at any time; what came and what was left out is told, each with its reason", async () => {
    const { screen, bench, id, document, go } = await practice();
    const files = (await bench.workspace.exportDocument(id, document as never))?.files ?? [];
    const broken = { path: "broken.json", bytes: new Uint8Array([0x7b]) };
    await screen.does(() => bench.workspace.addSignatures(id, document as never, bench.drop("others", [...files.slice(0, 1), broken])));
    await go("review");
    await until(screen, () => screen.container.querySelector('[aria-label="What became of the last files"]') !== null);
    const result = screen.get('[aria-label="What became of the last files"]').textContent;
    expect(result).toContain("No new signature; 1 left out.");
    expect(result).toContain("2 signatures were here already.");
    expect(result).toContain("broken.json. The file ends too early.");
  });

  it("one that does not verify is left out, and explained when one asks", async () => {
    const [ada, bo] = [simKey(), simKey()];
    const sim = RepositorySimulator.published((s) => (s.roles.root = { keys: [ada, bo], threshold: 2 }));
    const root = sim.publishRoot({ signers: [ada] });
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    const { screen, id, document } = await open(bench, await bench.workspace.openCollected(bench.drop("root", sim.publishedFiles())), "root", 2);
    const list = utf8(JSON.stringify([{ keyid: bo.plain.keyId, sig: toBase64(bo.node.sign(root.signedBytes)) }]));
    await screen.does(() => bench.workspace.addSignatures(id, document as never, bench.drop("others", [{ path: "bo.json", bytes: list }]))); // the id of a document
    await screen.shows("It is not written in hex, as TUF carries signatures.");
    const why = screen.get('[aria-label="What became of the last files"] summary');
    expect(why.textContent).toBe(`Why? What is the matter with the signature under ${bo.plain.keyId}`);
    await screen.does(() => why.parentElement?.toggleAttribute("open", true));
    await screen.shows("It would verify when it is read as base64. It is not counted.");
    expect(screen.text()).toContain("1 of 2 signed, 1 missing");
  });
});

describe("an address that leads nowhere", () => {
  it("says that a document is gone, with the way to the overview", async () => {
    const { bench, id } = await practice();
    const screen = await mount(<WorkspaceProvider workspace={bench.workspace}><CeremonyScreen id={id} document="0000000000000000" step="review" /></WorkspaceProvider>);
    await until(screen, () => screen.get("h1").textContent === "This document is not here");
    expect(button(screen, "Go to the overview").getAttribute("href")).toBe(`#/r/${id}`);
  });

  it("says that a repository is not kept here", async () => {
    const bench = workspaceBench(NOW);
    const screen = await mount(<WorkspaceProvider workspace={bench.workspace}><CeremonyScreen id="ffff" document="0000" step="review" /></WorkspaceProvider>);
    await until(screen, () => screen.get("h1").textContent === "Not kept on this device");
  });
});

it("has headings that step down one at a time on every screen", async () => {
  const { screen, go } = await practice();
  for (const step of DRAFT_STEPS) {
    await go(step);
    await until(screen, () => screen.container.querySelector("h2") !== null);
    const levels = [...screen.container.querySelectorAll("h1, h2, h3, h4")].map((heading) => Number(heading.tagName.slice(1)));
    expect(levels[0]).toBe(1);
    levels.slice(1).forEach((level, index) => expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1));
  }
});

describe.skipIf(!hasCorpora)("real signing events (skipped: no ../shared)", () => {
  it("tells what Sigstore's root 13 changed, with two signatures on it", async () => {
    const bench = workspaceBench("2025-07-09T13:06:00Z");
    const roots = readFolder(`${CORPORA}/sigstore-roots`).filter(({ path }) => Number.parseInt(path, 10) <= 12);
    const pending = readFolder(`${CORPORA}/sigstore-pending/root-13`).filter(({ path }) => path.startsWith("4-")).map(({ bytes }) => ({ path: "13.root.json", bytes }));
    const id = await bench.workspace.openCollected(bench.drop("root-signing", [...roots, ...pending]));
    const { screen } = await open(bench, id, "root", 13);
    expect(screen.get("h1").textContent).toBe("Root 13 waits for signatures");
    expect(screen.get('[data-change="Signer leaves"]').textContent).toContain("@dlorenc");
    expect(screen.get('[data-change="Signer joins"]').textContent).toContain("a key labelled @lance");
    expect(screen.text()).toContain("2 of 3 signatures by the root 12 keys and 1 of 3 signatures by the root 13 keys");
    expect(screen.text()).toContain("clients that hold root 1 or later will accept root 13");
    expect([...screen.container.querySelectorAll('[data-signature="may-still-sign"]')].map(({ textContent }) => textContent)).toEqual([expect.stringContaining("@dlorenc")]);
  });

  it("raises the alarm where two different files call themselves root 4", async () => {
    const bench = workspaceBench("2025-02-06T12:00:00Z");
    const id = await bench.workspace.openCollected(bench.drop("event", readFolder(`${CORPORA}/tuf-demo-event-keyids/0-changed`)));
    const { screen } = await open(bench, id, "root", 4);
    expect(screen.text()).toContain("There are two different files for root 4");
  });

  it("calls a new id of the same key calm, and names who must sign again without calling it a refusal", async () => {
    const bench = workspaceBench("2025-02-06T12:00:00Z");
    const id = await bench.workspace.openCollected(bench.drop("event", readFolder(`${CORPORA}/tuf-demo-event-keyids/2-signed`)));
    const { screen } = await open(bench, id, "root", 4);
    expect(screen.get('[data-change="Key id"]').textContent).toContain("Same key, new id");
    expect(screen.container.querySelector('[data-group="alarms"]')).toBeNull();
    expect(screen.text()).toContain("must be signed again by");
    expect(screen.text()).toContain("That happens after publication and is no refusal.");
  });
});

/** Waits for what follows by itself. Meanwhile React works as in a browser; its warnings are for tests that wait inside `act`. */
async function until(screen: Mounted, isThere: () => boolean): Promise<void> {
  const flag = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean };
  flag.IS_REACT_ACT_ENVIRONMENT = false;
  for (let tries = 0; tries < 400 && !isThere(); tries++) await new Promise((resolve) => setTimeout(resolve, 10));
  flag.IS_REACT_ACT_ENVIRONMENT = true;
  expect(isThere(), screen.text()).toBe(true);
}
