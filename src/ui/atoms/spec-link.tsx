import type { ReactNode } from "react";
import { Icon } from "../icons/icon.tsx";
import { VisuallyHidden } from "../visually-hidden.tsx";
import styles from "./spec-link.module.css";

const SPECIFICATION = "https://theupdateframework.github.io/specification/latest/";

export type SpecLinkProps = {
  /** "5.3.4". */
  readonly section: string;
  readonly version?: string;
};

/** Where the rule stands. It leaves the tab only when it is pressed, and does not say where from. */
export function SpecLink({ section, version = "1.0.34" }: SpecLinkProps): ReactNode {
  return (
    <a className={styles.link} href={SPECIFICATION} target="_blank" rel="noreferrer">
      TUF {version}, {section}
      <Icon name="external" />
      <VisuallyHidden> (the specification, on its own site, in a new tab)</VisuallyHidden>
    </a>
  );
}
