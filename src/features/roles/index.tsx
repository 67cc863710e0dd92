export { RoleScreen } from "./role-screen.tsx";
