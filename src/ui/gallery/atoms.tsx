import type { ReactNode } from "react";
import { instantFromMs } from "../../lib/utc-instant.ts";
import { DigestText } from "../atoms/digest-text.tsx";
import { ExpiryText } from "../atoms/expiry-text.tsx";
import { FaultPanel } from "../atoms/fault-panel.tsx";
import { ForeignText } from "../atoms/foreign-text.tsx";
import { HexText } from "../atoms/hex-text.tsx";
import { KeyLabel } from "../atoms/key-label.tsx";
import { QuorumBar, QuorumRing } from "../atoms/quorum.tsx";
import { RawText } from "../atoms/raw-text.tsx";
import { SignatureList, SignatureRow } from "../atoms/signature-row.tsx";
import type { SignatureState } from "../atoms/signature-row.tsx";
import { StateMark } from "../atoms/state-mark.tsx";
import { WordGrid } from "../atoms/word-grid.tsx";
import { Button } from "../controls/button.tsx";
import { Cards, Row, Stack } from "../layout/page.tsx";
import { Sheet } from "../layout/sheet.tsx";
import { Table } from "../layout/table.tsx";

const DAY = 86_400_000;
const NOW = instantFromMs(Date.UTC(2025, 6, 9, 13, 6));
const LATER = instantFromMs(NOW + 41 * DAY + 5_000_000);
const EARLIER = instantFromMs(NOW - 3 * DAY);
const ID = "6f260089d5923daf20b21e663dbb71842b666a4e6f2d2b0c8d2a1f9e0c5b7d34";
const WORDS =
  "adult hamburger crusade inventive tempest Brazilian scallion voyager keyboard pandora flatfoot unicorn drumbeat monument skydive resistor ragtime torpedo bluebird vertigo endow caravan tapeworm holiness chatter stupendous snapline letterhead goggles universe preclude yesteryear".split(" ");
const RAW = JSON.stringify({ signatures: [{ keyid: ID, sig: "3045022100" + "ab".repeat(70) }], signed: { _type: "root", "x-note": "safe\u202egnp.exe" } }, null, 1);

export function AtomsGallery(): ReactNode {
  return (
    <>
      <Signatures />
      <Others />
    </>
  );
}

function Signatures(): ReactNode {
  const states: readonly SignatureState[] = ["verified", "yours", "waiting", "does-not-verify", "unknown-key", "duplicate", "cannot-check", "may-still-sign"];
  return (
    <Sheet title="Signatures">
      <QuorumBar label="By the root 12 keys" signed={2} threshold={3} keys={5} />
      <QuorumBar label="By the root 13 keys" signed={3} threshold={3} keys={5} />
      <QuorumBar signed={5} threshold={3} keys={5} />
      <QuorumBar signed={0} threshold={2} keys={1} />
      <QuorumBar signed={13} threshold={40} keys={60} />
      <SignatureList label="Signatures of root 13">
        {states.map((state) => (
          <SignatureRow key={state} name="@bobcallaway" keyId={ID} state={state} you={state === "yours"} />
        ))}
        <SignatureRow keyId={ID} state="does-not-verify" detail="It is a signature of another document." />
      </SignatureList>
      <Button look="act" wide>Compare, then sign</Button>
    </Sheet>
  );
}

function Others(): ReactNode {
  const rings = [[0, 1, 0], [1, 1, 1], [0, 1, 1], [1, 2, 3], [2, 3, 5], [3, 3, 5], [5, 3, 5], [7, 10, 20], [20, 30, 60]] as const;
  return (
    <>
      <Cards>
        {(["root", "targets", "snapshot"] as const).map((role, at) => (
          <Sheet key={role} title={role} note={<QuorumRing signed={3 - at} threshold={3} keys={5} />}>
            <Stack gap={2}>
              <b>Version 12</b>
              <ExpiryText at={at === 2 ? EARLIER : LATER} now={NOW} stacked />
              <StateMark kind={at === 0 ? "ok" : at === 1 ? "warn" : "bad"}>{at === 0 ? "Fresh" : at === 1 ? "Signing window open" : "Refused"}</StateMark>
            </Stack>
          </Sheet>
        ))}
      </Cards>
      <Sheet title="Quorum rings">
        <Row>
          {rings.map(([signed, threshold, keys]) => (
            <QuorumRing key={`${signed}-${threshold}-${keys}`} signed={signed} threshold={threshold} keys={keys} size={52} />
          ))}
        </Row>
        <Row>
          {(["ok", "warn", "bad", "unknown", "wait", "pen"] as const).map((kind) => (
            <StateMark key={kind} kind={kind}>{kind}</StateMark>
          ))}
        </Row>
      </Sheet>
      <Sheet title="Keys">
        <KeyLabel name="@dlorenc" kind="ECDSA P-256" keyId={ID} standing="known" copy />
        <KeyLabel name="@lance" kind="ECDSA P-256" keyId={ID} />
        <KeyLabel name="Work laptop key" kind="Ed25519" keyId={ID} standing="yours" short />
        <div>In a list: <HexText value={ID} short /></div>
        <div>Foreign: <ForeignText text={"targets/\u202Egnp.exe \u200b\u0000<b>bold</b> a\u0301\u0301\u0301\u0301 "} /></div>
      </Sheet>
      <Sheet title="Compare before you sign">
        <WordGrid words={WORDS} />
        <DigestText rows label="SHA-256 of the canonical bytes" value={ID} />
        <DigestText label="The same in one line" value={ID} />
      </Sheet>
      <Sheet title="Findings" flush>
        <Table
          label="Findings"
          rowKey={(row) => row.what}
          rows={[
            { what: "npm-provenance may sign npm-provenance/* and ends the search there", evidence: "1 of 1 key, version 5, expires 2025-10-13", kind: "ok", word: "Verified" },
            { what: "Root 11 carries a key id that is not the hash of its key", evidence: "11.root.json: python-tuf and go-tuf accept it, tough refuses", kind: "warn", word: "Warning" },
          ] as const}
          columns={[
            { id: "what", head: "What", lead: true, cell: (row) => row.what },
            { id: "evidence", head: "Evidence", cell: (row) => row.evidence },
            { id: "weight", head: "Weight", fit: "tight", cell: (row) => <StateMark kind={row.kind}>{row.word}</StateMark> },
          ]}
        />
      </Sheet>
      <FaultPanel
        what="This repository went backwards: targets 12 was seen before, the snapshot now lists 9."
        evidence={<>snapshot.json line 11, against the pin of 2025-07-01</>}
        client="It stops here and keeps what it has."
        you="Ask the people who run it. Until then install nothing from it."
        spec="5.5.5"
        actions={<Button size="small">Show both</Button>}
      />
      <Sheet title="Raw text">
        <RawText label="root.json, as read" text={RAW} marked={new Set([4])} maxRows={12} />
      </Sheet>
    </>
  );
}
