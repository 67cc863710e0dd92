declare module "bcrypt-pbkdf" {
  const bcrypt: {
    /** Fills `key`. Zero when it did; it does not for an empty passphrase or salt. */
    pbkdf(passphrase: Uint8Array, passphraseLength: number, salt: Uint8Array, saltLength: number, key: Uint8Array, keyLength: number, rounds: number): number;
  };
  export = bcrypt;
}
