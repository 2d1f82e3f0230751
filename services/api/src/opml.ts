import { Parser } from 'htmlparser2';

export type Outline = { line: number; url: string; name: string | null; folders: string[] };
export type BrokenLine = { line: number; why: string; text: string };

const MAX_OUTLINES = 50_000;
const MAX_FOLDERS = 10;
const MAX_TOLD = 1_000;
const MAX_NAME = 300;
// what a list of feeds is made of; anything else between is passed over
const PIECE = /<!--|<(?:outline|\/outline|head|\/head|body|\/body|opml|\/opml)(?=[\s/>])/gi;

/**
 * The feeds of an OPML file (1.0 to 2.0, nested as deep as it likes), each with its line and the folders it lies in. Every outline is read for
 * itself: one that is damaged is told with its line (from 1) and the reason, and costs no other. Never throws.
 */
export function readOpml(text: string): { outlines: Outline[]; broken: BrokenLine[] } {
  const outlines: Outline[] = [];
  const broken: BrokenLine[] = [];
  const folders: string[] = [];
  let depth = 0;
  for (const { line, source } of pieces(text)) {
    if (/^<\/outline/i.test(source) && depth > 0 && --depth < folders.length) folders.pop();
    if (!/^<outline/i.test(source)) continue;
    const tag = readTag(source);
    const refuse = (why: string): void => {
      if (broken.length < MAX_TOLD) broken.push({ line, why, text: source.replace(/\s+/g, ' ').trim().slice(0, 200) });
    };
    if (tag === undefined) refuse('the tag does not end');
    else if (outlines.length >= MAX_OUTLINES) refuse(`more than ${MAX_OUTLINES} feeds`);
    else {
      const { url, name, isFeed } = tag;
      if (url !== '') outlines.push({ line, url, name: name || null, folders: folders.filter((folder) => folder !== '') });
      else if (isFeed) refuse('it has no xmlUrl');
    }
    // an outline may lie as deep as it likes: the outermost folders name it
    if (tag?.isOpen === true && ++depth <= MAX_FOLDERS) folders.push(tag.name);
  }
  if (outlines.length === 0 && broken.length === 0)
    broken.push({ line: 1, why: 'there is no outline in this file', text: text.slice(0, 100) });
  return { outlines, broken };
}

/** From each tag to the next one: a quote that is never closed ends there. Comments are left out. */
function* pieces(text: string): Generator<{ line: number; source: string }> {
  let line = 1;
  let counted = 0;
  let commentedTo = 0;
  const starts = [...text.matchAll(PIECE)].map(({ index, 0: tag }) => ({ at: index, tag }));
  for (const [i, { at, tag }] of starts.entries()) {
    if (at < commentedTo) continue;
    if (tag === '<!--') {
      const end = text.indexOf('-->', at);
      commentedTo = end < 0 ? text.length : end;
      continue;
    }
    for (; counted < at; counted++) if (text.charCodeAt(counted) === 10) line++;
    yield { line, source: text.slice(at, starts[i + 1]?.at ?? text.length) };
  }
}

type Tag = { url: string; name: string; isFeed: boolean; isOpen: boolean };

/** undefined where the tag never ends. Attribute names in any case, entities decoded, bare `&` taken as it is. */
function readTag(source: string): Tag | undefined {
  let found: Record<string, string> | undefined;
  let end = 0;
  const parser = new Parser(
    {
      onopentag(_name, attribs) {
        found ??= Object.fromEntries(Object.entries(attribs).map(([key, value]) => [key.toLowerCase(), value.trim()]));
        end ||= parser.endIndex;
      },
    },
    { xmlMode: true, decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(source);
  if (found === undefined) return undefined;
  const url = found['xmlurl'] || (/^(?:rss|atom|feed)$/i.test(found['type'] ?? '') ? found['url'] : '') || '';
  const isFeed = url !== '' || /^(?:rss|atom|feed)$/i.test(found['type'] ?? '') || 'xmlurl' in found;
  const name = (found['title'] || found['text'] || '').replace(/\s+/g, ' ').slice(0, MAX_NAME);
  return { url, name, isFeed, isOpen: source[end - 1] !== '/' };
}

const quoted = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
    .replace(/[\u0000-\u001f\ufffe\uffff]/g, ' ')
    .toWellFormed();

/** An OPML 2.0 file of feeds, in a folder each by its first tag. */
export function writeOpml(feeds: readonly { url: string; name: string; tags: readonly string[] }[]): string {
  const line = ({ url, name, tags }: (typeof feeds)[number]): string => {
    const more = tags.length > 1 ? ` category="${quoted(tags.join(','))}"` : '';
    return `<outline type="rss" text="${quoted(name)}" title="${quoted(name)}" xmlUrl="${quoted(url)}"${more}/>`;
  };
  const folders = Map.groupBy(feeds, ({ tags }) => tags[0] ?? '');
  const body = [...folders].sort().map(([folder, own]) => {
    const lines = own.map(line);
    if (folder === '') return lines.map((text) => `    ${text}`).join('\n');
    return `    <outline text="${quoted(folder)}" title="${quoted(folder)}">\n${lines.map((text) => `      ${text}`).join('\n')}\n    </outline>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>Newsmill</title></head>\n  <body>\n${body.join('\n')}\n  </body>\n</opml>\n`;
}

/** The text of an uploaded file: by its byte order mark, else UTF-8 where it is that, else by its XML declaration. */
export function decodeOpml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes) ?? '';
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes) ?? '';
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const label = /^\s{0,20}<\?xml[^>]{0,100}encoding\s{0,5}=\s{0,5}["']([\w.:-]{1,40})["']/.exec(head)?.[1] ?? 'utf-8';
  return decodeAs('utf-8', bytes, true) ?? decodeAs(label, bytes) ?? decodeAs('windows-1252', bytes) ?? '';
}

function decodeAs(label: string, bytes: Uint8Array, fatal = false): string | undefined {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch {
    return undefined;
  }
}
