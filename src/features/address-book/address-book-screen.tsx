import { useMemo, useState } from "react";
import type { ReactNode } from "react";
import { countWords } from "../../tuf/words/report-words.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { EmptyState } from "../../ui/layout/empty-state.tsx";
import { Page, Stack } from "../../ui/layout/page.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { downloadBytes } from "../../workspace/downloads.ts";
import { useAllLabelAlarms, useWorkspace, useWorkspaceState } from "../../workspace/react.tsx";
import type { PeopleState } from "../../workspace/state.ts";
import { BringInButton, BringInSheet, type BringingIn } from "./bring-in.tsx";
import { ClaimedKeyLine } from "./claimed-keys.tsx";
import { KnownKeyCard } from "./known-keys.tsx";
import { claimedKeys, placesOf } from "./people-model.ts";
import styles from "./address-book.module.css";

const MOST_CLAIMS = 100;

/** The person's own names for other people's keys. Until a key has one, it is "a key labelled …" everywhere. */
export function AddressBookScreen(): ReactNode {
  const workspace = useWorkspace();
  const people = useWorkspaceState((state) => state.people);
  const [brought, setBrought] = useState<BringingIn>();
  const known = people.kind === "ready" ? people.known : [];
  const save = async (): Promise<void> => downloadBytes("countersign-address-book.json", await workspace.people.exportBook(), "application/json");
  return (
    <Page
      title="Address book"
      lead={leadOf(people)}
      actions={
        <>
          {known.length > 0 && <Button onClick={() => void save()}>Export</Button>}
          <BringInButton onRead={setBrought} />
        </>
      }
    >
      {brought !== undefined && <BringInSheet key={brought.name} brought={brought} onDone={() => setBrought(undefined)} />}
      {people.kind === "ready" ? <Book people={people} /> : <NotReady people={people} />}
    </Page>
  );
}

function Book({ people }: { readonly people: Extract<PeopleState, { kind: "ready" }> }): ReactNode {
  const keyring = useWorkspaceState((state) => state.keyring);
  const doubted = useAllLabelAlarms();
  const claims = useMemo(() => claimedKeys(people, new Set(keyring.kind === "ready" ? keyring.entries.map(({ fingerprint }) => fingerprint) : [])), [people, keyring]);
  const offline = claims.filter(({ onlineUri }) => onlineUri === undefined);
  const online = claims.filter(({ onlineUri }) => onlineUri !== undefined);
  const line = (entry: (typeof claims)[number]): ReactNode => <ClaimedKeyLine key={entry.fingerprint} entry={entry} doubted={doubted.has(entry.fingerprint)} />;
  return (
    <>
      {people.known.length > 0 && (
        <section aria-labelledby="known">
          <Stack gap={3}>
            <h2 id="known">Keys that you know</h2>
            <ul className={styles.cards}>
              {people.known.map((entry) => <KnownKeyCard key={entry.fingerprint} entry={entry} places={placesOf(entry, people.seen)} />)}
            </ul>
          </Stack>
        </section>
      )}
      {claims.length === 0 ? (
        people.known.length === 0 && (
          <EmptyState title="No key of anybody else has been seen yet">
            Open a repository, and the keys that its metadata lists stand here with the labels that it claims. Each becomes a
            person when you say whose it is.
          </EmptyState>
        )
      ) : (
        <Sheet title="Seen, and not named by you" note={countWords(claims.length, "key")} flush>
          <p className={styles.explain}>Labels are claims by whoever wrote the metadata. A label tells you whom to ask, not who holds the key.</p>
          <ul className={styles.claims}>{offline.slice(0, MOST_CLAIMS).map(line)}</ul>
          {offline.length > MOST_CLAIMS && <p className={styles.explain}>and {offline.length - MOST_CLAIMS} more</p>}
          {online.length > 0 && (
            <div className={styles.explain}>
              <Disclosure summary="Keys that machines hold" note={countWords(online.length, "online key")}>
                <ul className={styles.claims}>{online.slice(0, MOST_CLAIMS).map(line)}</ul>
              </Disclosure>
            </div>
          )}
        </Sheet>
      )}
    </>
  );
}

function NotReady({ people }: { readonly people: Exclude<PeopleState, { kind: "ready" }> }): ReactNode {
  if (people.kind === "loading") return <p>Reading the address book.</p>;
  return (
    <FaultPanel
      level={2}
      what="The address book of this device cannot be read."
      evidence={<ForeignText text={people.error} />}
      client="Clients are not concerned: no verdict depends on your names."
      you="Reload the page. If it stays so, allow this site to store data, or open it in a window that is not private."
    />
  );
}

function leadOf(people: PeopleState): string {
  if (people.kind !== "ready") return "Your own names for other people’s keys.";
  const count = people.known.length;
  if (count === 0) return "No key has a name of yours yet. Until one has, it is “a key labelled …” on every screen, whatever the metadata claims.";
  if (count === 1) return "You know one key by a name of your own. It is known by what it is made of, so a new key never inherits the name.";
  return `You know ${countWords(count, "key")} by names of your own. They are known by what they are made of, so a new key never inherits a name.`;
}
