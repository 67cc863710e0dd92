import type { ReactNode } from "react";
import { SelfTestScreen as SelfTest } from "../features/self-test/index.tsx";
import { formatInstant } from "../lib/utc-instant.ts";
import { build } from "../platform/build.ts";
import { useWorkspace } from "../workspace/react.tsx";
import { startSelfTest } from "../workspace/self-test/start-self-test.ts";
import { readDocumentPolicy } from "./document-policy.ts";

/** The self-test, with what this browser and this host say of themselves. */
export function SelfTestScreen(): ReactNode {
  const workspace = useWorkspace();
  return <SelfTest start={start} build={build} browser={navigator.userAgent} readNow={() => formatInstant(workspace.readNow())} />;
}

const start = (): ReturnType<typeof startSelfTest> =>
  startSelfTest(async () => {
    const policy = await readDocumentPolicy(window.fetch.bind(window), document);
    return "policy" in policy ? policy.policy : undefined;
  });
