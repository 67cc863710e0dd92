/** What this build says about itself. `digest` is SHA-256 over all inputs of the build; the same sources give the same digest. Shape: 64 hex digits. */
export type Build = { readonly version: string; readonly digest: string };

export const build: Build = __BUILD__;
