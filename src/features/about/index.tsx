export { About } from "./about.tsx";
export type { AboutProps } from "./about.tsx";
export type { BuildState, PolicyState, StorageState } from "./about-model.ts";
