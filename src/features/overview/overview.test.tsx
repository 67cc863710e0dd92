// @vitest-environment happy-dom
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { CORPORA, hasCorpora, readFolder } from "../../test/corpora.ts";
import { at, workspaceBench, type WorkspaceBench } from "../../test/workspace-bench.ts";
import { rootSignedAsText } from "../../test/misread-signature.ts";
import { neighbourFiles } from "../../test/neighbour-files.ts";
import { RepositorySimulator } from "../../test/repository-simulator.ts";
import { mount, typeInto, type Mounted } from "../../ui/testing/mount.tsx";
import { WorkspaceProvider } from "../../workspace/react.tsx";
import { OverviewScreen } from "./index.tsx";

const NOW = "2026-11-24T00:00:00Z";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

function show({ workspace }: WorkspaceBench, id: string): Promise<Mounted> {
  return mount(<WorkspaceProvider workspace={workspace}><OverviewScreen id={id} /></WorkspaceProvider>);
}

/** Every key that was made announces itself, and the list is read again each time: waits until that is over. */
async function quiet({ workspace }: WorkspaceBench): Promise<void> {
  let before: unknown;
  while (before !== workspace.store.getState().keyring || workspace.store.getState().keyring.kind === "loading") {
    before = workspace.store.getState().keyring;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function practice(): Promise<{ readonly bench: WorkspaceBench; readonly screen: Mounted }> {
  const bench = workspaceBench(NOW);
  const id = await bench.workspace.openPractice();
  if (id === undefined) throw new Error("practice did not open");
  await quiet(bench);
  return { bench, screen: await show(bench, id) };
}

async function event(folder: string, asOf: string, base?: string): Promise<Mounted> {
  const bench = workspaceBench(NOW);
  bench.workspace.setClock({ kind: "as-of", instant: at(asOf) });
  const id = await bench.workspace.openCollected(bench.drop("event", readFolder(`${CORPORA}/${folder}`)));
  if (id === undefined) throw new Error("the event did not open");
  await quiet(bench);
  if (base !== undefined) await bench.workspace.setBase(id, bench.drop("published", readFolder(`${CORPORA}/${base}`)));
  return show(bench, id);
}

describe("the practice repository on the overview", () => {
  it("is not green before its anchor is confirmed, and is after", async () => {
    const { screen } = await practice();
    expect(screen.text()).toContain("Consistent with its own root 1, which you have not confirmed.");
    expect(screen.get("h1").nextElementSibling?.textContent).not.toContain("A client can update.");
    expect(screen.container.querySelector('[data-state="ok"]')?.closest('[class*="unanchored"]')).not.toBeNull();
    await screen.does(() => screen.get('section button[type="submit"]').click());
    await screen.shows("A client can update.");
    expect(screen.text()).toContain("confirmed by you on 2026-11-24 00:00 UTC");
    expect(screen.container.querySelector('[class*="unanchored"]')).toBeNull();
  });

  it("refuses a digest that is another, shows both whole, and confirms nothing", async () => {
    const { screen } = await practice();
    await screen.does(() => typeInto(screen.get('section form input[type="text"]'), "ab".repeat(32)));
    await screen.does(() => screen.get('section button[type="submit"]').click());
    await screen.shows("This is not the root that you were told of.");
    expect(screen.text()).toContain("ab".repeat(32));
    expect(screen.text()).not.toContain("A client can update.");
  });

  it("says whose turn it is: the key that has not signed is on this device", async () => {
    const { screen } = await practice();
    await screen.shows("Root 3 needs your signature");
    expect(screen.text()).toContain("By the keys of root 2: 2 of 3 signed, 1 missing");
    expect(screen.text()).toContain("By its own keys: 2 of 3 signed, 1 missing");
    expect(screen.get('a[href*="/draft/"]').textContent).toBe("Review root 3");
  });

  it("shows who can change what, each role a link", async () => {
    const { screen } = await practice();
    const cards = [...screen.container.querySelectorAll("#roles ~ ul > li")];
    expect(cards.map((card) => card.querySelector("h3")?.textContent)).toEqual(["root", "targets", "snapshot", "timestamp"]);
    expect(cards[0]?.textContent).toContain("4 of 5 keys signed, 3 needed");
    expect(cards[0]?.textContent).toContain("keys labelled @ada, @bao, @chidi, @dana and @elif");
    expect(cards[3]?.textContent).toContain("online, a practice signer");
    expect(cards[0]?.querySelector("a")?.getAttribute("href")).toMatch(/#\/r\/[0-9a-f]{32}\/roles\/root$/);
  });

  it("draws the delegations in order, folds the bins, and opens them on request", async () => {
    const { screen } = await practice();
    const tree = screen.get('ul[aria-label^="Delegations"]');
    expect(tree.textContent).toContain("docs may sign docs/*");
    expect(tree.textContent).toContain("firmware may sign firmware/* and ends the search there");
    expect(tree.textContent).toContain("Signing window open");
    expect(tree.textContent).toContain("16 hash bins");
    expect(tree.textContent).not.toContain("packages-a");
    const toggle = screen.get('button[aria-label="What packages-* delegates"]');
    expect(toggle.getAttribute("aria-expanded")).toBe("false");
    await screen.does(() => toggle.click());
    expect(tree.textContent).toContain("packages-a");
  });

  it("keeps its headings in order", async () => {
    const { screen } = await practice();
    const levels = [...screen.container.querySelectorAll("h1, h2, h3, h4")].map((heading) => Number(heading.tagName.slice(1)));
    expect(levels[0]).toBe(1);
    levels.forEach((level, i) => expect(level).toBeLessThanOrEqual((levels[i - 1] ?? 1) + 1));
  });

  it("is brought back once, and says so when nothing is kept", async () => {
    const bench = workspaceBench(NOW);
    const id = await bench.workspace.openPractice();
    await quiet(bench);
    const again = workspaceBench(NOW);
    await quiet(again);
    const kept = await show(again, id ?? "");
    await kept.shows("Who can change what");
    const other = workspaceBench(NOW);
    await quiet(other);
    const gone = await show(other, "0123456789abcdef");
    await gone.shows("Not kept on this device");
  });
});

async function opened(name: string, files: Parameters<WorkspaceBench["drop"]>[1]): Promise<Mounted> {
  const bench = workspaceBench("2030-01-01T00:00:00Z");
  const id = await bench.workspace.openCollected(bench.drop(name, files));
  if (id === undefined) throw new Error("it did not open");
  await quiet(bench);
  return show(bench, id);
}

describe("other readings and other formats", () => {
  it("says in one line that strict readers and all known clients agree", async () => {
    const screen = await opened("plain", RepositorySimulator.published().publishedFiles());
    expect(screen.text()).toContain("Read strictly it passes as well.");
    expect(screen.get("[data-reading=strict]").textContent).toBe("StrictPasses every rule of the format as well.");
    expect(screen.get("[data-reading=audit]").textContent).toContain("All 4 steps are those of a client.");
    expect(screen.container.querySelector("[data-neighbour]")).toBeNull();
  });

  it("goes on past a refusal, and marks what no client reaches", async () => {
    const screen = await opened("refused", rootSignedAsText());
    expect(screen.text()).toContain("A client that starts from root 1 cannot update.");
    expect(screen.get("[data-reading=audit]").textContent).toMatch(/^AuditGoes on past the refusal: 3 steps of 5 were looked at though no client gets there, and nothing else speaks against them\./);
    expect(screen.text()).toContain("what the first line rests on; 3 looked at though no client gets there");
  });

  it("tells a role whose file is damaged from one that has none", async () => {
    const files = RepositorySimulator.published().publishedFiles();
    const cut = files.map((file) => (file.path.endsWith("timestamp.json") ? { ...file, bytes: file.bytes.slice(0, 40) } : file));
    expect((await opened("damaged", cut)).text()).toContain("what is newestIts file cannot be read");
    const gone = files.filter(({ path }) => !path.endsWith("timestamp.json"));
    expect((await opened("gone", gone)).text()).toContain("what is newestNot among these files");
  });

  it("shows files of other formats as they read, and calls none of them unreadable metadata", async () => {
    const sim = RepositorySimulator.published();
    const screen = await opened("neighbours", [...sim.publishedFiles(), ...neighbourFiles(sim.root(1), sim.roles.root.keys, sim.roles.targets.keys)]);
    const list = [...screen.container.querySelectorAll("[data-neighbour]")].map((item) => item.textContent);
    expect(list).toHaveLength(4);
    expect(list[0]).toContain("Root 1 in a DSSE envelope.");
    expect(list[0]).toContain("By the keys in root 1");
    expect(list[1]).toContain("shared: 2 of alice (1 of 1 key), bob (1 of 1 key) for shared/*, and the search ends there");
    expect(list[2]).toContain("here must sign local/*. Where it does not, the search ends.");
    expect(list[2]).toContain("2 of here, mirror and vendor must sign the same length and hashes for *, */*.");
    expect(list[3]).toContain("A file that hands packages over to other keys (TAP 8).");
    expect(screen.text()).toContain("4 files, not supported, shown as read");
    expect(screen.text()).not.toContain("could not be read as metadata");
    expect(list[2]).toContain("None of its repositories is open in this tab.");
  });

  it("asks the repositories of a map that are open in this tab whether they agree on a target", async () => {
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    const ids = await Promise.all(["here", "mirror"].map(async (name) => {
      const sim = RepositorySimulator.published((s) => (s.top.targets["x.txt"] = { length: 3, hashes: { sha256: "aa" } }));
      const id = await bench.workspace.openCollected(bench.drop(name, [...sim.publishedFiles(), ...neighbourFiles(sim.root(1), [], [])]));
      await bench.workspace.rename(id ?? "", name);
      return id ?? "";
    }));
    await quiet(bench);
    const screen = await show(bench, ids[0] ?? "");
    await screen.does(() => typeInto(screen.get("[data-neighbour=map-file] input"), "x.txt"));
    await screen.does(() => screen.get("[data-neighbour=map-file] button[type=submit]").click());
    await screen.shows("here and mirror agree on it: 3 bytes.");
    expect(screen.text()).toContain("2 of 3 repositories are open in this tab.");
    expect(screen.text()).toContain("vendor is not open here, and was not asked.");
  });
});

describe.skipIf(!hasCorpora)(`real signing events${hasCorpora ? "" : " (skipped: no ../shared)"}`, () => {
  it("puts two files for one root before anything that asks to be signed", async () => {
    const screen = await event("tuf-demo-event-keyids/1-keyids-fixed", "2025-02-06T12:00:00Z");
    const text = screen.text();
    expect(text.indexOf("There are two different files for root 4")).toBeGreaterThan(0);
    expect(text.indexOf("There are two different files for root 4")).toBeLessThan(text.indexOf("What waits"));
    expect(text).toContain("metadata/root_history/4.root.json");
    expect(text).toContain("Snapshot 12 and timestamp 431 must be signed again under root 4");
    expect(text).toContain("By the keys of root 4 (pending): 0 of 1 signed, 1 missing");
  });

  it("cannot tell from an overwritten folder, and can once it is compared with what is published", async () => {
    const alone = await event("tuf-demo-event-invite/0-invited", "2025-06-26T06:00:00Z");
    expect(alone.text()).toContain("At 2025-06-26 06:00 UTC: one cannot tell from here whether a client could update.");
    expect(alone.text()).toContain("The metadata names targets 6");
    expect(alone.text()).toContain("Targets 7: nobody can sign for the role “jku”");
    expect(alone.text()).toContain("“@-someone-else-” is invited to jku");
    const compared = await event("tuf-demo-event-invite/1-accepted", "2025-06-26T06:00:00Z", "tuf-demo-event-invite/known-good");
    expect(compared.text()).toContain("A client that starts from this root could at 2025-06-26 06:00 UTC update.");
    expect(compared.text()).toContain("jku 6 has 1 more signature than the published file");
    expect(compared.text()).toContain("What lies in published counts as published");
  });

  it("says that a complete root cannot be seen published from a working folder", async () => {
    const screen = await event("tuf-demo-event-root-v5/1-signed", "2025-12-07T18:00:00Z");
    expect(screen.text()).toContain("Root 5 is complete");
    expect(screen.text()).toMatch(/Complete, not published yet|publication cannot be seen from here/);
    expect(screen.text()).toContain("online, Google Cloud KMS");
  });

  it("tells what a client refuses, with the rule, when all of it has expired", async () => {
    const screen = await event("tuf-demo-repository", NOW);
    expect(screen.text()).toContain("Root 4 has expired.");
    expect(screen.text()).toContain("TUF 1.0.34, 5.3.10");
  });

  it("folds what breaks one rule in several roots into one line", async () => {
    const screen = await event("sigstore-roots", "2026-07-01T00:00:00Z");
    expect(screen.text()).toContain("From root 1 to root 15 every step was signed by the old and the new keys.");
    expect(screen.text()).toContain("26 ECDSA keys in 4 documents are written as a hex point");
    expect(screen.container.querySelectorAll("[data-rule]").length).toBeLessThanOrEqual(8);
  });
});
