import type { ReactNode } from "react";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Stack } from "../../ui/layout/page.tsx";
import type { PolicyState } from "./about-model.ts";

/** Which policy this copy of the app is served with: it depends on the host, so it is looked up, not claimed. */
export function PolicyReport({ policy }: { readonly policy: PolicyState | undefined }): ReactNode {
  if (policy === undefined) return <StateMark kind="wait">Reading the policy of this page</StateMark>;
  switch (policy.kind) {
    case "header":
      return (
        <Stack gap={2}>
          <StateMark kind="ok" wrap>A content security policy is active, sent by the server.</StateMark>
          <PolicyText policy={policy.policy} />
        </Stack>
      );
    case "meta":
      return (
        <Stack gap={2}>
          <StateMark kind="warn" wrap>A content security policy is active, but only from the page itself.</StateMark>
          <p>
            This host does not send the policy as a header. The page is limited all the same; its workers are not: a worker takes
            its policy from its own response. Framing by other pages is not stopped either.
          </p>
          <PolicyText policy={policy.policy} />
        </Stack>
      );
    case "none":
      return (
        <FaultPanel
          kind="bad"
          what="No content security policy is active."
          evidence="Neither the server’s answer nor the page carries one."
          you="Do not sign here. Use a copy that is served with its headers, or build your own."
        />
      );
    case "unknown":
      return (
        <FaultPanel
          kind="unknown"
          what="Whether a content security policy is active cannot be told from here."
          evidence={policy.why}
          you="Look at the headers of this page in your browser’s developer tools."
        />
      );
  }
}

function PolicyText({ policy }: { readonly policy: string }): ReactNode {
  return (
    <Disclosure summary="The policy, word for word">
      <ul style={{ listStyle: "none", display: "grid", gap: "0.25rem" }}>
        {policy
          .split(";")
          .map((directive) => directive.trim())
          .filter((directive) => directive !== "")
          .map((directive) => (
            <li key={directive}>
              <code>{directive}</code>
            </li>
          ))}
      </ul>
    </Disclosure>
  );
}
