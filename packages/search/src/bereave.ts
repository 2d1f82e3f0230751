import type { Client } from '@elastic/elasticsearch';
import { type Article, DependencyDown, timestampOf } from '@newsmill/contracts';
import type { IndexNames } from './names.ts';
import { readMany, type UrlRecord } from './registry.ts';
import { type Scanned, scan } from './scan.ts';
import { type Amendment, amend } from './write/facts.ts';

type Link = { id: string; at: number };
type Retold = { story_size: number; story_label: string; story_publisher: string; firstAt: number };
/** What became of those that are left: whose copies they are now (null: nobody's), and how their stories are told. */
type Bereaved = {
  links: ({ id: string } & Links)[];
  stories: Map<string, Retold>;
};
type Links = { original?: Link | null; source?: Link | null };
/** What keeps the sketches and stories of articles, and is told too. */
export type Akin = {
  sketches: { relink: (id: string, links: Links) => Promise<unknown> };
  remove: (id: string, first?: { label: string; publisher: string; firstAt: number }) => Promise<unknown>;
};

const MAX_ROUNDS = 8;
/** Ids of one question. */
const MOST_IDS = 1_000;

/** The stories that these articles are in, by article: to be asked before they go. */
export async function storiesOf(client: Client, names: IndexNames, ids: readonly string[]): Promise<Map<string, string>> {
  const records = await readMany<UrlRecord>(
    client,
    ids.map((id) => ({ index: names.urls, id })),
  );
  const placed = ids.flatMap((id) => {
    const home = records.get(`${names.urls}/${id}`)?.source.home;
    return home ? [{ index: names.home(home), id }] : [];
  });
  const articles = await readMany<Article>(client, placed);
  return new Map(
    placed.flatMap(({ index, id }) => {
      const story = articles.get(`${index}/${id}`)?.source.story_id;
      return story ? [[id, story] as const] : [];
    }),
  );
}

/** When articles are gone, what copied them, drew on them, or was in a story with them goes on without them. `stories`: those they were in. */
export async function bereaveAll(client: Client, names: IndexNames, gone: readonly string[], stories: Map<string, string>, akin: Akin) {
  const left = await bereave(client, names, gone, stories.values());
  for (const { id, ...links } of left.links) await akin.sketches.relink(id, links);
  for (const id of gone) {
    const told = left.stories.get(stories.get(id) ?? '');
    await akin.remove(id, told && { label: told.story_label, publisher: told.story_publisher, firstAt: told.firstAt });
  }
}

/** When articles are gone: of their copies the first published is the original of the others, stories are told by their first that is left. */
async function bereave(client: Client, names: IndexNames, gone: readonly string[], stories: Iterable<string>): Promise<Bereaved> {
  const links = new Map<string, Bereaved['links'][number]>();
  for (let from = 0; from < gone.length; from += MOST_IDS) {
    const ids = gone.slice(from, from + MOST_IDS);
    const copies = await found(client, names, { terms: { duplicate_of: ids } });
    const heirs = new Map<string, Link>();
    for (const copy of copies.toSorted(byTime)) {
      const original = copy.source.duplicate_of ?? '';
      const heir = heirs.get(original);
      links.set(copy.id, { id: copy.id, original: heir ?? null });
      if (heir === undefined) heirs.set(original, { id: copy.id, at: atOf(copy) });
    }
    for (const { id, source } of await found(client, names, { terms: { derived_from: ids } })) {
      const heir = heirs.get(source.derived_from ?? '');
      links.set(id, { ...(links.get(id) ?? { id }), source: heir === undefined || heir.id === id ? null : heir });
    }
  }
  const retold = new Map<string, Retold>();
  const amendments = [...links.values()].map(({ id, original, source }): Amendment => {
    const changed = {
      ...(original === undefined ? {} : { duplicate_of: original?.id ?? null }),
      ...(source === undefined ? {} : { derived_from: source?.id ?? null }),
    };
    return { docId: id, amend: (stored) => ({ ...stored, ...changed }) };
  });
  await amendAll(client, names, amendments);
  for (const story of new Set(stories)) {
    const left = (await found(client, names, { term: { story_id: story } })).toSorted(byTime);
    const [first] = left;
    if (first === undefined) continue;
    const told = { story_size: left.length, story_label: first.source.title, story_publisher: first.source.source.name };
    retold.set(story, { ...told, firstAt: atOf(first) });
    await amendAll(
      client,
      names,
      left.map(({ id }) => ({ docId: id, amend: (stored) => ({ ...stored, ...told }) })),
    );
  }
  return { links: [...links.values()], stories: retold };
}

async function found(client: Client, names: IndexNames, query: Parameters<typeof scan>[2]): Promise<Scanned<Article>[]> {
  const all: Scanned<Article>[] = [];
  for await (const page of scan<Article>(client, names.articles, query)) all.push(...page);
  return all;
}

async function amendAll(client: Client, names: IndexNames, wanted: readonly Amendment[]): Promise<void> {
  let open = [...wanted];
  for (let round = 0; open.length > 0; round++) {
    if (round >= MAX_ROUNDS) throw new DependencyDown('Elasticsearch (the articles change too fast)');
    const results = await amend({ client, names }, open);
    const failed = results.find((result) => typeof result === 'object');
    if (failed !== undefined) throw failed;
    open = open.filter((_, at) => results[at] === 'again');
  }
}

const atOf = ({ source }: Scanned<Article>): number => Date.parse(timestampOf(source));
const byTime = (one: Scanned<Article>, other: Scanned<Article>): number => atOf(one) - atOf(other) || (one.id < other.id ? -1 : 1);
