import { asFault, type Code, type Entry, type ParsedFeed } from '@newsmill/contracts';
import { parseFeed } from './feed/index.ts';
import { extractPage, type Page } from './page/index.ts';
import { mergeEntry } from './page/merge-entry.ts';
import { decodeText } from './text/decode.ts';

type Body = { bytes: Uint8Array; contentType: string | undefined; url: string };
export type Task = ({ kind: 'feed' } & Body) | ({ kind: 'page'; entry: Entry | undefined } & Body);
export type Parsed = { feed: ParsedFeed; page: Page };
/** Classes do not survive the way between threads: a Fault travels as its code. */
export type Reply<K extends Task['kind']> = { ok: Parsed[K] } | { code: Code; detail: string };

/** Runs in a worker thread: one body, as an outside world made it. */
export default function work(task: Task): Reply<Task['kind']> {
  try {
    const { bytes, contentType, url } = task;
    const type = contentType === undefined ? {} : { contentType };
    if (task.kind === 'feed') return { ok: parseFeed(bytes, { ...type, url }) };
    return { ok: mergeEntry(extractPage(decodeText(bytes, { ...type, kind: 'html' }), { url }), task.entry) };
  } catch (error) {
    const { code, detail } = asFault(error);
    return { code: code === 'internal' ? 'parse_crash' : code, detail };
  }
}
