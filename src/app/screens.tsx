import { lazy, Suspense, type ReactNode } from "react";
import { OpenScreen } from "../features/open/index.tsx";
import { build } from "../platform/build.ts";
import { Progress } from "../ui/controls/progress.tsx";
import type { Route } from "../workspace/routes.ts";
import { AboutScreen } from "./about-screen.tsx";
import { NotFound } from "./not-found.tsx";

// The first screen comes with the page; the others are fetched, from this very host, when they are first asked for.
const OverviewScreen = lazy(async () => ({ default: (await import("../features/overview/index.tsx")).OverviewScreen }));
const TargetsScreen = lazy(async () => ({ default: (await import("../features/targets/index.tsx")).TargetsScreen }));
const RoleScreen = lazy(async () => ({ default: (await import("../features/roles/index.tsx")).RoleScreen }));
const CeremonyScreen = lazy(async () => ({ default: (await import("../features/ceremony/index.tsx")).CeremonyScreen }));
const AddressBookScreen = lazy(async () => ({ default: (await import("../features/address-book/index.tsx")).AddressBookScreen }));
const SelfTestScreen = lazy(async () => ({ default: (await import("./self-test-screen.tsx")).SelfTestScreen }));
const KeysScreen = lazy(async () => ({ default: (await import("../features/keys/index.tsx")).KeysScreen }));

/** The screen of an address. */
export function screen(route: Route | undefined, path: string): ReactNode {
  return <Suspense fallback={<Progress label="Loading this screen" />}>{screenOf(route, path)}</Suspense>;
}

function screenOf(route: Route | undefined, path: string): ReactNode {
  switch (route?.name) {
    case undefined: return <NotFound path={path} />;
    case "open": return <OpenScreen />;
    case "overview": return <OverviewScreen key={route.repository} id={route.repository} />;
    case "targets": return <TargetsScreen key={route.repository} id={route.repository} />;
    case "role": return <RoleScreen key={`${route.repository}/${route.role}`} id={route.repository} role={route.role} />;
    case "draft": return <CeremonyScreen key={`${route.repository}/${route.document}`} id={route.repository} document={route.document} step={route.step} />;
    case "keys": return <KeysScreen />;
    case "people": return <AddressBookScreen />;
    case "self-test": return <SelfTestScreen />;
    case "about": return <AboutScreen build={build} />;
  }
}
