import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bytes } from "../../src/lib/bytes.ts";

/** What a host does with one request instead of answering it as a good host would. */
export type Misbehaviour = (response: ServerResponse) => void;

/** Files over HTTP, below `/metadata/` and `/targets/`: only under the very name that stands in the request. */
export class Host {
  /** Names as they were asked for, not decoded. */
  readonly metadataRequests: string[] = [];
  readonly targetRequests: string[] = [];
  readonly artifacts = new Map<string, Uint8Array>();
  readonly misbehaviour = new Map<string, Misbehaviour>();
  readonly acceptedEncodings = new Set<string | undefined>();
  private readonly metadata: ReadonlyMap<string, Bytes>;
  private readonly server: Server;

  private constructor(metadata: ReadonlyMap<string, Bytes>) {
    this.metadata = metadata;
    this.server = createServer((request, response) => {
      const [, folder = "", name = ""] = /^\/(metadata|targets)\/(.*)$/s.exec(request.url ?? "") ?? [];
      this.acceptedEncodings.add(request.headers["accept-encoding"]?.toString());
      (folder === "metadata" ? this.metadataRequests : this.targetRequests).push(name);
      const misbehave = this.misbehaviour.get(name);
      if (misbehave !== undefined) return misbehave(response);
      const bytes = folder === "metadata" ? this.metadata.get(name) : this.artifacts.get(name);
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
    });
  }

  static async serving(metadata: ReadonlyMap<string, Bytes>): Promise<Host> {
    const host = new Host(metadata);
    await new Promise<void>((resolve) => host.server.listen(0, "127.0.0.1", resolve));
    return host;
  }

  url(folder: "metadata" | "targets"): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${folder}/`; // listening on a port
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
