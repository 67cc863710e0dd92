import { CLIENT_BEHAVIOUR, MEASURED_CLIENTS, MEASURED_VERSIONS, type Answer, type Departure } from "../../tuf/words/client-behaviour.ts";
import { ANSWERS_HERE } from "./answers-here.ts";
import { DEPARTURES, type DepartureAbout } from "./departures.ts";

export const DIFFERENCES_PAGE = "docs/differences.md";

/** The page that says who reads metadata how, from the same data that is measured and that the app's words come from. */
export function differencesPage(): string {
  const versions = MEASURED_CLIENTS.map((client) => `${client} ${MEASURED_VERSIONS[client]}`).join(", ");
  return `${[
    "# Where clients differ",
    "",
    "Written by `npm run differential -- --write-table` from the table in the code; a test fails when the two part. The same table gives the app its sentences about other clients.",
    "",
    `Measured with ${versions}, each through its own client. \`npm run differential\` measures every row anew, then lets the clients judge thousands of spoilt repositories: a verdict that parts from the one given here and that no row tells fails the gate, and so does a row that is no longer so.`,
    "",
    "**yes**: the document is accepted. **no**: it is refused, or the signature in question is not counted. **some**: some forms of it are refused and others not. **other**: it is accepted and read in another way. **–**: could not be asked. *client* and *strict* are the two profiles in which this app stops where a client would.",
    "",
    `| what the document does | client | strict | ${MEASURED_CLIENTS.join(" | ")} | who is right |`,
    `| --- | --- | --- | ${MEASURED_CLIENTS.map(() => "---").join(" | ")} | --- |`,
    ...DEPARTURES.map(row),
    "",
    "What was only read in source text, not run: php-tuf, rust-tuf and Notary refuse a key id that is not the hash of its key; php-tuf refuses a delegation that has neither or both of the two scopes.",
    "",
  ].join("\n")}`;
}

function row({ id, what, right }: DepartureAbout): string {
  const { client, strict } = ANSWERS_HERE[id];
  const others = MEASURED_CLIENTS.map((name) => word(CLIENT_BEHAVIOUR[id].measured[name]));
  return `| ${[`<a id="${id}"></a>${cell(what)}`, word(client), word(strict), ...others, cell(right)].join(" | ")} |`;
}

function word(answer: Answer | undefined): string {
  return answer === undefined ? "–" : { accepts: "yes", refuses: "no", depends: "some", differs: "other" }[answer];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("*", "\\*").replaceAll("<", "&lt;");
}

/** Rows that stand on one side of the code alone. */
export function loneRows(): readonly Departure[] {
  const told = new Set(DEPARTURES.map(({ id }) => id));
  return (Object.keys(CLIENT_BEHAVIOUR) as Departure[]).filter((id) => !told.has(id)); // the table's own keys
}
