import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { countWords } from "../../tuf/words/report-words.ts";
import { describeKeyProblem } from "../../tuf/words/key-problem.ts";
import type { KeyDetail } from "../../workspace/repository-service.ts";
import { hrefTo } from "../../workspace/routes.ts";
import { KeyLine } from "./key-line.tsx";
import styles from "./roles.module.css";

export type HandedKeysProps = { readonly keys: readonly KeyDetail[]; readonly role: string; readonly repository: string };

const MOST_KEYS = 200;
const MOST_ROLES = 6;

/** The keys that this document gives to roles, its own among them. */
export function HandedKeys({ keys, role, repository }: HandedKeysProps): ReactNode {
  if (keys.length === 0) return null;
  return (
    <Sheet title="Keys that it hands out" note={countWords(keys.length, "key")}>
      <ul className={styles.signers} aria-label={`Keys defined in ${role}`}>
        {keys.slice(0, MOST_KEYS).map((key) => (
          <li key={key.keyId} className={styles.signer}>
            <KeyLine {...key}>
              {key.keyIdForm !== "full" && <span className={styles.quiet}>{key.keyIdForm === "core" ? "the id is the hash of keytype, scheme and keyval alone" : "the id is not the hash of the key"}</span>}
              {key.problem !== undefined && <span className={styles.quiet}><StateMark kind="warn" wrap>{describeKeyProblem(key.problem).happened}</StateMark></span>}
            </KeyLine>
            <UsedBy roles={key.usedBy} repository={repository} />
          </li>
        ))}
        {keys.length > MOST_KEYS && <li className={styles.quiet}>and {keys.length - MOST_KEYS} more, in the text below</li>}
      </ul>
    </Sheet>
  );
}

function UsedBy({ roles, repository }: { readonly roles: KeyDetail["usedBy"]; readonly repository: string }): ReactNode {
  return (
    <span className={styles.usedBy}>
      {roles.length === 0 && "no role uses it"}
      {roles.slice(0, MOST_ROLES).map((name, index) => (
        <span key={name}>{index > 0 && ", "}<a href={hrefTo({ name: "role", repository, role: name })}><ForeignText text={name} showAtMost={60} /></a></span>
      ))}
      {roles.length > MOST_ROLES && ` and ${roles.length - MOST_ROLES} more`}
    </span>
  );
}
