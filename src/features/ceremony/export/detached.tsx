import type { ReactNode } from "react";
import { Button } from "../../../ui/controls/button.tsx";
import { Icon } from "../../../ui/icons/icon.tsx";
import { Row } from "../../../ui/layout/page.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { roleWords } from "../../../tuf/words/report-words.ts";
import { downloadBytes, rstufSignature } from "../../../workspace/downloads.ts";
import page from "../ceremony.module.css";
import type { CeremonyView } from "../use-ceremony.ts";
import type { Bundle } from "./export-step.tsx";

/** Signatures without the document, as other tools read them. */
export function Detached({ view, bundle }: { readonly view: CeremonyView; readonly bundle: Bundle }): ReactNode {
  const { review, ceremony } = view;
  const { role, version } = review.document;
  const stem = `${role}-${version}`;
  const mine = ceremony.signed.flatMap((made) => {
    const keyId = review.signers.find(({ fingerprint }) => fingerprint === made.fingerprint)?.keyIds[0];
    return keyId === undefined ? [] : [{ made, keyId }];
  });
  return (
    <Sheet title="Signatures alone" note="where the document must not travel">
      <Row>
        <Button onClick={() => downloadBytes(`${stem}.signatures.json`, bundle.detached, "application/json")}>
          <Icon name="download" /> All signatures, as go-tuf reads them
        </Button>
        {(role === "root" || role === "targets") && mine.map(({ made, keyId }) => (
          <Button key={`${made.fingerprint} ${made.at}`} onClick={() => downloadBytes(`${stem}.rstuf.json`, rstufSignature(role, { keyId, sig: made.signatureHex }), "application/json")}>
            <Icon name="download" /> {mine.length === 1 ? "Yours" : roleWords(made.keyName)}, as RSTUF reads it
          </Button>
        ))}
      </Row>
      <p className={page.quiet}>
        go-tuf: <code>tuf add-signatures --signatures FILE ROLE</code>. RSTUF: <code>rstuf admin send sign FILE</code>. Either counts
        only for exactly this document.
      </p>
    </Sheet>
  );
}
