/**
 * npm run -s bench:replay -- [--articles N] [--pages DIR] [--samples DIR]: the requests that Kibana's Discover, Lens and controls send, over
 * real and invented articles and one with a body of 1,200,000 characters, on our indices and on a mapping that Elasticsearch guessed. Prints a
 * table of both and one JSON line last. Exits 1 where a request to ours is not answered, or a shard of it fails.
 */
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import type { Client } from '@elastic/elasticsearch';
import { groupOf } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { createClient } from '../src/client.ts';
import { openSearch } from '../src/index.ts';
import { indexNames } from '../src/names.ts';
import { LONG, outcomeOf, replayed } from '../test/replay.ts';
import { fill } from './fill.ts';
import { createNaive, naively } from './naive.ts';
import { readReal } from './real.ts';
import { withElasticsearch } from './server.ts';
import { makeSynthetic, type Synthetic } from './synthetic.ts';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '2000' },
    pages: { type: 'string', default: '../shared/extraction' },
    samples: { type: 'string', default: '../shared/enrich' },
  },
});

/** Real ones, invented ones, and the long one. */
function allArticles(): Synthetic[] {
  const days = { until: '2026-11-01T00:00:00.000Z', days: 600 };
  const { articles } = makeSynthetic({ count: Number(values.articles), samples: values.samples, vocabulary: 10_000, ...days });
  const alone = { story_id: null, story_size: null };
  const given = [...readReal(values.pages), LONG].map((article) => ({ article, story: alone }));
  return [...new Map([...given, ...articles()].map((one) => [urlKey(one.article.url), one])).values()];
}

/** Fields that are of two types in the languages: Kibana refuses to sort or count by them. */
async function conflicts(client: Client, index: string): Promise<string> {
  const { fields } = await client.fieldCaps({ index, fields: '*', ignore_unavailable: true, allow_no_indices: false });
  const twofold = Object.values(fields).filter((types) => Object.keys(types).filter((type) => type !== 'unmapped').length > 1);
  return `200, ${Object.keys(fields).length} fields, ${twofold.length} of two types`;
}

await withElasticsearch(async (settingsOf) => {
  const settings = settingsOf();
  const search = openSearch(settings);
  const client = createClient(settings);
  const names = indexNames(settings.NEWSMILL_PREFIX);
  const all = allArticles();
  await search.setUp();
  const naive = await createNaive(client, settings.NEWSMILL_PREFIX);
  await fill(client, names, naive, all);
  const table: Record<string, { ours: string; naive: string }> = {
    '1 field_caps': { ours: await conflicts(client, names.articles), naive: await conflicts(client, naive) },
  };
  const failed = { ours: 0, naive: 0 };
  const requests = replayed([urlKey(LONG.url)]);
  for (const [name, body] of requests) {
    const ours = await outcomeOf(client, names.articles, body);
    // asked by the names that a guessed mapping has for the same, so that nothing fails for a name alone
    const other = await outcomeOf(client, naive, naively(body) as object);
    if (!ours.answered) failed.ours++;
    if (!other.answered) failed.naive++;
    table[name] = { ours: ours.told, naive: other.told };
  }
  console.table(table);
  console.log('not asked, for the core that runs here lacks them: _terms_enum (8), ES|QL (9)');
  const languages = new Set(all.map(({ article }) => article.language)).size;
  const groups = new Set(all.map(({ article }) => groupOf(article.language))).size;
  stdout.write(`${JSON.stringify({ articles: all.length, languages, groups, requests: requests.length, failed })}\n`);
  process.exitCode = failed.ours === 0 ? 0 : 1;
  await search.close();
  await client.close();
});
