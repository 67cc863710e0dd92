// The one place where response headers are written down. From here come the headers of the local server, of the
// tests, `_headers` for static hosts, and the meta element for hosts that send no headers at all.
//
// Policies go by folder, because a static host can match a folder and because two rules for one path would be merged:
//   workers/reader/   the one worker that reads the addresses a person named; it never sees a key
//   workers/closed/   every other worker: verification, cryptography, keyring
//   anything else     the document's policy
// A worker served with no policy is not limited by the document's: that is why every worker has a folder here.

export const TRUSTED_TYPES_POLICY = "countersign-worker";
export const READER_FOLDER = "workers/reader";
export const CLOSED_FOLDER = "workers/closed";

/** @type {Readonly<Record<string, string>>} */
const DOCUMENT_POLICY = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "worker-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": TRUSTED_TYPES_POLICY,
};

/** @type {Readonly<Record<string, string>>} */
const CLOSED_WORKER_POLICY = {
  "default-src": "'none'",
  "script-src": "'self'", // its own chunks
  "connect-src": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "'none'",
};

/** @type {Readonly<Record<string, string>>} */
const READER_WORKER_POLICY = { ...CLOSED_WORKER_POLICY, "connect-src": "https: http:" };

/** What a meta element may not say (HTML, "Content security policy state"); browsers warn about it. */
const NOT_IN_META = new Set(["frame-ancestors", "report-uri", "sandbox"]);

export const documentPolicy = policyText(DOCUMENT_POLICY);
export const closedWorkerPolicy = policyText(CLOSED_WORKER_POLICY);
export const readerWorkerPolicy = policyText(READER_WORKER_POLICY);
export const metaPolicy = policyText(
  Object.fromEntries(Object.entries(DOCUMENT_POLICY).filter(([directive]) => !NOT_IN_META.has(directive))),
);

const DENIED_FEATURES = [
  "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope",
  "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "xr-spatial-tracking",
];

/** @type {Readonly<Record<string, string>>} */
const COMMON = {
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": DENIED_FEATURES.map((feature) => `${feature}=()`).join(", "),
};

const IMMUTABLE = "public, max-age=31536000, immutable";
const REVALIDATE = "no-cache";

/** @type {readonly { readonly prefix: string, readonly policy: string, readonly cache: string }[]} */
const FOLDERS = [
  { prefix: `/${READER_FOLDER}/`, policy: readerWorkerPolicy, cache: IMMUTABLE },
  { prefix: `/${CLOSED_FOLDER}/`, policy: closedWorkerPolicy, cache: IMMUTABLE },
  { prefix: "/assets/", policy: documentPolicy, cache: IMMUTABLE }, // names there carry a digest
];

/**
 * @param {string} path of the request, with its leading slash
 * @returns {Readonly<Record<string, string>>}
 */
export function headersFor(path) {
  const folder = FOLDERS.find(({ prefix }) => path.startsWith(prefix));
  return {
    ...COMMON,
    "Content-Security-Policy": folder?.policy ?? documentPolicy,
    "Cache-Control": folder?.cache ?? REVALIDATE,
  };
}

/**
 * The same headers as a `_headers` file. Hosts join the values of all rules that match a path, and two joined
 * policies are both enforced; so what differs is said in rules that never overlap, and files outside the folders are
 * named one by one.
 * @param {readonly string[]} files of the build, with `/`, without a leading slash
 */
export function headersFile(files) {
  const loose = files.map((file) => `/${file}`).filter((path) => !FOLDERS.some(({ prefix }) => path.startsWith(prefix)));
  const rules = [
    { match: "/*", headers: COMMON },
    ...["/", ...loose].map((path) => ({ match: path, headers: own(path) })),
    ...FOLDERS.map(({ prefix }) => ({ match: `${prefix}*`, headers: own(prefix) })),
  ];
  return rules
    .map(({ match, headers }) => [match, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join("\n"))
    .join("\n\n")
    .concat("\n");
}

/** @param {string} path */
function own(path) {
  return Object.fromEntries(Object.entries(headersFor(path)).filter(([name]) => !(name in COMMON)));
}

/** @param {Readonly<Record<string, string>>} policy */
function policyText(policy) {
  return Object.entries(policy).map(([directive, sources]) => `${directive} ${sources}`).join("; ");
}
