import { createServer, type Server } from "node:http";
import { DEFAULT_PLAN, generateRepository } from "../../src/test/generated/generate-repository.ts";
import { published, RepositorySimulator } from "../support/repositories.ts";
import { CountersignApp } from "./app.ts";
import { expect, test } from "../fixtures.ts";

interface Host {
  readonly origin: string;
  readonly asked: string[];
  readonly server: Server;
}

/** A host of metadata, with or without permission for other sites to read it. */
async function host(allow: boolean, files: ReadonlyMap<string, Buffer> = small()): Promise<Host> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const body = files.get(request.url ?? "");
    response.writeHead(body === undefined ? 404 : 200, allow ? { "Access-Control-Allow-Origin": "*" } : {}).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the host has no port");
  return { origin: `http://127.0.0.1:${address.port}`, asked, server };
}

function small(): ReadonlyMap<string, Buffer> {
  return new Map(published(RepositorySimulator.published()).map(({ name, buffer }) => [`/metadata/${name}`, buffer]));
}

test("a large repository at an address opens in shards, and one file of it is asked for again where its text is shown", async ({ page, watch }) => {
  test.setTimeout(120_000);
  const files = new Map([...generateRepository({ ...DEFAULT_PLAN, bins: 1024, targetsPerBin: 2 })].map(({ path, text }) => [`/${path}`, Buffer.from(text)]));
  const site = await host(true, files);
  watch.allowOrigin(site.origin);
  watch.expectComplaint(/404/);
  watch.expectComplaint(/2\.root\.json net::ERR_ABORTED/);
  const app = new CountersignApp(page);
  await app.goto();
  await page.getByLabel("Address of the metadata").fill(`${site.origin}/metadata/`);
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(app.main).toContainText("Consistent with its own root 1", { timeout: 60_000 });
  expect(page.workers().filter((worker) => worker.url().includes("/shard.worker-")).length).toBeGreaterThan(0);
  expect(site.asked.length).toBe(files.size + 1);
  const bin = [...files.keys()].find((path) => path.includes(".bin-")) ?? "";
  await page.goto(`${page.url()}/roles/${bin.replace(/^.*1\./, "").replace(".json", "")}`);
  await expect(app.main).toContainText("Canonical bytes of “signed”", { timeout: 20_000 });
  expect(site.asked.slice(files.size + 1)).toEqual([bin]);
  site.server.close();
});

test("an address is read, and nothing else is asked", async ({ page, watch }) => {
  const site = await host(true);
  watch.allowOrigin(site.origin);
  // The root after the newest is asked for and is not there; its body is not read.
  watch.expectComplaint(/404/);
  watch.expectComplaint(/2\.root\.json net::ERR_ABORTED/);
  const app = new CountersignApp(page);
  await app.goto();
  expect(site.asked).toEqual([]);
  await page.getByLabel("Address of the metadata").fill(`${site.origin}/metadata/`);
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(app.main).toContainText("Consistent with its own root 1");
  expect(site.asked.toSorted()).toEqual(["/metadata/1.root.json", "/metadata/1.snapshot.json", "/metadata/1.targets.json", "/metadata/2.root.json", "/metadata/timestamp.json"]);
  site.server.close();
});

test("a host that does not allow reading by other sites is told so in words", async ({ page, watch }) => {
  const site = await host(false);
  watch.allowOrigin(site.origin);
  watch.expectComplaint(/CORS/);
  watch.expectComplaint(/ERR_FAILED|failed/i);
  const app = new CountersignApp(page);
  await app.goto();
  await page.getByLabel("Address of the metadata").fill(`${site.origin}/metadata/`);
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(app.fault()).toContainText("The server did not let this page read the address, or could not be reached");
  await expect(app.fault()).toContainText("drop it here");
  site.server.close();
});
