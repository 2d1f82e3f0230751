import { hash } from 'node:crypto';
import type { Link, Sketch, Story } from './types.ts';

/** Bytes by which an article or story is named among others: of a million two are alike once in two stores. */
const REF = 5;
const RAW_ID = 255;
const TEXT = 200;
const VECTOR_STEP = 127;
const WEIGHT_STEP = 65_535;

export const refOf = (id: string): Buffer => hash('sha1', id, 'buffer').subarray(0, REF);

/** Milliseconds as six bytes, in their order. What is before 1970 is 1970. */
export function packTime(ms: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(Math.min(Math.max(0, Math.round(ms)), 2 ** 48 - 1), 0, 6);
  return bytes;
}

/** Reads what was packed, part by part. */
class Reader {
  #at = 0;
  readonly #bytes: Buffer;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  take(length: number): Buffer {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
  uint(bytes: number): number {
    return this.take(bytes).readUIntBE(0, bytes);
  }
  float(): number {
    return this.take(4).readFloatBE(0);
  }
  text(): string {
    const length = this.uint(1);
    return length === RAW_ID ? this.take(20).toString('base64url') : this.take(length).toString('utf8');
  }
}

/** A short text; an id that is a urlKey as its 20 bytes. */
function packText(text: string): Buffer {
  const raw = text.length === 27 ? Buffer.from(text, 'base64url') : undefined;
  if (raw?.length === 20 && raw.toString('base64url') === text) return Buffer.concat([Buffer.of(RAW_ID), raw]);
  const bytes = Buffer.from(text, 'utf8');
  // cut between characters
  const cut =
    bytes.length <= TEXT
      ? bytes
      : Buffer.from(
          bytes
            .subarray(0, TEXT)
            .toString('utf8')
            .replace(/\ufffd$/, ''),
          'utf8',
        );
  return Buffer.concat([Buffer.of(cut.length), cut]);
}

/** In the order of time, then of the id as it is written. */
export const packLink = ({ id, at }: Link): Buffer => Buffer.concat([packTime(at), Buffer.from(id, 'utf8')]);

export const unpackLink = (bytes: Buffer): Link => ({ at: bytes.readUIntBE(0, 6), id: bytes.toString('utf8', 6) });

/** Four bytes a hash, half a byte a part. */
export function packSketch({ hashes, parts }: Sketch): Buffer {
  const count = hashes.length;
  const bytes = Buffer.alloc(1 + 4 * count + Math.ceil(count / 2));
  bytes.writeUInt8(count, 0);
  hashes.forEach((value, at) => {
    bytes.writeUInt32BE(value, 1 + 4 * at);
  });
  parts.forEach((part, at) => {
    const byte = 1 + 4 * count + (at >> 1);
    bytes[byte] = (bytes[byte] ?? 0) | (at % 2 === 0 ? part << 4 : part);
  });
  return bytes;
}

export function unpackSketch(bytes: Buffer): Sketch {
  const count = bytes.readUInt8(0);
  const from = 1 + 4 * count;
  const hashes = Array.from({ length: count }, (_, at) => bytes.readUInt32BE(1 + 4 * at));
  const parts = Array.from({ length: count }, (_, at) => ((bytes[from + (at >> 1)] ?? 0) >> (at % 2 === 0 ? 4 : 0)) & 15);
  return { hashes, parts };
}

export const packArticle = ({ id, at, sketch }: { id: string; at: number; sketch: Sketch }): Buffer =>
  Buffer.concat([packTime(at), packText(id), packSketch(sketch)]);

export function unpackArticle(bytes: Buffer): { id: string; at: number; sketch: Sketch } {
  const read = new Reader(bytes);
  const at = read.uint(6);
  const id = read.text();
  return { id, at, sketch: unpackSketch(read.take(bytes.length)) };
}

/** Scripts read the version (bytes 1 to 4) and lastAt (5 to 10). Weights keep 16 bits of the largest, vectors 8 (cosines change by less than .01). */
export function packStory(story: Story): Buffer {
  const names = new Set(story.names);
  const { id, version, size, firstAt, lastAt, label, publisher, language, terms, vector } = story;
  const head = Buffer.alloc(4);
  head.writeUInt32BE(version);
  const sizes = Buffer.alloc(4);
  sizes.writeUInt32BE(size);
  const largest = Math.max(...terms.map(([, weight]) => weight), Number.MIN_VALUE);
  const body = Buffer.alloc(5 + 6 * terms.length);
  body.writeUInt8(terms.length, 0);
  body.writeFloatBE(largest, 1);
  terms.forEach(([term, weight], at) => {
    body.writeUInt32BE(term, 5 + 6 * at);
    body.writeUInt16BE(Math.round((weight / largest) * WEIGHT_STEP), 9 + 6 * at);
  });
  const flags = Buffer.alloc(Math.ceil(terms.length / 8));
  terms.forEach(([term], at) => {
    if (names.has(term)) flags[at >> 3] = (flags[at >> 3] ?? 0) | (1 << (at & 7));
  });
  const texts = [id, publisher, language, label].map(packText);
  return Buffer.concat([head, packTime(lastAt), packTime(firstAt), sizes, ...texts, body, flags, packVector(vector)]);
}

export function unpackStory(bytes: Buffer): Story {
  const read = new Reader(bytes);
  const [version, lastAt, firstAt, size] = [read.uint(4), read.uint(6), read.uint(6), read.uint(4)];
  const [id, publisher, language, label] = [read.text(), read.text(), read.text(), read.text()];
  const count = read.uint(1);
  const largest = read.float();
  const terms = Array.from({ length: count }, () => [read.uint(4), (read.uint(2) / WEIGHT_STEP) * largest] as const);
  const flags = read.take(Math.ceil(count / 8));
  const names = terms.filter((_, at) => ((flags[at >> 3] ?? 0) >> (at & 7)) & 1).map(([term]) => term);
  return { id, version, size, firstAt, lastAt, label, publisher, language, terms, names, vector: unpackVector(read) };
}

function packVector(vector: readonly number[] | null): Buffer {
  if (vector === null) return Buffer.alloc(2);
  const head = Buffer.alloc(6);
  const largest = Math.max(...vector.map(Math.abs), Number.MIN_VALUE);
  head.writeUInt16BE(vector.length, 0);
  head.writeFloatBE(largest, 2);
  return Buffer.concat([head, Buffer.from(vector.map((value) => Math.round((value / largest) * VECTOR_STEP)))]);
}

function unpackVector(read: Reader): number[] | null {
  const length = read.uint(2);
  if (length === 0) return null;
  const largest = read.float();
  return [...new Int8Array(read.take(length))].map((value) => (value / VECTOR_STEP) * largest);
}
