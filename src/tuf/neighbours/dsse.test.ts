import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { toBase64 } from "../../lib/base64.ts";
import { decodeUtf8, utf8, type Bytes } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import { RepositorySimulator, simKey, type SimKey } from "../../test/repository-simulator.ts";
import { parseMetadata, type DocumentFault } from "../model/parse-metadata.ts";
import { verifySignatures } from "../verify/verify-signatures.ts";
import { preAuthEncoding, TUF_PAYLOAD_TYPE, type DsseContent, type DsseEnvelope } from "./dsse.ts";
import { neighbourOf } from "./recognise.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const sim = RepositorySimulator.published();
const root = sim.root(1);
const [rootKey] = sim.roles.root.keys;
if (rootKey === undefined) throw new Error("a root has a key");

/** What an envelope of python-tuf holds: the metadata without its wrapper, in whatever form it was written. */
const payload = utf8(root.text.slice(root.signedNode.start, root.signedNode.end));

interface About { readonly payload?: Bytes; readonly type?: string; readonly signatures?: readonly { readonly keyid: string; readonly sig: string }[]; readonly encode?: (bytes: Bytes) => string }

function envelope({ payload: content = payload, type = TUF_PAYLOAD_TYPE, signatures = [], encode = toBase64 }: About = {}): Bytes {
  return utf8(JSON.stringify({ payload: encode(content), payloadType: type, signatures }));
}

function signed(key: SimKey, message: Uint8Array = preAuthEncoding(TUF_PAYLOAD_TYPE, payload)): { readonly keyid: string; readonly sig: string } {
  return { keyid: key.plain.keyId, sig: toBase64(key.node.sign(message)) };
}

function read(bytes: Bytes): DsseEnvelope | DocumentFault {
  const neighbour = neighbourOf("root.json", bytes);
  if (neighbour?.kind !== "dsse") throw new Error(`not taken for an envelope: ${neighbour?.kind}`);
  return neighbour.read.ok ? neighbour.read.value : neighbour.read.fault;
}

function content(bytes: Bytes): DsseContent {
  const found = read(bytes);
  if ("kind" in found || found.content?.ok !== true) throw new Error(`no content: ${JSON.stringify(found)}`);
  return found.content.value;
}

function refusal(bytes: Bytes): DocumentFault | undefined {
  const found = read(bytes);
  return "kind" in found ? found : found.content?.ok === false ? found.content.fault : undefined;
}

describe("the pre-authentication encoding", () => {
  it.each([
    ["http://example.com/HelloWorld", "hello world", "DSSEv1 29 http://example.com/HelloWorld 11 hello world"], // the example of the DSSE specification
    ["", "", "DSSEv1 0  0 "],
    ["é", "\u{1f600}", "DSSEv1 2 é 4 \u{1f600}"],
  ])("of type %j and payload %j counts bytes", (type, text, expected) => {
    expect(decodeUtf8(preAuthEncoding(type, utf8(text)))).toBe(expected);
  });
});

describe("metadata in an envelope", () => {
  it("is read as what stands in `signed` elsewhere, and its signatures count over the encoding alone", async () => {
    const { signed: inside, signedBytes, signatures, text } = content(envelope({ signatures: [signed(rootKey)] }));
    expect([inside.type, inside.version, text]).toEqual(["root", 1, decodeUtf8(payload)]);
    const role = root.signed.roles.get("root");
    if (role === undefined) throw new Error("a root has root keys");
    expect((await verifySignatures({ signedBytes, signatures }, role, root.signed.keys, verifier)).counted).toBe(1);
    for (const message of [payload, root.signedBytes, preAuthEncoding("application/json", payload)]) {
      const other = content(envelope({ signatures: [signed(rootKey, message)] }));
      expect((await verifySignatures(other, role, root.signed.keys, verifier)).counted).toBe(0);
    }
    const stranger = content(envelope({ signatures: [signed(simKey())] }));
    expect((await verifySignatures(stranger, role, root.signed.keys, verifier)).counted).toBe(0);
  });

  it("is not metadata to a client", () => {
    expect(parseMetadata(envelope())).toMatchObject({ ok: false, fault: { kind: "not-metadata", looksLike: "dsse" } });
  });

  it("may be written in either alphabet of base64, not in both, and with its padding", () => {
    const odd = utf8(`${decodeUtf8(payload)} `.padEnd(payload.length + 1 + ((4 - (payload.length % 3)) % 3))); // ends with padding
    const url = (bytes: Bytes): string => toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_");
    const { sig } = signed(rootKey);
    expect(content(envelope({ encode: url, signatures: [{ keyid: "k", sig: sig.replaceAll("+", "-").replaceAll("/", "_") }] })).signatures[0]?.sig).toBe(toHex(new Uint8Array(Buffer.from(sig, "base64"))));
    expect(refusal(envelope({ payload: odd, encode: (bytes) => toBase64(bytes).replace(/=+$/, "") }))).toMatchObject({ kind: "field", path: "payload" });
    expect(refusal(envelope({ encode: () => "+-==" }))).toMatchObject({ kind: "field", path: "payload" });
    expect(refusal(envelope({ signatures: [{ keyid: "k", sig: "*" }] }))).toMatchObject({ kind: "field", path: "signatures[0].sig" });
  });

  it("is held to the rules that metadata is held to", () => {
    expect(refusal(envelope({ payload: utf8('{"_type":"root","_type":"root"}') }))).toMatchObject({ kind: "json-duplicate-key" });
    expect(refusal(envelope({ payload: utf8('{"_type":"root"}') }))).toMatchObject({ kind: "field" });
    expect(refusal(envelope({ payload: utf8('{"_type":"mirrors","spec_version":"1.0.34","version":1,"expires":"2031-01-01T00:00:00Z"}') }))).toMatchObject({ kind: "unknown-type", type: "mirrors" });
    expect(refusal(envelope({ signatures: [signed(rootKey), signed(rootKey)] }))).toEqual({ kind: "duplicate-signature", keyId: rootKey.plain.keyId });
    expect(refusal(envelope({ payload: root.bytes }))).toMatchObject({ kind: "not-metadata" });
  });

  it("of another type of payload, or around another envelope, is named and not opened", () => {
    expect(read(envelope({ type: "application/vnd.in-toto+json", signatures: [signed(rootKey)] }))).toEqual({ payloadType: "application/vnd.in-toto+json", signatureCount: 1, content: undefined });
    expect(refusal(envelope({ payload: envelope() }))).toEqual({ kind: "not-metadata", looksLike: "dsse" });
  });

  it("with parts of the wrong kind is refused, and says which", () => {
    for (const [field, value] of [["payload", 1], ["payloadType", ""], ["signatures", {}]] as const) {
      const wrong = utf8(JSON.stringify({ payload: "e30=", payloadType: TUF_PAYLOAD_TYPE, signatures: [], [field]: value }));
      expect(refusal(wrong)).toMatchObject({ kind: "field", path: field, spec: "DSSE 1.0" });
    }
  });

  it("larger than clients take of any metadata is not opened", () => {
    expect(refusal(envelope({ encode: () => "A".repeat(12 * 1024 * 1024) }))).toMatchObject({ kind: "json-too-large", limit: 8 * 1024 * 1024 });
  });
});
