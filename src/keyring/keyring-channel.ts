/** The name that all tabs of this origin share: of the lock around changes and of the channel that tells of them. */
export const KEYRING_CHANNEL = "countersign-keyring";
