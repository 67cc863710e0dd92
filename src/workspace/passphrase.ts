// A passphrase is made of a field's text at once, and goes to the keyring as bytes that are transferred and wiped.
// Screens may not import the keyring.
export { PASSPHRASE_LIMITS, passphraseOf, passphraseOfFile } from "../keyring/passphrase.ts";
