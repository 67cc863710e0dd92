import type { ReactNode } from "react";
import type { UtcInstant } from "../../../lib/utc-instant.ts";
import { parseInstant } from "../../../lib/utc-instant.ts";
import type { Change } from "../../../tuf/diff/change.ts";
import { countWords, documentWords, roleWords } from "../../../tuf/words/report-words.ts";
import { ExpiryText } from "../../../ui/atoms/expiry-text.tsx";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../../ui/atoms/hex-text.tsx";
import { utcText } from "../../../ui/atoms/relative-time.ts";
import type { ChangeRowData } from "./change-groups.ts";
import { ChangeRow, Was } from "./change-row.tsx";
import { BinsLine, DelegationLines, FileLine, OrderLine, ScopeLines } from "./delegation-lines.tsx";
import { KeyLine, RoleNames } from "./key-lines.tsx";
import styles from "./changes.module.css";

export type ChangeViewProps = ChangeRowData & { readonly present: UtcInstant };

/** One change in full. Nothing is cut short here: this is what the person agrees to. */
export function ChangeView({ change, roles, present }: ChangeViewProps): ReactNode {
  switch (change.kind) {
    case "key-material-replaced":
      return (
        <ChangeRow title="Key replaced" mark={{ icon: "bad", word: "Alarm", alarm: true }}>
          <p><b>Another key stands under an old key id.</b> Whoever compares ids alone sees no change.</p>
          <p>Key id <HexText value={change.keyId} />{change.roles.length > 0 && <>, which signs for <RoleNames roles={change.roles} /></>}</p>
          <Was>Was</Was>
          <KeyLine facts={change.before} />
          <Was>Is</Was>
          <KeyLine facts={change.after} />
        </ChangeRow>
      );
    case "label-reused":
      return (
        <ChangeRow title="Label moved" mark={{ icon: "bad", word: "Alarm", alarm: true }}>
          <p><b>A label that one key had now stands at another key:</b> <ForeignText text={change.label} />. Ask its owner whether this is their new key.</p>
          <Was>Was</Was>
          <KeyLine facts={change.before} />
          <Was>Is</Was>
          <KeyLine facts={change.after} />
        </ChangeRow>
      );
    case "signer-leaves":
      return (
        <ChangeRow title="Signer leaves" mark={{ icon: "minus", word: "Removed" }}>
          <KeyLine facts={change.key}>
            May no longer sign <RoleNames roles={roles} />{change.known ? "; the key keeps other roles in this document." : "."}
          </KeyLine>
        </ChangeRow>
      );
    case "signer-joins":
      return (
        <ChangeRow title="Signer joins" mark={{ icon: "plus", word: "Added" }}>
          <KeyLine facts={change.key}>
            May sign <RoleNames roles={roles} /> from now on.{" "}
            {change.known ? "The same key stands in the version before, for another role." : "New key material: it does not stand in the version before. The label is what this proposal says."}
          </KeyLine>
        </ChangeRow>
      );
    case "key-id-changed":
      return (
        <ChangeRow title="Key id" mark={{ icon: "equal", word: "Same key, new id" }}>
          <KeyLine facts={change.key}>
            was {change.before.map((id) => <HexText key={id} value={id} />)}. The key itself is the same{change.roles.length > 0 && <>, for <RoleNames roles={change.roles} /></>}.
          </KeyLine>
          {change.fields.map((field) => <FieldLine key={field.path} change={field} />)}
        </ChangeRow>
      );
    case "key-fields-changed":
      return (
        <ChangeRow title="Key details" mark={{ icon: "changed", word: "Same key" }}>
          <KeyLine facts={change.key} />
          {change.fields.map((field) => <FieldLine key={field.path} change={field} />)}
        </ChangeRow>
      );
    case "label-changed":
      return (
        <ChangeRow title="Key label" mark={{ icon: "changed", word: "Same key" }}>
          <KeyLine facts={change.key}>was {change.before === undefined ? "without a label" : <ForeignText text={change.before} />}</KeyLine>
        </ChangeRow>
      );
    case "key-added":
    case "key-removed":
      return (
        <ChangeRow title={change.kind === "key-added" ? "Key listed" : "Key dropped"} mark={change.kind === "key-added" ? { icon: "plus", word: "Added" } : { icon: "minus", word: "Removed" }}>
          <KeyLine facts={change.key}>No role {change.kind === "key-added" ? "uses it" : "used it"}: it can sign nothing.</KeyLine>
        </ChangeRow>
      );
    case "threshold":
      return (
        <ChangeRow title="Threshold" mark={{ icon: change.after < change.before ? "earlier" : "later", word: change.after < change.before ? "Fewer must sign" : "More must sign" }}>
          <p><RoleNames roles={[change.role]} />: <b>{change.after} of {countWords(change.keysAfter, "key")}</b></p>
          <Was>was {change.before} of {countWords(change.keysBefore, "key")}</Was>
        </ChangeRow>
      );
    case "role-added":
    case "role-removed":
      return (
        <ChangeRow title={change.kind === "role-added" ? "Role added" : "Role removed"} mark={change.kind === "role-added" ? { icon: "plus", word: "Added" } : { icon: "minus", word: "Removed" }}>
          <ForeignText text={change.role} />
          <Was><ForeignText text={change.value} code showAtMost={400} /></Was>
        </ChangeRow>
      );
    case "delegation-added":
    case "delegation-removed":
      return (
        <ChangeRow title="Delegation" mark={change.kind === "delegation-added" ? { icon: "plus", word: "Added" } : { icon: "minus", word: "Removed" }}>
          <DelegationLines facts={change.delegation} />
        </ChangeRow>
      );
    case "delegations-reordered":
      return (
        <ChangeRow title="Order" mark={{ icon: "changed", word: "Reordered" }}>
          <p>Clients ask delegations in this order, and the first that ends the search wins.</p>
          <OrderLine names={change.after} />
          <Was>was <OrderLine names={change.before} /></Was>
        </ChangeRow>
      );
    case "paths":
      return (
        <ChangeRow title="Paths" mark={{ icon: "changed", word: scopeWord(change.widened.length, change.narrowed.length) }}>
          <ScopeLines change={change} />
        </ChangeRow>
      );
    case "terminating":
      return (
        <ChangeRow title="Search" mark={{ icon: "changed", word: change.after ? "Ends here" : "Goes on" }}>
          <p><RoleNames roles={[change.role]} />: for what it reaches, clients {change.after ? "look no further" : "now look further where it has no answer"}.</p>
          <Was>was {change.before ? "the end of the search" : "not the end of the search"}</Was>
        </ChangeRow>
      );
    case "hash-bins":
      return (
        <ChangeRow title="Hash bins" mark={{ icon: "changed", word: change.after === undefined ? "Removed" : change.before === undefined ? "Added" : "Changed" }}>
          <BinsLine bins={change.after} />
          <Was>was <BinsLine bins={change.before} /></Was>
        </ChangeRow>
      );
    case "target-added":
    case "target-removed":
      return (
        <ChangeRow title="Target" mark={change.kind === "target-added" ? { icon: "plus", word: "Added" } : { icon: "minus", word: "Removed" }}>
          <b><ForeignText text={change.path} code /></b>
          <FileLine file={change.file} />
        </ChangeRow>
      );
    case "target-changed":
      return (
        <ChangeRow title="Target" mark={{ icon: "changed", word: "Changed" }}>
          <b><ForeignText text={change.path} code /></b>
          <FileLine file={change.after} />
          <Was>was <FileLine file={change.before} /></Was>
        </ChangeRow>
      );
    case "meta-added":
    case "meta-removed":
      return (
        <ChangeRow title="Listed" mark={change.kind === "meta-added" ? { icon: "plus", word: "Added" } : { icon: "minus", word: "Removed" }}>
          <b><ForeignText text={documentWords(change.role, change.file.version)} /></b>
          <FileLine file={change.file} />
        </ChangeRow>
      );
    case "meta-changed": {
      const [was, is] = [change.before.version, change.after.version];
      const back = was !== undefined && is !== undefined && is < was;
      return (
        <ChangeRow title="Listed" mark={back ? { icon: "bad", word: "Goes back", alarm: true } : { icon: was === is ? "changed" : "later", word: was === is ? "Changed" : "Newer" }}>
          <b><ForeignText text={documentWords(change.role, is)} /></b>
          <FileLine file={change.after} />
          <Was>was {was === undefined ? "without a version" : `version ${was}`}</Was>
        </ChangeRow>
      );
    }
    case "expires":
      return (
        <ChangeRow title="Expires" mark={{ icon: change.days < 0 ? "earlier" : "later", word: change.days < 0 ? "Earlier" : change.days === 0 ? "Same day" : "Later" }}>
          <DateLine text={change.after} present={present} />
          <Was>was <DateText text={change.before} /></Was>
        </ChangeRow>
      );
    case "version":
      return (
        <ChangeRow title="Version" mark={change.byRule ? { icon: undefined, word: "By rule" } : { icon: "warn", word: "Not the next one" }}>
          <p><b>{change.after}</b> <span className={styles.was}>was {change.before}</span></p>
        </ChangeRow>
      );
    case "spec-version":
      return (
        <ChangeRow title="Specification" mark={{ icon: "changed", word: "Changed" }}>
          <p><b><ForeignText text={change.after} code /></b> <span className={styles.was}>was <ForeignText text={change.before} code /></span></p>
        </ChangeRow>
      );
    case "consistent-snapshot":
      return (
        <ChangeRow title="File names" mark={{ icon: "changed", word: "Changed" }}>
          <p>consistent_snapshot is <b>{String(change.after ?? "not set")}</b> <span className={styles.was}>was {String(change.before ?? "not set")}</span></p>
        </ChangeRow>
      );
    case "field":
      return (
        <ChangeRow title={change.known ? "Field" : "Unknown field"} mark={fieldMark(change)}>
          <FieldLine change={change} />
        </ChangeRow>
      );
  }
}

type FieldChange = Extract<Change, { kind: "field" }>;

function FieldLine({ change }: { readonly change: FieldChange }): ReactNode {
  return (
    <div>
      <ForeignText text={change.path} code />
      <p>{change.after === undefined ? "is gone" : <b><ForeignText text={change.after} code showAtMost={600} /></b>}</p>
      {change.before !== undefined && <Was>was <ForeignText text={change.before} code showAtMost={600} /></Was>}
    </div>
  );
}

function fieldMark({ before, after }: FieldChange): { readonly icon: "plus" | "minus" | "changed"; readonly word: string } {
  if (before === undefined) return { icon: "plus", word: "Added" };
  return after === undefined ? { icon: "minus", word: "Removed" } : { icon: "changed", word: "Changed" };
}

function scopeWord(widened: number, narrowed: number): string {
  if (widened > 0 && narrowed > 0) return "Other paths";
  if (widened > 0) return "Widened";
  return narrowed > 0 ? "Narrowed" : "Same reach";
}

/** A date as the metadata writes it may be in an old form: what can be read is shown in ours. */
function DateLine({ text, present }: { readonly text: string; readonly present: UtcInstant }): ReactNode {
  const at = parseInstant(text);
  return <p>{at === undefined ? <ForeignText text={text} code /> : <ExpiryText at={at.instant} now={present} precision="second" />}</p>;
}

function DateText({ text }: { readonly text: string }): ReactNode {
  const at = parseInstant(text);
  return at === undefined ? <ForeignText text={text} code /> : utcText(at.instant, "second");
}

/** For the row's React key: kinds and what they are about are unique within one comparison. */
export function changeKey({ change, roles }: ChangeRowData): string {
  const about = "key" in change ? change.key.identity : "path" in change ? change.path : "role" in change ? roleWords(change.role) : "keyId" in change ? change.keyId : "label" in change ? change.label : "delegation" in change ? change.delegation.name : "";
  return `${change.kind} ${about} ${roles.join()}`;
}
