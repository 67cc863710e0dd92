import { dependencies } from "../../../package.json";

/** A package whose code or font is part of the built app. */
export type BundledPackage = { readonly name: string; readonly version: string; readonly licence: string };

/** SPDX names, as each package states its own; packages.test.ts holds them against what is installed. */
const LICENCES: Readonly<Record<keyof typeof dependencies, string>> = {
  "@fontsource-variable/atkinson-hyperlegible-mono": "OFL-1.1",
  "@fontsource-variable/atkinson-hyperlegible-next": "OFL-1.1",
  "@noble/ciphers": "MIT",
  "@noble/curves": "MIT",
  "@noble/ed25519": "MIT",
  "@noble/hashes": "MIT",
  "@noble/post-quantum": "MIT",
  "@zxcvbn-ts/core": "MIT",
  "@zxcvbn-ts/language-common": "MIT",
  "@zxcvbn-ts/language-en": "MIT",
  asn1js: "BSD-3-Clause",
  "bcrypt-pbkdf": "BSD-3-Clause",
  canonicalize: "Apache-2.0",
  comlink: "Apache-2.0",
  diff: "BSD-3-Clause",
  fflate: "MIT",
  idb: "ISC",
  react: "MIT",
  "react-dom": "MIT",
  wouter: "Unlicense",
  zustand: "MIT",
};

const licenceOf: ReadonlyMap<string, string> = new Map(Object.entries(LICENCES));

export const BUNDLED_PACKAGES: readonly BundledPackage[] = Object.entries(dependencies).map(([name, version]) => ({
  name,
  version,
  licence: licenceOf.get(name) ?? "",
}));
