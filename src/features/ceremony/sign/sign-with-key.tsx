import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { algorithmName } from "../../../tuf/model/key-algorithm.ts";
import { countWords, documentWords, listWords, roleWords } from "../../../tuf/words/report-words.ts";
import { isMet } from "../../../tuf/verify/verification-report.ts";
import { FaultPanel } from "../../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../../ui/atoms/hex-text.tsx";
import { StateMark } from "../../../ui/atoms/state-mark.tsx";
import { useAnnounce } from "../../../ui/controls/announcer.tsx";
import { Button, LinkButton } from "../../../ui/controls/button.tsx";
import { peekText, takeText } from "../../../ui/controls/take-text.ts";
import { Definitions } from "../../../ui/layout/definitions.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { holdOf, type HoldChoice } from "../../../workspace/hold-choices.ts";
import { passphraseOf } from "../../../workspace/passphrase.ts";
import { useAct, useWorkspace } from "../../../workspace/react.tsx";
import { hrefTo } from "../../../workspace/routes.ts";
import { Choices } from "../../../ui/controls/choices.tsx";
import { describeSigningFault } from "../describe-signing-fault.ts";
import { standingOf, type MyKey } from "../standing.ts";
import { StepBar } from "../step-page.tsx";
import { goToStep, type CeremonyView } from "../use-ceremony.ts";
import { asksToUnlock, awaitsBackup, PASSPHRASE, UnlockFailure, UnlockFields } from "./unlock-fields.tsx";
import styles from "./sign-form.module.css";

export type SignWithKeyProps = { readonly view: CeremonyView; readonly keys: readonly MyKey[]; readonly ready: boolean };

/** Signing with a key of this device. The button names the act and the key; the key's ids stand above it in full. */
export function SignWithKey({ view, keys, ready }: SignWithKeyProps): ReactNode {
  const usable = keys.filter(({ entry, signer }) => entry.kind !== "external" && signer.state !== "signed");
  const done = keys.filter(({ signer }) => signer.state === "signed");
  const [chosenId, choose] = useState<string>();
  const chosen = usable.find(({ entry }) => entry.id === chosenId) ?? usable[0];
  if (chosen === undefined) return <NoKey view={view} keys={keys} />;
  return <SignForm key={chosen.entry.id} view={view} usable={usable} done={done} chosen={chosen} ready={ready} onChoose={choose} />;
}

type SignFormProps = {
  readonly view: CeremonyView;
  readonly usable: readonly MyKey[];
  readonly done: readonly MyKey[];
  readonly chosen: MyKey;
  readonly ready: boolean;
  readonly onChoose: (id: string) => void;
};

/** One key at a time: its facts, what opens it, and the act. A passphrase stays in its field until the act takes it. */
function SignForm({ view, usable, done, chosen, ready, onChoose }: SignFormProps): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const act = useAct();
  const [hold, setHold] = useState<HoldChoice>("one-act");
  const [missing, setMissing] = useState(false);
  const { review, repository } = view;
  const { entry } = chosen;
  const sign = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    if (act.busy || !ready || awaitsBackup(entry)) return;
    if (asksToUnlock(entry)) {
      const isMissing = entry.kind === "passphrase" && peekText(form, PASSPHRASE) === "";
      setMissing(isMissing);
      if (isMissing) return;
      let given: AbortSignal | undefined;
      const unlocked = await act.run((watch) => {
        given = watch.signal;
        return entry.kind === "passphrase"
          ? workspace.keys.unlockWithPassphrase({ entryId: entry.id, hold: holdOf(hold), passphrase: passphraseOf(takeText(form, PASSPHRASE)) }, watch)
          : workspace.keys.unlockWithPasskey({ entry, hold: holdOf(hold), signal: watch.signal });
      });
      if (unlocked === undefined) return;
      if (given?.aborted === true) return workspace.keys.lock(entry.id); // the person stopped it, or left, when it was too late to stop
    }
    const made = await workspace.sign(repository.id, review.document.id, entry.id);
    if (made === undefined) return;
    announce("Signed. A second implementation verified it.");
    goToStep(view, "check");
  };
  return (
    <form className={styles.form} onSubmit={(event) => void sign(event)} noValidate>
      <Sheet title={usable.length === 1 ? "Your key" : "Which key?"} ask>
        {usable.length > 1 && (
          <Choices
            label="Which key?"
            value={chosen.entry.id}
            onChange={onChoose}
            options={usable.map(({ entry, signer, helps }) => ({
              value: entry.id,
              label: <ForeignText text={entry.name} />,
              hint: <>{claims(signer.label)}{onlyNote(signer, view)}{helps ? "" : "; every quorum that counts it is met"}</>,
            }))}
          />
        )}
        <KeyFacts view={view} chosen={chosen} />
        <UnlockFields entry={entry} act={act} hold={hold} onHold={setHold} missing={missing} />
        {done.length > 0 && <p><StateMark kind="ok" wrap>{listWords(done.map(({ entry }) => roleWords(entry.name)))} {done.length === 1 ? "has" : "have"} signed already.</StateMark></p>}
        <UnlockFailure act={act} />
        <SigningFailure view={view} />
      </Sheet>
      <SignBar view={view} chosen={chosen} ready={ready} opening={act.busy} />
    </form>
  );
}

function SignBar({ view, chosen, ready, opening }: { readonly view: CeremonyView; readonly chosen: MyKey; readonly ready: boolean; readonly opening: boolean }): ReactNode {
  const { review, ceremony, asOf } = view;
  const { document } = review;
  const name = documentWords(document.role, document.version);
  const { entry } = chosen;
  const verb = asksToUnlock(entry) && !awaitsBackup(entry) ? (entry.kind === "passphrase" ? "Unlock and sign" : "Touch and sign") : "Sign";
  return (
    <StepBar note={afterwards(chosen, view)}>
      <Button
        type="submit"
        look="act"
        busy={opening || ceremony.signing.kind === "signing"}
        unavailable={asOf ? "In a view of another time nothing can be signed" : !ready ? "Compare the digest first" : awaitsBackup(entry) ? "Restore its backup first, under Keys" : undefined}
      >
        <span>{verb} {name} with <ForeignText text={entry.name} /></span>
      </Button>
    </StepBar>
  );
}

function KeyFacts({ view, chosen }: { readonly view: CeremonyView; readonly chosen: MyKey }): ReactNode {
  const { entry, signer } = chosen;
  const counted = signer.quorums.flatMap((at) => view.review.document.quorums[at] ?? []).map(({ by }) => `the ${documentWords(by.role, by.version)} keys`);
  return (
    <Definitions
      items={[
        { term: "Key", value: <><b><ForeignText text={entry.name} /></b>, {algorithmName(entry.algorithm)}, {keptWords(entry)}</> },
        { term: "In the metadata", value: claims(signer.label) },
        { term: signer.keyIds.length === 1 ? "Key id" : "Key ids", value: signer.keyIds.map((keyId) => <div key={keyId}><HexText value={keyId} /></div>) },
        {
          term: "Written",
          value: signer.keyIds.length === 1 ? "once, under this id" : `${countWords(signer.keyIds.length, "time")}, under each of these ids: the same key stands under several, and each quorum knows its own`,
        },
        { term: "Counts for", value: listWords(counted) },
      ]}
    />
  );
}

/** Where the private part is, and what it takes to use it. */
function keptWords(entry: MyKey["entry"]): string {
  switch (entry.kind) {
    case "device":
      return entry.origin === "made" ? "made in this browser" : "imported into this browser";
    case "passphrase":
      return "kept here under a passphrase";
    case "passkey":
      return entry.form === "wrapped" ? "kept here under a passkey" : "computed from a passkey";
    case "external":
      return "held elsewhere";
  }
}

function NoKey({ view, keys }: { readonly view: CeremonyView; readonly keys: readonly MyKey[] }): ReactNode {
  const { document } = view.review;
  const name = documentWords(document.role, document.version);
  const signed = keys.filter(({ signer }) => signer.state === "signed");
  const external = keys.filter(({ entry, signer }) => entry.kind === "external" && signer.state !== "signed");
  return (
    <Sheet title={signed.length > 0 ? "Your keys have signed" : external.length > 0 ? "Your key is held elsewhere" : `No key on this device may sign ${name}`}>
      {signed.length > 0 && <p><StateMark kind="ok" wrap>{listWords(signed.map(({ entry }) => roleWords(entry.name)))} {signed.length === 1 ? "has" : "have"} signed {name}.</StateMark></p>}
      {external.length > 0 && <p>{listWords(external.map(({ entry }) => roleWords(entry.name)))}: take the bytes to the device that holds it, below.</p>}
      {signed.length + external.length === 0 && <p>If you hold one of the keys that stand under Signatures, bring it here under Keys. If it lives in an HSM, on a YubiKey or in a KMS, sign there, below.</p>}
      <div>
        {signed.length > 0
          ? <LinkButton href={hrefTo({ name: "draft", repository: view.repository.id, document: document.id, step: "export" })}>Go to Export</LinkButton>
          : <LinkButton href={hrefTo({ name: "keys" })}>Go to Keys</LinkButton>}
      </div>
      <SigningFailure view={view} />
    </Sheet>
  );
}

/** What became of the last attempt, whichever way it was made. */
function SigningFailure({ view }: { readonly view: CeremonyView }): ReactNode {
  const { signing } = view.ceremony;
  // A signature from elsewhere tells its fault where it was pasted.
  if (signing.kind !== "failed" || (signing.fault.from === "repository" && signing.fault.fault.kind === "external")) return null;
  const { what, evidence, you } = describeSigningFault(signing.fault);
  return <FaultPanel alert what={what} evidence={<ForeignText text={evidence} />} you={you} />;
}

/** What this one signature would bring. */
function afterwards({ signer, helps }: MyKey, { review }: CeremonyView): string {
  const { document } = review;
  const name = documentWords(document.role, document.version);
  if (!helps) return `${name} has enough signatures of this kind; one more does no harm.`;
  const open = document.quorums.map(({ report }, at) => ({ at, left: report.threshold - report.counted })).filter(({ at }) => isNeeded(at, review));
  const still = open.map(({ at, left }) => (signer.quorums.includes(at) ? left - 1 : left)).filter((left) => left > 0);
  if (still.length === 0) return `With your signature ${name} is complete.`;
  return `After it, ${countWords(Math.max(...still), "signature")} ${Math.max(...still) === 1 ? "is" : "are"} still missing.`;
}

function isNeeded(at: number, { document }: CeremonyView["review"]): boolean {
  const quorum = document.quorums[at];
  return quorum !== undefined && !isMet(quorum.report) && (document.role === "root" || at === 0);
}

function onlyNote(signer: MyKey["signer"], { review, entries }: CeremonyView): string {
  const { only } = standingOf(signer, review, entries);
  return only === undefined ? "" : `, which counts for ${only}`;
}

function claims(label: string | undefined): ReactNode {
  return label === undefined ? "a key without a label" : <>a key labelled <ForeignText text={label} /></>;
}
