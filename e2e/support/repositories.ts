import { RepositorySimulator } from "../../src/test/repository-simulator.ts";

export { RepositorySimulator };

export interface FileToChoose {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Published files as a person would choose them: names without folders. */
export function published(sim: RepositorySimulator): readonly FileToChoose[] {
  return sim.publishedFiles().map(({ path, bytes }) => ({ name: path.slice(path.lastIndexOf("/") + 1), mimeType: "application/json", buffer: Buffer.from(bytes) }));
}
