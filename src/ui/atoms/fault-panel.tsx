import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { SpecLink } from "./spec-link.tsx";
import { StateMark } from "./state-mark.tsx";
import styles from "./fault-panel.module.css";

export type FaultPanelProps = {
  /** What happened, in a sentence. */
  readonly what: ReactNode;
  /** What was found, where: file, line, values. */
  readonly evidence?: ReactNode;
  /** What a client would do with it. */
  readonly client?: ReactNode;
  /** What the person can do now. */
  readonly you?: ReactNode;
  /** Section of the specification: "5.3.4". */
  readonly spec?: string | undefined;
  /** `bad` refuses, `warn` lets pass and tells, `unknown` cannot say. */
  readonly kind?: "bad" | "warn" | "unknown";
  readonly actions?: ReactNode;
  /** It has just happened, after something that the person did: read it aloud at once. */
  readonly alert?: boolean;
  /** Of its heading: 2 where it stands right below the name of the screen. */
  readonly level?: 2 | 3;
};

/** A fault as four answers. "Invalid" never stands alone. */
export function FaultPanel(props: FaultPanelProps): ReactNode {
  const { what, evidence, client, you, spec, kind = "bad", actions, alert = false, level = 3 } = props;
  const Heading = level === 2 ? "h2" : "h3";
  const rule = spec === undefined ? undefined : <SpecLink section={spec} />;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["Evidence", evidence],
    ["What a client does", client],
    ["What you can do", you],
    ["Rule", rule],
  ];
  const told = facts.filter(([, value]) => value !== undefined);
  return (
    <section className={cx(styles.panel, styles[kind])} role={alert ? "alert" : undefined} data-fault={kind}>
      <Heading className={styles.title}>
        <StateMark kind={kind} size="inherit" wrap>
          {what}
        </StateMark>
      </Heading>
      {told.length > 0 && (
        <dl className={styles.facts}>
          {told.map(([term, value]) => (
            <div key={term} style={{ display: "contents" }}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {actions !== undefined && <div className={styles.acts}>{actions}</div>}
    </section>
  );
}
