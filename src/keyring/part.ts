/** A chunk of this app could not be loaded: no connection, or a host that serves another release by now. */
export class PartMissing extends Error {}

/** A part of the app that is loaded when it is first needed. To be asked for before anything is changed. */
export async function part<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof TypeError) throw new PartMissing("a part of the keyring could not be loaded", { cause: error }); // as browsers say it
    throw error;
  }
}
