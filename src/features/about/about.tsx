import type { ReactNode } from "react";
import { DigestText } from "../../ui/atoms/digest-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Definitions } from "../../ui/layout/definitions.tsx";
import { Page, Stack } from "../../ui/layout/page.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { Table } from "../../ui/layout/table.tsx";
import { bytesText } from "./about-model.ts";
import type { BuildState, PolicyState, StorageState } from "./about-model.ts";
import { BUNDLED_PACKAGES } from "./packages.ts";
import { PolicyReport } from "./policy-report.tsx";

export type AboutProps = {
  readonly build: BuildState;
  /** Undefined while it is being read. */
  readonly policy: PolicyState | undefined;
  /** Undefined where the browser does not tell. */
  readonly storage: StorageState | undefined;
};

/** What this app promises, what keeps the promise, and what does not. */
export function About({ build, policy, storage }: AboutProps): ReactNode {
  return (
    <Page
      title="About Countersign"
      narrow
      lead={
        <>
          <b>Nothing leaves this tab unless you send it.</b> There is no server behind this page, no account and no telemetry.
          Your keys and your metadata stay in this browser, and what you sign is what you saw.
        </>
      }
    >
      <Sheet title="What leaves this tab">
        <Definitions items={LEAVING} />
      </Sheet>
      <Sheet title="What keeps the promise, and what does not">
        <PolicyReport policy={policy} />
        <p>
          A content security policy stops code that is not ours from running here, and keeps this page, which holds your keys,
          from connecting to any other host. Addresses that you open are read by a worker of its own, which never sees a key.
        </p>
        <p>
          It cannot stop this app’s own code from being wrong, and it cannot stop that code from sending the whole page
          elsewhere. That is why the code is small, open and tested, and why its build can be compared with one that you make
          yourself. “Cannot be exported” binds scripts: whoever can read this browser’s profile on disk, or change the browser,
          is not stopped by it.
        </p>
      </Sheet>
      <Sheet title="This build" note={<>version {build.version}</>}>
        <Stack gap={3}>
          <p>Whoever builds the same sources gets this digest. Compare it with one that you built, or with the one published.</p>
          <DigestText value={build.digest} label="SHA-256 over everything that went into the build" rows />
        </Stack>
      </Sheet>
      <Sheet title="What is kept on this device">
        <StorageReport storage={storage} />
      </Sheet>
      <Sheet title="Made from" note={`${BUNDLED_PACKAGES.length} packages`} flush>
        <Table
          label="Packages in this app"
          rows={BUNDLED_PACKAGES}
          rowKey={(bundled) => bundled.name}
          columns={[
            { id: "name", head: "Package", lead: true, cell: (bundled) => <code>{bundled.name}</code> },
            { id: "version", head: "Version", cell: (bundled) => bundled.version },
            { id: "licence", head: "Licence", cell: (bundled) => bundled.licence },
          ]}
        />
      </Sheet>
      <Disclosure summary="Licence of Countersign" note="Apache-2.0">
        <p>
          Countersign is free software under the Apache License 2.0. It comes without warranty of any kind; the licence text is in
          the source.
        </p>
      </Disclosure>
    </Page>
  );
}

function StorageReport({ storage }: { readonly storage: StorageState | undefined }): ReactNode {
  return (
    <Stack gap={3}>
      {storage === undefined ? (
        <StateMark kind="unknown" wrap>This browser does not say how much it keeps for this page.</StateMark>
      ) : (
        <>
          <p>
            {bytesText(storage.usageBytes)} in use, of {bytesText(storage.quotaBytes)} that the browser allows.
          </p>
          {storage.persisted ? (
            <StateMark kind="ok" wrap>The browser keeps it until you clear it.</StateMark>
          ) : (
            <StateMark kind="warn" wrap>The browser may clear it when the disk is full.</StateMark>
          )}
        </>
      )}
      <p>
        Device keys, the roots that you confirmed and the newest versions seen stand in this browser’s storage for this address.
        Clearing the site’s data deletes them, keys included, and nobody can bring them back.
      </p>
    </Stack>
  );
}

const LEAVING = [
  { term: "When you open files", value: "Nothing. They are read here." },
  { term: "When you open an address", value: "Requests to that address, as any page view makes them: its server sees your network address and which files are asked for." },
  { term: "When you sign", value: "Nothing. The signature is made here, or brought in by you from another device." },
  { term: "When you export", value: "The file that you save. It holds public metadata and signatures, never a private key." },
  { term: "When you follow a link to the specification", value: "Your browser opens that site in a new tab, without saying where you came from." },
] as const;
