import type { Client } from '@elastic/elasticsearch';
import { type Article, VECTOR_LANGUAGE, withdraws } from '@newsmill/contracts';
import { call } from './client.ts';
import { URL_MAPPING } from './mappings.ts';
import type { IndexNames } from './names.ts';
import { readMany, type UrlRecord } from './registry.ts';
import { type Scanned, scan } from './scan.ts';
import { createIndex } from './setup.ts';
import { mustBulk, type Write } from './write/bulk.ts';
import { carryFacts, uniteFeeds } from './write/merge.ts';
import { createWriter } from './write/writer.ts';

/** The names of what a rebuild fills: the indices themselves, no alias points at them yet. */
function namesOf(names: IndexNames, generation: number): IndexNames {
  return { ...names, home: (home) => `${names.home(home)}-r${generation}`, urls: `${names.urls}-r${generation}` };
}

/**
 * A second set of article indices and registry, filled beside the live one and put in its place in one call.
 * `generation` is the number behind `-r` in the names of its indices.
 */
export function createRebuild(client: Client, names: IndexNames) {
  return {
    /** The number of the next set; its registry is created. */
    prepare: async (): Promise<number> => {
      const found = await call(client.indices.get({ index: `${names.urls}-r*`, features: ['aliases'] }));
      const numbers = Object.keys(found).map((index) => Number(/-r(\d+)$/.exec(index)?.[1] ?? 0));
      const generation = Math.max(0, ...numbers) + 1;
      await createIndex(client, `${names.urls}-r${generation}`, {
        mappings: URL_MAPPING,
        settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
      });
      return generation;
    },
    writer: (generation: number) => {
      const target = namesOf(names, generation);
      return createWriter(client, target, (home) => createIndex(client, target.home(home), {}));
    },
    /**
     * What only another set knows goes over: outcomes and feeds of records, articles without a kept body, facts that later stages found.
     * `from`: its indices; the live set unless given.
     */
    carryOver: async (generation: number, from?: readonly string[]): Promise<void> => {
      const target = namesOf(names, generation);
      const isRegistry = (index: string): boolean => index.startsWith(`${names.urls}-r`);
      for (const index of from?.filter(isRegistry) ?? [names.urls]) {
        for await (const page of scan<UrlRecord>(client, index, { match_all: {} })) await carryRecords(client, target, page);
      }
      for (const index of from?.filter((one) => !isRegistry(one)) ?? [names.articles]) {
        for await (const page of scan<Article>(client, index, { match_all: {} })) await carryArticles(client, target, page);
      }
    },
    /** Articles that older enrichers, or none that tell, have enriched; with `vectors` those too that lack theirs. In pages. */
    enrichedBefore: async function* (version: number, { vectors }: { vectors: boolean }): AsyncGenerator<Scanned<Article>[]> {
      const older = { bool: { must_not: [{ range: { 'pipeline.enricher': { gte: version } } }] } };
      const lacking = { bool: { filter: [{ term: { language: VECTOR_LANGUAGE } }], must_not: [{ exists: { field: 'vector' } }] } };
      const query = { bool: { should: vectors ? [older, lacking] : [older], minimum_should_match: 1 } };
      // a cluster that cannot search vectors finds none: the article itself has the last word
      const isWanted = ({ source: { pipeline, embedding } }: Scanned<Article>): boolean =>
        (pipeline.enricher ?? 0) < version || embedding === undefined;
      for await (const page of scan<Article>(client, names.articles, query)) yield page.filter(isWanted);
    },
    /** Moves articles whose language or date now calls for another home. */
    rehome: async (generation: number): Promise<number> => {
      const target = namesOf(names, generation);
      let moved = 0;
      for await (const page of scan<UrlRecord>(client, target.urls, { exists: { field: 'home' } })) {
        for (const { id, source: record, ...version } of page) {
          const from = target.home(record.home ?? '');
          const article = (await readMany<Article>(client, [{ index: from, id }])).get(`${from}/${id}`)?.source;
          const home = article === undefined ? record.home : names.homeOf(article);
          if (article === undefined || home === null || home === record.home) continue;
          await createIndex(client, target.home(home), {});
          const [, named] = await mustBulk(client, [
            { index: target.home(home), id, source: article, version: 'any' },
            { index: target.urls, id, source: { ...record, home }, version },
          ]);
          // the copy that its record names stays
          const gone = named === 'conflict' ? target.home(home) : from;
          await mustBulk(client, [{ index: gone, id, source: null, version: 'any' }]);
          if (named !== 'conflict') moved++;
        }
      }
      return moved;
    },
    /** Points every alias at the new set in one call; answers the indices of the old one, which may still have taken a last write. */
    swap: async (generation: number): Promise<string[]> => {
      const suffix = `-r${generation}`;
      const all = await call(client.indices.get({ index: [`${names.urls}-r*`, `${names.articles}-*-r*`], features: ['aliases'] }));
      const fresh = Object.keys(all).filter((index) => index.endsWith(suffix));
      const old = Object.entries(all).filter(([index]) => !index.endsWith(suffix));
      const added = fresh.flatMap((index) => {
        const alias = index.slice(0, -suffix.length);
        const own = { add: { index, alias, is_write_index: true } };
        return alias === names.urls ? [own] : [own, { add: { index, alias: names.articles } }];
      });
      const removed = old.flatMap(([index, { aliases }]) => Object.keys(aliases ?? {}).map((alias) => ({ remove: { index, alias } })));
      await call(client.indices.updateAliases({ actions: [...removed, ...added] }));
      return old.map(([index]) => index);
    },
    /** Deletes indices by name. */
    remove: async (indices: readonly string[]): Promise<void> => {
      if (indices.length > 0) await call(client.indices.delete({ index: [...indices], ignore_unavailable: true }));
    },
    /** Gives an unfinished set up. */
    drop: async (generation: number): Promise<void> => {
      const wanted = [`${names.urls}-r${generation}`, `${names.articles}-*-r${generation}`];
      const found = await call(
        client.indices.get({ index: wanted, features: ['aliases'], ignore_unavailable: true, allow_no_indices: true }),
      );
      // by name: clusters refuse to delete by pattern
      const index = Object.keys(found);
      if (index.length > 0) await call(client.indices.delete({ index, ignore_unavailable: true }));
    },
  };
}

async function carryRecords(client: Client, target: IndexNames, page: readonly { id: string; source: UrlRecord }[]): Promise<void> {
  const fresh = await readMany<UrlRecord>(
    client,
    page.map(({ id }) => ({ index: target.urls, id })),
  );
  const writes = page.map(({ id, source: old }): Write => {
    const stored = fresh.get(`${target.urls}/${id}`);
    if (stored === undefined) return { index: target.urls, id, source: old, version: 'create' };
    // one that was carried over before it had an outcome, or whose body is gone, says less than the live one does now
    const isMute = stored.source.outcome === 'pending' || stored.source.code === 'body_missing';
    const rebuilt = isMute ? { ...old, home: stored.source.home ?? old.home } : stored.source;
    const feeds = uniteFeeds(old.feeds, rebuilt.feeds);
    const [first_seen_at = rebuilt.first_seen_at] = [old.first_seen_at, rebuilt.first_seen_at].sort();
    // a takedown is the last word; else the body that was read again speaks for the URL, and the generation must not fall back
    const said = old.outcome === 'removed' || old.deleted ? { outcome: old.outcome, code: old.code, deleted: old.deleted } : {};
    return {
      index: target.urls,
      id,
      version: stored,
      source: { ...rebuilt, ...said, feeds, first_seen_at, n: Math.max(old.n, rebuilt.n) },
    };
  });
  await mustBulk(client, writes);
}

async function carryArticles(client: Client, target: IndexNames, page: readonly { id: string; source: Article }[]): Promise<void> {
  const records = await readMany<UrlRecord>(
    client,
    page.map(({ id }) => ({ index: target.urls, id })),
  );
  const placed = page.flatMap(({ id, source }) => {
    const record = records.get(`${target.urls}/${id}`)?.source;
    return record?.home && !record.deleted
      ? [{ id, old: source, index: target.home(record.home), isWithdrawn: withdraws(record.code) }]
      : [];
  });
  const fresh = await readMany<Article>(client, placed);
  for (const index of new Set(placed.map((one) => one.index))) await createIndex(client, index, {});
  const writes = placed.flatMap(({ id, old, index, isWithdrawn }): Write[] => {
    const stored = fresh.get(`${index}/${id}`);
    if (stored === undefined && isWithdrawn) return [];
    return [{ index, id, source: stored === undefined ? old : withFacts(stored.source, old), version: stored ?? 'create' }];
  });
  await mustBulk(client, writes);
}

/** A rebuilt article with what cannot be read from its bodies. */
function withFacts(rebuilt: Article, old: Article): Article {
  const [first_seen_at = rebuilt.first_seen_at] = [rebuilt.first_seen_at, old.first_seen_at].sort();
  return {
    // fetched while the rebuild was on: the newer body speaks
    ...carryFacts(old.fetched_at > rebuilt.fetched_at ? old : rebuilt, old),
    first_seen_at,
    feeds: uniteFeeds(old.feeds, rebuilt.feeds),
    revision: Math.max(old.revision, rebuilt.revision),
    corrected: old.corrected || rebuilt.corrected,
  };
}
