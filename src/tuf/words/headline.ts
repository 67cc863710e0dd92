import type { UtcInstant } from "../../lib/utc-instant.ts";
import type { ClientFault } from "../client/client-fault.ts";
import type { RepositoryReport, Uncertainty } from "../repository/report.ts";
import { describeClientFault } from "./client-fault.ts";
import { countWords, documentTitle, documentWords, momentWords, versionsWords } from "./report-words.ts";

/** The answer to "can a client update right now?", in words. */
export interface HeadlineText {
  /** `unknown` while the anchor is not confirmed, too: nothing is green before. */
  readonly mark: "ok" | "bad" | "unknown";
  /** One sentence. */
  readonly answer: string;
  /** What it rests on, or what it turns on. */
  readonly because: readonly string[];
  /** What would settle it, where it is open. */
  readonly settles: string | undefined;
  /** What a client refuses, and where the rule stands. */
  readonly refusal: ClientFault | undefined;
}

/** `asOf`: the time of the look, where it was chosen and is not the present. */
export function describeHeadline(report: Pick<RepositoryReport, "headline" | "anchor" | "roots">, asOf: UtcInstant | undefined): HeadlineText {
  const { headline, anchor } = report;
  const at = asOf === undefined ? undefined : `At ${momentWords(asOf)}`;
  switch (headline.kind) {
    case "can-update": {
      const proviso = headline.providedRootIsOut ? `, provided that root ${headline.toRoot} is published` : "";
      const can = `${at === undefined ? "A client can update" : `${at} a client could update`}${proviso}.`;
      const about = headline.providedRootIsOut ? [provisoWords(headline.toRoot)] : [];
      return anchor.confirmed
        ? { mark: "ok", answer: can, because: [chainWords(headline.fromRoot, headline.toRoot), ...about], settles: headline.providedRootIsOut ? BASE_SETTLES : undefined, refusal: undefined }
        : {
            mark: "unknown",
            answer: `Consistent with its own root ${anchor.version}, which you have not confirmed.`,
            because: [`A client that starts from this root ${at === undefined ? "can" : `could at ${momentWords(asOf ?? (0 as UtcInstant))}`} update${proviso}.`, chainWords(headline.fromRoot, headline.toRoot), ...about],
            settles: undefined,
            refusal: undefined,
          };
    }
    case "cannot-update": {
      const who = anchor.confirmed ? "A client" : `A client that starts from root ${anchor.version}`;
      return {
        mark: "bad",
        answer: at === undefined ? `${who} cannot update.` : `${at} ${lower(who)} could not update.`,
        because: [describeClientFault(headline.fault).happened],
        settles: undefined,
        refusal: headline.fault,
      };
    }
    case "cannot-tell": {
      const { because, settles } = describeUncertainty(headline.why);
      return {
        mark: "unknown",
        answer: at === undefined ? "One cannot tell from here whether a client can update." : `${at}: one cannot tell from here whether a client could update.`,
        because: [...because, ...walked(report), ...(anchor.confirmed ? [] : [`It is judged from root ${anchor.version}, which you have not confirmed.`])],
        settles,
        refusal: undefined,
      };
    }
  }
}

/** "From root 1 to root 12 every step was signed by the old and the new keys." */
export function chainWords(from: number, to: number): string {
  if (from === to) return `Root ${from} is the only root, signed by enough of its own keys.`;
  return `From root ${from} to root ${to} every step was signed by the old and the new keys.`;
}

/** How far the chain of roots goes, where it goes anywhere. */
function walked({ anchor, roots }: Pick<RepositoryReport, "anchor" | "roots">): readonly string[] {
  const last = Math.max(anchor.version, ...roots.flatMap(({ accepted, version }) => (accepted ? [version] : [])));
  return last === anchor.version ? [] : [chainWords(anchor.version, last)];
}

const BASE_SETTLES = "Give the published repository to compare with: a folder, an archive or its address.";

function provisoWords(version: number): string {
  return `A working folder cannot show whether root ${version} is published. Root ${version - 1} has expired, so that without root ${version} no client could update.`;
}

function describeUncertainty(why: Uncertainty): { readonly because: readonly string[]; readonly settles: string } {
  switch (why.kind) {
    case "no-timestamp":
      return {
        because: ["There is no timestamp among these files, and a client begins with it."],
        settles: "Open the whole repository, or give the published one to compare with: a folder, an archive or its address.",
      };
    case "overwritten":
      return {
        because: [
          `The metadata names ${documentWords(why.role, why.named)}, which clients still fetch. Here it lies overwritten${why.here.length === 0 ? "" : `: this folder holds ${why.role} ${versionsWords(why.here)}`}.`,
        ],
        settles: BASE_SETTLES,
      };
    case "root-publication":
      return {
        because: [
          `It turns on whether root ${why.version} is published, and a working folder does not show that.`,
          caseWords(`While root ${why.version} is not published`, why.without),
          caseWords(`Once root ${why.version} is published`, why.with),
        ],
        settles: BASE_SETTLES,
      };
  }
}

function caseWords(when: string, fault: ClientFault | undefined): string {
  if (fault === undefined) return `${when}, a client can update.`;
  if (fault.kind === "threshold") {
    return `${when}, it cannot: ${documentWords(fault.role, undefined)} has ${countWords(fault.counted, "signature")} that ${fault.by} counts, of ${fault.threshold} needed.`;
  }
  if (fault.kind === "expired") return `${when}, it cannot: ${lower(documentTitle(fault.role, fault.version))} has expired.`;
  return `${when}, it cannot: ${lower(describeClientFault(fault).happened)}`;
}

function lower(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
