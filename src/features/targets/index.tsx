export { TargetsScreen } from "./targets-screen.tsx";
