import type { IndexJobOf } from '@newsmill/contracts';
import { asFault } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import type { Search } from '@newsmill/search';
import type { Store } from '@newsmill/store';
import type { createIndexHandler } from '../src/handler.ts';

type Json = unknown;
type Doc = Record<string, Json>;
type Random = () => number;
type Change = (doc: Doc, random: Random) => void;

const KEYWORDS = ['section', 'language', 'url', 'image_url', 'content_hash', 'body_sha'];
const LISTS = ['authors', 'keywords', 'keyphrases', 'topics', 'topic_names', 'feeds', 'location'];
const TEXTS = ['title', 'subtitle', 'summary', 'body'];
const DATES = ['published_at', 'modified_at', 'first_seen_at', 'fetched_at'];
const NUMBERS = ['word_count', 'reading_minutes', 'language_confidence'];
const OBJECTS = ['source', 'entities', 'quality', 'pipeline', 'extra'];
const ALL = [...KEYWORDS, ...LISTS, ...TEXTS, ...DATES, ...NUMBERS, ...OBJECTS, 'is_free', 'body_truncated', 'canonical_url'];

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;
const set =
  (fields: readonly string[], values: readonly (() => Json)[]): Change =>
  (doc, random) => {
    doc[pick(fields, random)] = pick(values, random)();
  };
const put =
  (value: Json): (() => Json) =>
  (): Json =>
    value;
const deep = (levels: number): Json => Array.from({ length: levels }).reduce<Json>((inner) => ({ a: inner, b: [inner] }), 'bottom');
const deepList = (levels: number): Json => Array.from({ length: levels }).reduce<Json>((inner) => [inner], 1);
const inside =
  (field: string, key: string, value: () => Json): Change =>
  (doc) => {
    // own keys, `__proto__` too, as JSON.parse makes them
    doc[field] = JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value())}}`);
  };

/** What outside data does to an article, by kind. */
export const CHANGES: Readonly<Record<string, Change>> = {
  'a new key': set(['new', 'new_field', 'neu', '新'], [put(1), put('x'), put({ y: 1 }), put([1, 'a'])]),
  'a key with dots': set(['a.b.c', '.', '..', 'title.raw', 'source.id', '@timestamp.x'], [put('x')]),
  'an empty key': set([''], [put('x')]),
  'a key of the prototype': (doc, random) =>
    void Object.defineProperty(doc, pick(['__proto__', 'constructor', 'toString', 'hasOwnProperty'], random), {
      value: 'x',
      enumerable: true,
    }),
  'a wrong type': set(ALL, [put(7), put(true), put('a word'), put({ a: 1 }), put([{ a: 1 }]), put([1, 'a', null, { b: [] }])]),
  'a list for one value': set([...TEXTS, ...KEYWORDS, ...DATES, ...NUMBERS], [put(['a', 'b']), put([]), put([[]])]),
  'one value for a list': set(LISTS, [put('alone'), put(1), put({})]),
  'no value': set(ALL, [put(null), put(undefined)]),
  'a keyword of 40 KB': set([...KEYWORDS, ...LISTS], [put('k'.repeat(40_000)), put(['k'.repeat(40_000), 'plain'])]),
  'a keyword of 20,000 Chinese characters': set([...KEYWORDS, ...LISTS], [put('新'.repeat(20_000)), put(['闻'.repeat(20_000)])]),
  'names of 40 KB': inside('entities', 'people', () => ['n'.repeat(40_000)]),
  'ten thousand keywords': set(['keywords', 'keyphrases', 'topics'], [() => Array.from({ length: 10_000 }, (_, n) => `k${n}`)]),
  'a deep object': set(['extra', 'source', 'keywords', 'location'], [() => deep(12), () => deepList(500), () => deep(5)]),
  'extra that is deep': inside('extra', 'a', () => deepList(200)),
  'extra with many keys': set(['extra'], [() => Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, n]))]),
  'extra with a key of 40 KB': inside('extra', 'k'.repeat(40_000), () => 'x'),
  'extra with a value of 40 KB': inside('extra', 'a', () => 'x'.repeat(40_000)),
  'extra with an empty key': inside('extra', '', () => 1),
  'extra with a null byte in a key': inside('extra', 'a\u0000b', () => 1),
  'extra with dotted keys': inside('extra', 'a.b..c.', () => ({ '.': 1 })),
  'extra with __proto__': inside('extra', '__proto__', () => ({ polluted: true })),
  'control characters': set([...TEXTS, ...KEYWORDS], [put('a\u0000b\u0007\u001b[2J\u202e'), put('\u0000'), put('\ufffe\uffff')]),
  'half of a surrogate pair': set([...TEXTS, 'section', 'keywords'], [put('cut \ud83d'), put('\ude00'), put(['\ud83d', '\ude00'])]),
  'a huge number': set(NUMBERS, [put(1e308), put(2 ** 53), put(-1), put(0.5), put(2 ** 31), put('1e400'), put(-0)]),
  'a date out of range': set(DATES, [
    put('9999-12-31T23:59:59.999Z'),
    put('0000-01-01T00:00:00Z'),
    put('+275760-09-13T00:00:00.000Z'),
    put('-000001-01-01T00:00:00Z'),
    put('2026-13-45T99:99:99Z'),
    put('yesterday'),
    put(''),
    put(253_402_300_799_999),
  ]),
  'an empty text': set([...TEXTS, ...KEYWORDS, ...LISTS], [put(''), put(['']), put(' \n ')]),
  'an address that is none': set(
    ['canonical_url', 'url'],
    [put('javascript:alert(1)'), put('http://'), put('//x'), put('x'.repeat(50_000))],
  ),
  'a place beyond the poles': set(
    ['location'],
    [put([{ lat: 91, lon: 0 }]), put([{ lat: 'x', lon: Number.POSITIVE_INFINITY }]), put([[1000, 1000]])],
  ),
  'a text of 100,000 characters without a space': set(TEXTS, [() => '标'.repeat(100_000), () => 'x'.repeat(100_000)]),
};

/** A small generator, so that a failure can be run again. */
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export type Hostile = { what: string; url: string; article: Doc };

/** Articles each with one to three hostile changes, every kind in turn, the same in every run. */
export function* hostileArticles(count: number, base: (url: string) => object): Generator<Hostile> {
  const random = seeded(7);
  const kinds = Object.keys(CHANGES);
  for (let n = 0; n < count; n++) {
    const url = `https://hostile.example/${n}`;
    const article = structuredClone(base(url)) as Doc;
    const chosen = [kinds[n % kinds.length] ?? '', ...Array.from({ length: Math.floor(random() * 3) }, () => pick(kinds, random))];
    for (const kind of chosen) CHANGES[kind]?.(article, random);
    yield { what: chosen.join(', '), url, article };
  }
}

type Stage = { store: Store; search: Search; index: ReturnType<typeof createIndexHandler> };
export type Ended = {
  what: string;
  url: string;
  outcome: string | undefined;
  code: string | null | undefined;
  detail: string | null | undefined;
};

/** Takes articles through the stage as its worker does, what fails as a dead letter; answers what the registry says of each. */
export async function deliver({ store, search, index }: Stage, articles: readonly Hostile[]): Promise<Ended[]> {
  await Promise.all(
    articles.map(async ({ url, article }) => {
      const key = urlKey(url);
      const validators = { etag: null, last_modified: null };
      const scratch = await store.bodies.putScratch(key, 'enriched', { article, validators });
      const trail = { v: 1, n: Date.now(), origin: 'live', url, urlKey: key, feedId: null } as const;
      const job: IndexJobOf<'article'> = { kind: 'article', ...trail, docId: key, contentHash: 'hash', scratch, exchange: null };
      await index.handle(job).catch((error: unknown) => index.onDead(job, asFault(error)));
    }),
  );
  const records = await search.registry.get(articles.map(({ url }) => urlKey(url)));
  return articles.map(({ what, url }) => {
    const { outcome, code, detail } = records.get(urlKey(url)) ?? {};
    return { what, url, outcome, code, detail };
  });
}

/** The mapping of each index of an installation; one for all homes of articles. Throws where two homes differ. */
export async function mappingsOf(env: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const prefix = env['NEWSMILL_PREFIX'] ?? '';
  const found = (await (await fetch(`${env['ELASTICSEARCH_URL']}/${prefix}*/_mapping`)).json()) as Record<string, { mappings: object }>;
  const mappings: Record<string, string> = {};
  for (const [index, { mappings: mapping }] of Object.entries(found)) {
    const name = index.slice(prefix.length).replace(/^news-.*/, 'articles');
    const text = JSON.stringify(mapping);
    if ((mappings[name] ?? text) !== text) throw new Error(`${index} has another mapping than the other homes`);
    mappings[name] = text;
  }
  return mappings;
}
