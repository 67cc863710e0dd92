export { SelfTestScreen } from "./self-test-screen.tsx";
export type { SelfTestScreenProps } from "./self-test-screen.tsx";
