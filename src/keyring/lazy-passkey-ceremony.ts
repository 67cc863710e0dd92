import type { PasskeyCeremony } from "./passkey.ts";

/** The ceremony of this browser's page, fetched when it is first asked: most visits never touch a passkey. */
export function lazyPasskeyCeremony(): PasskeyCeremony {
  let loaded: Promise<PasskeyCeremony> | undefined;
  const load = (): Promise<PasskeyCeremony> =>
    (loaded ??= import("./passkey-ceremony.ts").then(({ browserPage, passkeyCeremony }) => passkeyCeremony(browserPage())));
  return {
    capability: async () => (await load()).capability(),
    register: async (request, signal) => (await load()).register(request, signal),
    evaluate: async (request, signal) => (await load()).evaluate(request, signal),
  };
}
