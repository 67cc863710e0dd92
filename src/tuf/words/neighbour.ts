import { assertNever } from "../../lib/assert-never.ts";
import { quoted } from "../../lib/quoted.ts";
import type { DsseSummary, MapFileSummary, MultiRoleSummary, NeighbourSummary, RotateSummary } from "../repository/neighbours.ts";
import type { DocumentFault } from "../model/parse-metadata.ts";
import { describeDocumentFault, ENVELOPE_CLIENTS, MULTI_ROLE_CLIENTS, ROTATE_CLIENTS } from "./document-fault.ts";
import type { Description } from "./description.ts";
import { countWords, documentWords, listWords, roleWords } from "./report-words.ts";

export const MAP_FILE_CLIENTS = "A client keeps such a file beside its configuration and never fetches it. go-tuf follows it; most clients know one repository at a time.";

/** A file of a format beside TUF 1.x: what it is, what clients make of it, and that nothing here rests on it. */
export function describeNeighbour(neighbour: NeighbourSummary): Description {
  switch (neighbour.kind) {
    case "dsse": return neighbour.read.ok ? describeEnvelope(neighbour.read.value) : unreadable("A DSSE envelope", neighbour.read.fault, ENVELOPE_CLIENTS);
    case "map-file": return neighbour.read.ok ? describeMap(neighbour.read.value) : unreadable("A map of several repositories (TAP 4)", neighbour.read.fault, MAP_FILE_CLIENTS);
    case "multi-role-targets": return neighbour.read.ok ? describeMultiRole(neighbour.read.value) : unreadable("Targets that delegate to several roles at once (TAP 3)", neighbour.read.fault, MULTI_ROLE_CLIENTS);
    case "rotate": return neighbour.read.ok ? describeRotate(neighbour.read.value, neighbour.named) : unreadable("A file that hands a role over to other keys (TAP 8)", neighbour.read.fault, ROTATE_CLIENTS);
    default: return assertNever(neighbour);
  }
}

/** How many of which repositories must agree on what: one sentence for each mapping, in the order in which they are asked. */
export function mappingWords({ paths, repositories, threshold, terminating }: MapFileSummary["mappings"][number]): { readonly lead: string; readonly patterns: readonly string[]; readonly end: string } {
  const names = listWords(repositories.map(roleWords));
  const who = repositories.length === 1 ? names : `${threshold} of ${names}`;
  const never = threshold > repositories.length ? ` There are fewer than the ${threshold} that must agree, so no target is ever taken.` : "";
  const otherwise = repositories.length === 1 ? "Where it does not" : "Where they do not";
  return {
    lead: `${who} must ${repositories.length > 1 && threshold > 1 ? "sign the same length and hashes for" : "sign"}`,
    patterns: paths,
    end: `${otherwise}${terminating ? ", the search ends." : ", the next mapping is asked."}${never}`,
  };
}

/** "2 repositories must agree": what TAP 4 asks for, for whoever reads such a file for the first time. */
export const MAP_RULES = "The mappings are asked in order. The first whose paths reach the target decides, once enough of its repositories sign the same length and the same hashes for it; what else they say of it may differ.";

function describeEnvelope({ payloadType, signatureCount, content }: DsseSummary): Description {
  const signatures = countWords(signatureCount, "signature");
  if (content === undefined) return {
    happened: "A DSSE envelope around something else than TUF metadata.", evidence: `Its payload is ${quoted(payloadType)}, with ${signatures}. It was not opened.`, client: ENVELOPE_CLIENTS, you: "Nothing, if it is not meant to be metadata.",
  };
  if (!content.ok) return unreadable("A DSSE envelope", content.fault, ENVELOPE_CLIENTS);
  const { type, version, expires } = content.value;
  return {
    happened: `${documentWords(type, version)} in a DSSE envelope.`, evidence: `It carries ${signatures} and expires ${quoted(expires)}. Its signatures cover the envelope's own encoding (TAP 17, a draft), not the canonical form.`,
    client: ENVELOPE_CLIENTS, you: "If clients of TUF 1.x are to read it, publish the metadata without its envelope, signed anew.",
  };
}

function describeMap({ repositories, mappings }: MapFileSummary): Description {
  return {
    happened: `A map of ${countWords(repositories.length, "repository", "repositories")} (TAP 4).`, evidence: `${countWords(mappings.length, "mapping")} say which of them must agree on which targets.`, client: MAP_FILE_CLIENTS,
    you: "Read it as what a client of several repositories would hold them to. Nothing here was decided by it.",
  };
}

function describeMultiRole({ version, delegationCount, targetCount }: MultiRoleSummary): Description {
  return {
    happened: `Targets ${version} that delegate to several roles at once (TAP 3).`, evidence: `${countWords(targetCount, "target")} and ${countWords(delegationCount, "delegation")}, shown as they are. None of them has a part in the verdict.`,
    client: MULTI_ROLE_CLIENTS, you: "If clients of TUF 1.x are to read it, have it delegate to one role at a time.",
  };
}

function describeRotate({ role, version, threshold, keys, signatureCount }: RotateSummary, named: { readonly role: string; readonly version: number } | undefined): Description {
  const otherwise = named === undefined || (named.role === role && named.version === version) ? "" : ` Its name speaks of ${documentWords(named.role, named.version)}.`;
  return {
    happened: `A file that hands ${roleWords(role)} over to other keys (TAP 8).`,
    evidence: `Step ${version}: ${keys.length === 0 ? "no key at all" : countWords(keys.length, "key")}, of which ${threshold} must sign; ${countWords(signatureCount, "signature")}, which were not checked.${otherwise}`,
    client: ROTATE_CLIENTS, you: "If clients of TUF 1.x are to follow, have the delegation itself name the new keys.",
  };
}

function unreadable(what: string, fault: DocumentFault, client: string): Description {
  const { happened, evidence, you } = describeDocumentFault(fault);
  return { happened: `${what} that cannot be read.`, evidence: `${happened} ${evidence}`, client, you };
}
