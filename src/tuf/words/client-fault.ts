import { quoted, sizeText } from "../../lib/quoted.ts";
import type { ClientFault } from "../client/client-fault.ts";
import type { Description } from "./description.ts";
import { describeDocumentFault } from "./document-fault.ts";
import { describeFormatNote } from "./format-note.ts";
import { countWords, documentTitle, documentWords, roleWords } from "./report-words.ts";

const STOPS = "It stops here, keeps the metadata that it trusted before, and installs nothing new.";

/** What a client that follows the specification refuses, and why. */
export function describeClientFault(fault: ClientFault): Description {
  const role = roleWords(fault.role);
  switch (fault.kind) {
    case "missing":
      return {
        happened: fault.version === undefined ? `There is no ${role} metadata.` : `${documentTitle(fault.role, fault.version)} is missing.`,
        evidence: fault.version === undefined ? `No file here is ${role} metadata.` : `It is named by the metadata above it, and no file here is version ${fault.version} of ${role}.`,
        client: STOPS,
        you: "If you opened a part of the repository, open all of its metadata. If this is all that is published, the file must be put back.",
      };
    case "unreadable": {
      const inside = describeDocumentFault(fault.fault);
      return { happened: `The ${role} metadata cannot be read.`, evidence: `${quoted(fault.path)}: ${inside.happened} ${inside.evidence}`, client: STOPS, you: inside.you };
    }
    case "wrong-type":
      return {
        happened: `What should be ${fault.expected} metadata is ${fault.found} metadata.`,
        evidence: `The file for ${role} says "_type": "${fault.found}".`,
        client: STOPS,
        you: "Check which file lies under this name; two of them may have been exchanged.",
      };
    case "too-large":
      return {
        happened: `The ${role} metadata is larger than a client reads.`,
        evidence: `It has ${sizeText(fault.bytes)}; python-tuf reads at most ${sizeText(fault.limit)}, unless its owner raises the limit.`,
        client: "It stops reading at the limit and keeps what it had.",
        you: "Ask whether clients of this repository have a higher limit. If not, the file must become smaller.",
      };
    case "length":
      return {
        happened: `The ${role} metadata does not have the length that was signed for it.`,
        evidence: `${sizeText(fault.expected)} were signed, the file has ${sizeText(fault.found)}.`,
        client: STOPS,
        you: "The file was changed or cut after the metadata above it was signed. Read it again from where it is published.",
      };
    case "hash":
      return {
        happened: `The ${role} metadata is not the file that was signed for.`,
        evidence: `Its ${quoted(fault.algorithm)} hash is ${quoted(fault.found)}; the metadata above it names ${quoted(fault.expected)}.`,
        client: STOPS,
        you: "The file was changed after the metadata above it was signed. Read it again from where it is published; if it stays so, treat it as an attack.",
      };
    case "hash-algorithm-unknown":
      return {
        happened: `The hash of the ${role} metadata is of a kind that is not known here.`,
        evidence: `It is called ${quoted(fault.algorithm)}; sha256 and sha512 are known.`,
        client: "Most clients stop, because they cannot check the file.",
        you: "The repository should name a sha256 hash beside it.",
      };
    case "threshold":
      return {
        happened: `${capital(role)} does not carry enough signatures.`,
        evidence: `${countWords(fault.counted, "key")} of ${/^root \d+$/.test(fault.by) ? fault.by : roleWords(fault.by)} signed it, ${fault.threshold} ${fault.threshold === 1 ? "is" : "are"} needed. Distinct keys are counted, not signatures.`,
        client: STOPS,
        you: "Collect the signatures that are missing; the document itself need not change.",
      };
    case "version":
      return {
        happened: `The ${role} metadata has another version than it should.`,
        evidence: `Version ${fault.expected} is called for, the file says ${fault.found}.`,
        client: STOPS,
        you: "Check which file lies under this name, and whether an older one was put back.",
      };
    case "rollback":
      return {
        happened: `This repository went backwards: ${documentWords(fault.role, fault.have)} was seen before, now it offers ${fault.found}.`,
        evidence: `This device saw ${documentWords(fault.role, fault.have)} published from the same anchor.`,
        client: "A client that has seen the newer version stops here and keeps what it has. One that has not would accept the older one.",
        you: "Ask the people who run it. Until they explain it, install nothing from it.",
      };
    case "removed-from-snapshot":
      return {
        happened: `The snapshot no longer lists ${role}, which it listed before.`,
        evidence: "This device saw it listed, from the same anchor. An entry may never leave the snapshot.",
        client: "A client that has seen the entry stops here and keeps what it has.",
        you: "Ask the people who run it. Until they explain it, install nothing from it.",
      };
    case "expired":
      return {
        happened: `${documentTitle(fault.role, fault.version)} has expired.`,
        evidence: `It was good until ${quoted(fault.expires)}.`,
        client: fault.role === "root" ? "It stops after the last root of the chain: there is nobody left whom it may believe." : STOPS,
        you: fault.role === "timestamp" || fault.role === "snapshot"
          ? "Its online key must sign a new version. If you look at an old copy on purpose, set the clock to its time."
          : "Its signers must sign a new version. If you look at an old copy on purpose, set the clock to its time.",
      };
    case "not-in-snapshot":
      return {
        happened: `The snapshot does not list ${role}.`,
        evidence: `The role is delegated to, but the snapshot has no entry for it.`,
        client: "It cannot fetch the role, and finds no target in it.",
        you: "The repository must list it in its next snapshot; until then nothing that this role signs reaches anyone.",
      };
    case "not-conforming": {
      const note = describeFormatNote(fault.note);
      return { happened: `${documentTitle(fault.role, fault.version)} breaks a rule of the format. ${note.happened}`, evidence: note.evidence, client: note.client, you: note.you };
    }
  }
}

function capital(text: string): string {
  return /^(root|timestamp|snapshot|targets)$/.test(text) ? `${text.slice(0, 1).toUpperCase()}${text.slice(1)}` : text;
}
