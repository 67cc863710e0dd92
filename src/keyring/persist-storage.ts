/** `unanswered`: the browser may still be asking the person; some never settle before that. */
export type Persistence = "granted" | "refused" | "unanswered" | "unsupported";

const PATIENCE_MS = 2000;

/**
 * Asks the browser not to clear the keyring when space runs short. To be called from the page, and never waited for
 * before doing anything else.
 */
export async function persistStorage(storage: Pick<StorageManager, "persist"> | undefined, patienceMs: number = PATIENCE_MS): Promise<Persistence> {
  if (storage === undefined) return "unsupported";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<Persistence>((resolve) => {
    timer = setTimeout(() => resolve("unanswered"), patienceMs);
  });
  const asked = storage.persist().then(
    (granted): Persistence => (granted ? "granted" : "refused"),
    (): Persistence => "refused", // rejects in contexts that may store nothing
  );
  const answer = await Promise.race([asked, patience]);
  clearTimeout(timer);
  return answer;
}
