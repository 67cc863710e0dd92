export { CeremonyScreen } from "./ceremony-screen.tsx";
export type { CeremonyScreenProps } from "./ceremony-screen.tsx";
