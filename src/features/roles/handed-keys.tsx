import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { KeyLabel } from "../../ui/atoms/key-label.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { algorithmName } from "../../tuf/model/key.ts";
import { countWords, onlineWords } from "../../tuf/words/report-words.ts";
import { describeKeyProblem } from "../../tuf/words/key-problem.ts";
import { useWorkspaceState } from "../../workspace/react.tsx";
import type { KeyDetail } from "../../workspace/repository-service.ts";
import { hrefTo } from "../../workspace/routes.ts";
import styles from "./roles.module.css";

export type HandedKeysProps = { readonly keys: readonly KeyDetail[]; readonly role: string; readonly repository: string };

const MOST_KEYS = 200;

/** The keys that this document gives to roles, its own among them. */
export function HandedKeys({ keys, role, repository }: HandedKeysProps): ReactNode {
  const keyring = useWorkspaceState((state) => state.keyring);
  if (keys.length === 0) return null;
  const entries = keyring.kind === "ready" ? keyring.entries : [];
  return (
    <Sheet title="Keys that it hands out" note={countWords(keys.length, "key")}>
      <ul className={styles.signers} aria-label={`Keys defined in ${role}`}>
        {keys.slice(0, MOST_KEYS).map((key) => {
          const known = entries.find((entry) => entry.fingerprint === key.fingerprint);
          return (
            <li key={key.keyId} className={styles.signer}>
              <span className={styles.signerText}>
                <KeyLabel
                  name={known?.name ?? key.label}
                  kind={kindWords(key)}
                  keyId={key.keyId}
                  standing={known === undefined ? "claimed" : known.kind === "external" ? "known" : "yours"}
                />
                {key.keyIdForm !== "full" && <span className={styles.quiet}>{key.keyIdForm === "core" ? "the id is the hash of keytype, scheme and keyval alone" : "the id is not the hash of the key"}</span>}
                {key.problem !== undefined && <StateMark kind="warn" wrap>{describeKeyProblem(key.problem).happened}</StateMark>}
              </span>
              <span className={styles.usedBy}>
                {key.usedBy.length === 0 ? "no role uses it" : key.usedBy.map((name, index) => (
                  <span key={name}>{index > 0 && ", "}<a href={hrefTo({ name: "role", repository, role: name })}><ForeignText text={name} showAtMost={60} /></a></span>
                ))}
              </span>
            </li>
          );
        })}
        {keys.length > MOST_KEYS && <li className={styles.quiet}>and {keys.length - MOST_KEYS} more, in the text below</li>}
      </ul>
    </Sheet>
  );
}

function kindWords({ algorithm, keytype, scheme, onlineUri }: KeyDetail): string {
  const online = onlineWords(onlineUri);
  return [algorithm === undefined ? `${keytype}/${scheme}, unknown here` : algorithmName(algorithm), ...(online === undefined ? [] : [online])].join(", ");
}
