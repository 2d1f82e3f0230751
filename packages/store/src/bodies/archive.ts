import { type FrontierItem, MAX_URL, zFrontierItem } from '@newsmill/contracts';
import { parseHttpUrl, urlKey } from '@newsmill/contracts/ids';
import { WARCParser, type WARCRecord } from 'warcio';
import { type Exchange, headersOf, warcRecords } from './exchange.ts';
import type { BodyStore } from './store.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** The kept pages of a range of days (yyyy-mm-dd, both inclusive), oldest first, as one WARC 1.1 file in gzip members. */
export async function* exportArchive(bodies: BodyStore, { from, to }: { from: string; to: string }): AsyncGenerator<Uint8Array> {
  for (const day of await bodies.days('bodies')) {
    if (day < from || day > to) continue;
    for (const { key } of await bodies.listDay('bodies', day)) yield warcRecords(await bodies.getExchange(key), { gzip: true });
  }
}

/**
 * The pages in a WARC file (plain or gzip members; any crawler's, such as CC-NEWS): every response record of an http(s) URL with status 200.
 * What cannot be used is told to `onSkipped` and passed over. A file that breaks off gives what came before.
 */
export async function* readArchive(
  source: AsyncIterable<Uint8Array>,
  onSkipped: (url: string, why: string) => void,
): AsyncGenerator<Exchange> {
  let waiting: Exchange | undefined;
  for await (const record of new WARCParser(source)) {
    const url = record.warcTargetURI ?? '';
    if (waiting !== undefined) {
      const item = await ownItem(record, waiting);
      const exchange = { ...waiting, item: item ?? waiting.item };
      waiting = undefined;
      yield exchange;
      if (item !== undefined) continue;
    }
    if (record.warcType !== 'response') continue;
    const exchange = await readResponse(record, url);
    if (typeof exchange === 'string') onSkipped(url, exchange);
    else waiting = exchange;
  }
  if (waiting !== undefined) yield waiting;
}

async function readResponse(record: WARCRecord, target: string): Promise<Exchange | string> {
  const url = parseHttpUrl(target)?.href;
  if (url === undefined || url.length > MAX_URL) return 'no http or https URL';
  const status = Number(record.httpHeaders?.statusCode);
  if (status !== 200) return `status ${status}`;
  if (record.warcContentLength > MAX_BODY_BYTES) return `${record.warcContentLength} bytes`;
  const body = await record.readFully(true);
  const fetchedAt = new Date(record.warcDate ?? '');
  if (body.length === 0) return 'empty';
  if (Number.isNaN(fetchedAt.getTime())) return 'no date';
  const item: FrontierItem = {
    v: 1,
    n: fetchedAt.getTime(),
    origin: 'import',
    url,
    urlKey: urlKey(url),
    feedId: null,
    entryKey: null,
    kind: 'page',
    via: [],
    tries: 0,
  };
  return { finalUrl: url, status, headers: headersOf(record), body, fetchedAt: fetchedAt.toISOString(), item };
}

/** The item in the metadata record that we write behind each response; undefined for anybody else's record. */
async function ownItem(record: WARCRecord, { finalUrl }: Exchange): Promise<FrontierItem | undefined> {
  if (record.warcType !== 'metadata' || record.warcContentType !== 'application/json') return undefined;
  try {
    const { finalUrl: own, pushed: _, ...item } = JSON.parse(await record.contentText());
    const parsed = zFrontierItem.safeParse(item);
    return parsed.success && own === finalUrl && parsed.data.urlKey === urlKey(parsed.data.url)
      ? { ...parsed.data, origin: 'import' }
      : undefined;
  } catch {
    return undefined;
  }
}
