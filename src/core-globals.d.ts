// The only two globals that the pure core may use beyond ES2024. They turn text into bytes and back, hold no state
// and reach nothing outside. Seen by tsconfig.core.json alone; everywhere else the DOM or Node types declare them.

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(input: string, into: Uint8Array): { readonly read: number; readonly written: number };
}

declare class TextDecoder {
  constructor(label?: "utf-8", options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
