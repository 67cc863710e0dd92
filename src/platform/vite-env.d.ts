/// <reference types="vite/client" />

/** Put in by the build: see scripts/build-identity.mjs. */
declare const __BUILD__: { readonly version: string; readonly digest: string };
