// The one Trusted Types policy of the product. The served policy allows this name alone, so nothing else in the page
// can turn a string into a script address; and this turns only the addresses of our own built workers.

const POLICY_NAME = "countersign-worker";

/** Where the build puts workers, seen from the page: the folder decides the CSP that they are served with. */
const BUILT_WORKER = /^workers\/(?:closed|reader)\/[\w.-]+\.js$/;
/** The development server serves the sources. */
const SOURCE_WORKER = /^src\/[\w/-]+\.worker\.ts\?worker_file&type=module$/;

type ScriptUrlPolicy = { readonly createScriptURL: (url: string) => string };
type PolicyFactory = {
  readonly createPolicy: (name: string, rules: { readonly createScriptURL: (url: string) => string }) => ScriptUrlPolicy;
};

let policy: ScriptUrlPolicy | undefined;

/** Gives an address that `new Worker` takes. Throws for any address that is not one of our workers: that is a defect, never input. */
export function trustedWorkerUrl(url: string): string {
  policy ??= createPolicy(); // a second policy of the same name would be refused
  return policy.createScriptURL(url);
}

/** True for a worker script of this very build, in the folder that this page was served from. */
export function isOwnWorkerUrl(url: string, pageUrl: string, development: boolean): boolean {
  const page = new URL(".", pageUrl);
  const worker = new URL(url, page);
  if (worker.origin !== page.origin || !worker.pathname.startsWith(page.pathname)) return false;
  const path = (worker.pathname + worker.search + worker.hash).slice(page.pathname.length);
  return BUILT_WORKER.test(path) || (development && SOURCE_WORKER.test(path));
}

function createPolicy(): ScriptUrlPolicy {
  const rules: ScriptUrlPolicy = {
    createScriptURL: (url) => {
      if (!isOwnWorkerUrl(url, location.href, import.meta.env.DEV)) throw new TypeError(`not a worker of this build: ${url}`);
      return url;
    },
  };
  // The DOM types that ship with the compiler do not know Trusted Types; a browser without them applies the same rules.
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
  return trustedTypes?.createPolicy(POLICY_NAME, rules) ?? rules;
}
