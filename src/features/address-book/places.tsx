import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { placeLines, type KeyPlace } from "./people-model.ts";
import styles from "./address-book.module.css";

const MOST_LINES = 4;
const MOST_ROLES = 4;

/** Where metadata lists a key, and as what. All of it is that metadata's word. */
export function Places({ places, showLabels = false }: { readonly places: readonly KeyPlace[]; readonly showLabels?: boolean }): ReactNode {
  const lines = placeLines(places);
  if (lines.length === 0) return <p className={styles.quiet}>Not seen in a repository on this device.</p>;
  return (
    <ul className={styles.places}>
      {lines.slice(0, MOST_LINES).map(({ repositoryName, by, version, roles, labels }) => (
        <li key={`${repositoryName} ${by}`}>
          In <ForeignText text={by} showAtMost={60} /> {version} of <ForeignText text={repositoryName} showAtMost={60} />, may sign{" "}
          <Names names={roles} most={MOST_ROLES} />
          {showLabels && labels.length > 0 && <>; labelled <Names names={labels} most={MOST_ROLES} /></>}
        </li>
      ))}
      {lines.length > MOST_LINES && <li>and in {lines.length - MOST_LINES} more places</li>}
    </ul>
  );
}

export function Names({ names, most }: { readonly names: readonly string[]; readonly most: number }): ReactNode {
  const shown = names.slice(0, most);
  return (
    <>
      {shown.map((name, index) => (
        <span key={name}>
          {index > 0 && (index === names.length - 1 ? " and " : ", ")}
          <ForeignText text={name} showAtMost={60} />
        </span>
      ))}
      {names.length > most && ` and ${names.length - most} more`}
    </>
  );
}
