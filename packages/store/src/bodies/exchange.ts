import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { Fault, type FrontierItem } from '@newsmill/contracts';
import { WARCParser, WARCRecord, WARCSerializer } from 'warcio';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const MAX_FRAME_BYTES = 256 * 1024 * 1024;

/** One HTTP exchange, inflated, with the frontier item that asked for it. Header names are lower case. */
export type Exchange = {
  finalUrl: string;
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
  fetchedAt: string;
  item: FrontierItem;
  /** A hub sent it: the new part of a feed, without being asked. */
  pushed?: true | undefined;
};

// what no longer describes the bytes that are kept: they are inflated and whole
const UNTRUE = new Set(['content-encoding', 'transfer-encoding', 'content-length', 'connection', 'keep-alive']);
// warcio takes these names in an HTTP header for its own, and throws
const hides = (name: string): boolean => UNTRUE.has(name) || name.startsWith('warc-');
// a WARC header is a line: no control characters, whatever a server sent
const line = (text: string): string => text.replace(/\p{Cc}/gu, ' ').trim();

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A WARC 1.1 response record and a metadata record beside it (ISO 28500:2017); with `gzip` each a member of its own, as archives have them. */
export async function warcRecords(exchange: Exchange, { gzip }: { gzip: boolean }): Promise<Uint8Array> {
  const { body, fetchedAt, finalUrl, headers, item, pushed, status } = exchange;
  const common = { url: line(finalUrl), date: fetchedAt, warcVersion: 'WARC/1.1' } as const;
  const kept = Object.entries(headers).map(([name, value]) => [hides(name) ? `x-archive-orig-${name}` : name, line(value)]);
  const response = WARCRecord.create(
    {
      ...common,
      type: 'response',
      statusline: `HTTP/1.1 ${status}`,
      httpHeaders: Object.fromEntries([...kept, ['content-length', String(body.length)]]),
    },
    [body],
  );
  const metadata = WARCRecord.create({ ...common, type: 'metadata', warcHeaders: { 'Content-Type': 'application/json' } }, [
    // the final URL here too: the header holds it as a URI, percent-encoded
    new TextEncoder().encode(JSON.stringify({ ...item, finalUrl, pushed })),
  ]);
  return Buffer.concat([await WARCSerializer.serialize(response, { gzip }), await WARCSerializer.serialize(metadata, { gzip })]);
}

/** The records of an exchange as one zstd frame. */
export const packExchange = async (exchange: Exchange): Promise<Uint8Array> => compress(await warcRecords(exchange, { gzip: false }));

/** Reads what packExchange wrote. `sha12` is the start of the body's sha256; a torn or foreign object is Fault `body_missing`. */
export async function unpackExchange(packed: Uint8Array, sha12: string): Promise<Exchange> {
  try {
    const bytes = await decompress(packed, { maxOutputLength: MAX_FRAME_BYTES });
    const parser = new WARCParser([bytes]);
    const response = await parser.parse();
    if (response?.warcType !== 'response') throw new Error('no response record');
    const body = await response.readFully(false);
    const metadata = await parser.parse();
    const { finalUrl, pushed, ...item } = JSON.parse((await metadata?.contentText()) ?? '');
    if (!sha256(body).startsWith(sha12)) throw new Error('the body does not match its sha256');
    return {
      finalUrl: finalUrl ?? response.warcTargetURI,
      status: Number(response.httpHeaders?.statusCode),
      headers: headersOf(response),
      body,
      fetchedAt: response.warcDate ?? '',
      item,
      ...(pushed === true && { pushed }),
    };
  } catch (error) {
    throw new Fault('body_missing', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** warcio keeps a value beyond latin-1 as the latin-1 reading of its UTF-8 bytes, and notes which. An empty header is none. */
export function headersOf({ httpHeaders }: WARCRecord): Record<string, string> {
  const text = (name: string, value: string): string =>
    httpHeaders?.reencodeHeaders?.has(name) ? Buffer.from(value, 'latin1').toString() : value;
  return Object.fromEntries([...(httpHeaders?.headers.entries() ?? [])].map(([name, value]) => [name, text(name, value)]));
}
