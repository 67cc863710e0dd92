/** The steps of the ceremony that have a screen, in their order. */
export const DRAFT_STEPS = ["review", "compare", "sign", "check", "export"] as const;
export type DraftStep = (typeof DRAFT_STEPS)[number];

/** Every screen has an address behind the hash, so that any static host, a zip or a file serves them all. */
export type Route =
  | { readonly name: "open" }
  | { readonly name: (typeof PLAIN)[number] }
  | { readonly name: "overview"; readonly repository: string }
  | { readonly name: "targets"; readonly repository: string }
  | { readonly name: "role"; readonly repository: string; readonly role: string }
  | { readonly name: "draft"; readonly repository: string; readonly document: string; readonly step: DraftStep };

/** Screens that belong to no repository, and stand behind their own name. */
const PLAIN = ["keys", "people", "self-test", "about"] as const;

/** `#/r/:id/roles/:role`, for the `href` of a link. Ids and role names may hold any character. */
export function hrefTo(route: Route): string {
  return `#${pathOf(route)}`;
}

/** Undefined for an address that names no screen. Shape: `/…`, as it stands behind the hash. */
export function parseRoute(path: string): Route | undefined {
  const segments = splitPath(path);
  if (segments === undefined) return undefined;
  const [first, repository, third, fourth, fifth, ...more] = segments;
  if (more.length > 0) return undefined;
  if (first === "") return repository === undefined ? { name: "open" } : undefined;
  const plain = PLAIN.find((name) => name === first);
  if (plain !== undefined) return repository === undefined ? { name: plain } : undefined;
  if (first !== "r" || repository === undefined || repository === "") return undefined;
  if (third === undefined) return { name: "overview", repository };
  if (third === "targets" && fourth === undefined) return { name: "targets", repository };
  if (third === "roles" && fourth !== undefined && fifth === undefined) return { name: "role", repository, role: fourth };
  if (third === "draft" && fourth !== undefined && fourth !== "") {
    const step = DRAFT_STEPS.find((known) => known === fifth);
    return step === undefined ? undefined : { name: "draft", repository, document: fourth, step };
  }
  return undefined;
}

function pathOf(route: Route): string {
  switch (route.name) {
    case "open":
      return "/";
    case "keys":
    case "people":
    case "self-test":
    case "about":
      return `/${route.name}`;
    case "overview":
      return join("r", route.repository);
    case "targets":
      return join("r", route.repository, "targets");
    case "role":
      return join("r", route.repository, "roles", route.role);
    case "draft":
      return join("r", route.repository, "draft", route.document, route.step);
  }
}

/** A lone surrogate cannot be encoded; no parsed metadata holds one, and an address with U+FFFD names no role. */
function join(...segments: readonly string[]): string {
  return `/${segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join("/")}`;
}

function splitPath(path: string): readonly string[] | undefined {
  if (!path.startsWith("/")) return undefined;
  try {
    return path.slice(1).split("/").map(decodeURIComponent);
  } catch {
    return undefined; // a stray percent sign: `decodeURIComponent` throws for nothing else
  }
}
