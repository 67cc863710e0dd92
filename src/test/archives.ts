import { deflateRawSync, crc32 as zlibCrc32 } from "node:zlib";
import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";

/** One tar entry as a test wants it; every field that an attacker could set is one that a test can set. */
export interface TarEntry {
  readonly name: string;
  readonly body?: Uint8Array;
  readonly type?: string;
  readonly size?: number;
  readonly linkName?: string;
  readonly prefix?: string;
  readonly magic?: string;
}

export function tar(entries: readonly TarEntry[]): Bytes {
  return concatBytes(...entries.map(tarEntry), new Uint8Array(1024));
}

export function tarEntry({ name, body = new Uint8Array(0), type = "0", size = body.length, linkName = "", prefix = "", magic = "ustar\0" + "00" }: TarEntry): Bytes {
  const block = new Uint8Array(512);
  const put = (text: string, at: number): void => block.set(utf8(text), at);
  put(name, 0);
  put("0000644\0", 100);
  put(`${size.toString(8).padStart(11, "0")}\0`, 124);
  put("00000000000\0", 136);
  put("        ", 148);
  put(type, 156);
  put(linkName, 157);
  put(magic, 257);
  put(prefix, 345);
  put(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `, 148);
  return concatBytes(block, body, new Uint8Array((512 - (body.length % 512)) % 512));
}

export function pax(fields: Readonly<Record<string, string>>, type: string = "x"): TarEntry {
  const records = Object.entries(fields).map(([keyword, value]) => {
    const tail = utf8(` ${keyword}=${value}\n`).length;
    let length = tail + String(tail).length;
    if (String(length).length + tail !== length) length = tail + String(length).length;
    return `${length} ${keyword}=${value}\n`;
  });
  return { name: "PaxHeaders/x", type, body: utf8(records.join("")) };
}

/** One zip entry; what is set apart from `name` and `body` is a lie told in the directory, in the header, or in both. */
export interface ZipEntryPlan {
  readonly name: string;
  readonly body?: Uint8Array;
  readonly stored?: boolean;
  readonly localName?: string;
  readonly flags?: number;
  readonly mode?: number;
  readonly method?: number;
  readonly size?: number;
  readonly crc?: number;
  readonly headerAt?: number;
  readonly streamed?: boolean;
}

export function zip(plans: readonly ZipEntryPlan[], comment: Uint8Array = new Uint8Array(0)): Bytes {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  for (const plan of plans) {
    const { name, body = new Uint8Array(0), stored = false, streamed = false, mode = 0 } = plan;
    const packed = stored ? body : deflateRawSync(body);
    const method = plan.method ?? (stored ? 0 : 8);
    const flags = (plan.flags ?? 0x800) | (streamed ? 8 : 0);
    const sizes = [plan.crc ?? checksum(body), packed.length, plan.size ?? body.length] as const;
    const localName = utf8(plan.localName ?? name);
    const header = concatBytes(u32(0x04034b50), u16(20, flags, method, 0, 0x21), u32(...(streamed ? [0, 0, 0] : sizes)), u16(localName.length, 0), localName);
    const record = concatBytes(header, packed, streamed ? u32(0x08074b50, ...sizes) : new Uint8Array(0));
    central.push(
      u32(0x02014b50), u16(0x031e, 20, flags, method, 0, 0x21), u32(...sizes), u16(utf8(name).length, 0, 0, 0, 0), u32(mode * 0x10000, plan.headerAt ?? at), utf8(name),
    );
    local.push(record);
    at += record.length;
  }
  const directory = concatBytes(...central);
  const end = concatBytes(u32(0x06054b50), u16(0, 0, plans.length, plans.length), u32(directory.length, at), u16(comment.length), comment);
  return concatBytes(...local, directory, end);
}

export function checksum(bytes: Uint8Array): number {
  if (typeof zlibCrc32 === "function") return zlibCrc32(bytes);
  let c = 0xffffffff; // Node 20.15 and later have it; bit by bit on purpose, so that it shares nothing with the product's table
  for (const byte of bytes) {
    c ^= byte;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}

function u16(...values: readonly number[]): Bytes {
  const out = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, i) => out.setUint16(i * 2, value, true));
  return new Uint8Array(out.buffer);
}

function u32(...values: readonly number[]): Bytes {
  const out = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => out.setUint32(i * 4, value >>> 0, true));
  return new Uint8Array(out.buffer);
}
