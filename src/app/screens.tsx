import { Suspense, type ReactNode } from "react";
import { OpenScreen } from "../features/open/index.tsx";
import { build } from "../platform/build.ts";
import { Progress } from "../ui/controls/progress.tsx";
import type { Route } from "../workspace/routes.ts";
import { AboutScreen } from "./about-screen.tsx";
import { fetchedScreen } from "./fetched-screen.tsx";
import { NotFound } from "./not-found.tsx";

// The first screen comes with the page; the others are fetched.
const overview = fetchedScreen(async () => (await import("../features/overview/index.tsx")).OverviewScreen);
const targets = fetchedScreen(async () => (await import("../features/targets/index.tsx")).TargetsScreen);
const role = fetchedScreen(async () => (await import("../features/roles/index.tsx")).RoleScreen);
const ceremony = fetchedScreen(async () => (await import("../features/ceremony/index.tsx")).CeremonyScreen);
const addressBook = fetchedScreen(async () => (await import("../features/address-book/index.tsx")).AddressBookScreen);
const selfTest = fetchedScreen(async () => (await import("./self-test-screen.tsx")).SelfTestScreen);
const keys = fetchedScreen(async () => (await import("../features/keys/index.tsx")).KeysScreen);

const LATER_MS = 2000;

/** While a repository is being opened: what will be shown next, and, once there is time, what may be asked for then. */
export function prefetchRepositoryScreens(): void {
  overview.prefetch();
  setTimeout(() => { for (const { prefetch } of [role, targets, ceremony]) prefetch(); }, LATER_MS);
}

/** The screen of an address. */
export function screen(route: Route | undefined, path: string): ReactNode {
  return <Suspense fallback={<Progress label="Loading this screen" />}>{screenOf(route, path)}</Suspense>;
}

function screenOf(route: Route | undefined, path: string): ReactNode {
  switch (route?.name) {
    case undefined: return <NotFound path={path} />;
    case "open": return <OpenScreen />;
    case "overview": return <overview.Screen key={route.repository} id={route.repository} />;
    case "targets": return <targets.Screen key={route.repository} id={route.repository} />;
    case "role": return <role.Screen key={`${route.repository}/${route.role}`} id={route.repository} role={route.role} />;
    case "draft": return <ceremony.Screen key={`${route.repository}/${route.document}`} id={route.repository} document={route.document} step={route.step} />;
    case "keys": return <keys.Screen />;
    case "people": return <addressBook.Screen />;
    case "self-test": return <selfTest.Screen />;
    case "about": return <AboutScreen build={build} />;
  }
}
