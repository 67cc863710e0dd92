import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { RawText } from "../../ui/atoms/raw-text.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import type { DocumentDetail } from "../../workspace/repository-service.ts";
import styles from "./roles.module.css";

/** The file as it was read, and beside it the bytes that its signatures cover. */
export function DocumentBytes({ detail }: { readonly detail: DocumentDetail | undefined }): ReactNode {
  return (
    <Sheet title="The bytes" note="as they lie there, and as they are signed">
      {detail === undefined ? (
        <p>Reading the document.</p>
      ) : (
        <div className={styles.sideBySide}>
          <div className={styles.side}>
            <h3>As read: <ForeignText text={detail.path} code showAtMost={120} /></h3>
            <RawText text={detail.text} label="The file as read" />
          </div>
          <div className={styles.side}>
            <h3>Canonical bytes of “signed”</h3>
            <RawText text={detail.canonicalText} label="The canonical bytes, which signatures cover" />
          </div>
        </div>
      )}
    </Sheet>
  );
}
