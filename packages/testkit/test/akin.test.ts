import { expect, test } from 'vitest';
import { until } from '../src/index.ts';
import { callApi, failedJobs } from './api-client.ts';
import { openHouse } from './house.ts';

// a report, two agencies' customers that print it, a paper that rewrites it, and a report of a like event elsewhere; all invented
const LEAD =
  'The Kestrel Bridge at Orlandsvik was closed to all traffic on Monday after engineers of the Nordmark road authority found cracks in three of its eleven pylons.';
const PARAGRAPHS = [
  'About nineteen thousand cars cross the bridge every day. Ferries will run every twenty minutes from the old harbour until the repairs are done, said Ingrid Halvorsen, who heads the authority. She expects the work to take until the end of February.',
  'The cracks are up to four millimetres wide and were noticed by divers who had been sent down to look at a damaged power line. Nobody was hurt, and there is no danger that the bridge will fall, Halvorsen told reporters beside the barrier.',
  'The bridge was opened in 1974 and strengthened twice since then. Lorries of more than forty tonnes have been banned from it for six years. The mayor of Orlandsvik, Torvald Brekke, called the closure a heavy blow for the fish market and asked the government in Lindhaven for help.',
  'A spokeswoman of the transport ministry said that eight million crowns would be made available this week, and that a new crossing two kilometres up the fjord, planned for the next decade, might now be built earlier.',
];
const REWRITE = [
  'Commuters in Orlandsvik face a long winter: the Kestrel Bridge, the only road to the western shore, is shut, and nobody in town had an answer on Monday to the question how the schools will get their teachers across.',
  'At the fish market the first stalls stayed empty before noon. "We live on what comes over that bridge," said Marta Lien, who has sold cod here for thirty years. Her neighbour had packed up already and was waiting for a place on the boat.',
  'What happened is told quickly. The cracks are up to four millimetres wide and were noticed by divers who had been sent down to look at a damaged power line. Nobody was hurt, and there is no danger that the bridge will fall, Halvorsen told reporters beside the barrier.',
  'Older people remember the winter of 1989, when ice stopped the boats for nine days and bread was flown in by helicopter. The town council meets tonight. Several members want the harbour to be lit around the clock, others ask who knew of the damage and since when.',
  'Mayor Torvald Brekke, who was booed when he came to the pier, promised free rides for pupils and nurses. The repairs, the road authority says, will go on until the end of February.',
];
const ELSEWHERE = [
  'A railway tunnel near Pietrasole was closed on Monday after water broke through its northern wall. Trains between Castellano and the coast are replaced by buses, the regional railway said.',
  'The water comes from a spring that was thought to be dry, said Lucia Ferrante, a geologist of the university. Pumps were brought from Castellano in the afternoon. How long the tunnel stays closed is not known; a goods train of twenty wagons stands inside.',
];

const { web, pipeline, env } = await openHouse();

type Article = {
  title: string;
  url: string;
  story_id: string | null;
  story_size: number | null;
  duplicate_of: string | null;
  derived_from: string | null;
  keyphrases: string[];
  indexed_at: string;
};
type Hit = { id: string; article: Article; outlets?: { id: string }[] };
type Answer = { total: number; hits: Hit[] };

const html = (title: string, paragraphs: readonly string[], minutesAgo: number): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title><meta property="og:type" content="article"><meta property="article:published_time" content="${new Date(
    Date.now() - minutesAgo * 60_000,
  ).toISOString()}"></head><body><article><h1>${title}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</article></body></html>`;

async function serve(host: string, title: string, paragraphs: readonly string[], minutesAgo: number): Promise<void> {
  const url = `https://${host}/2026/report.html`;
  web
    .site(host)
    .page('/2026/report.html', html(title, paragraphs, minutesAgo))
    .feed('/feed.xml', [{ url, title }]);
  await callApi(pipeline.api, 'POST', '/feeds', { url: `https://${host}/feed.xml` });
}
const search = (parts: Record<string, string>): Promise<Answer> =>
  callApi(pipeline.api, 'GET', `/search?${new URLSearchParams({ size: '100', ...parts })}`);

test('two wire copies and a rewrite of one report from three feeds are one story with one copy and one that draws on it', async () => {
  await Promise.all([
    serve('wire.example.com', 'Cracks close Kestrel Bridge at Orlandsvik', [LEAD, ...PARAGRAPHS], 90),
    serve('copy.example.net', 'Bridge at Orlandsvik closed after cracks are found', [`(Agency) ${LEAD}`, ...PARAGRAPHS.slice(0, 3)], 60),
    serve('paper.example.org', 'A town cut off: Orlandsvik after the closure', REWRITE, 30),
    serve('other.example.it', 'Tunnel near Pietrasole flooded', ELSEWHERE, 45),
  ]);
  const hits = await until(
    async () => {
      const { hits: found } = await search({ q: '' });
      const bridge = found.filter(({ article }) => article.story_size === 3);
      return found.length === 4 && bridge.length === 3 ? found : undefined;
    },
    { what: 'three articles in a story of three', timeoutMs: 60_000 },
  );
  const of = (host: string): Hit => hits.find(({ article }) => article.url.includes(host)) ?? expect.fail(`no article of ${host}`);
  const [wire, copy, paper, other] = [of('wire.example.com'), of('copy.example.net'), of('paper.example.org'), of('other.example.it')];
  expect(wire.article).toMatchObject({ duplicate_of: null, derived_from: null });
  expect(copy.article).toMatchObject({ duplicate_of: wire.id, derived_from: null });
  expect(paper.article).toMatchObject({ duplicate_of: null, derived_from: wire.id });
  expect(new Set([wire, copy, paper].map(({ article }) => article.story_id)).size).toBe(1);
  expect(other.article).toMatchObject({ duplicate_of: null, derived_from: null, story_size: 1 });
  expect(await failedJobs(pipeline.api)).toBe(0);
}, 90_000);

test('enriching again what older enrichers left gives it what the newer find, and changes neither stories nor copies nor revisions', async () => {
  const { hits: before } = await search({ q: '' });
  for (const { id } of before) await age(id);
  await callApi(pipeline.api, 'POST', '/rebuild/index', { enrich_only: true });
  const state = await until(
    async () => {
      const found = await callApi<{ phase: string; open: number; detail: string | null }>(pipeline.api, 'GET', '/rebuild');
      return found.phase === 'reading' ? undefined : found;
    },
    { what: 'the end of enriching again', timeoutMs: 60_000 },
  );
  expect(state).toMatchObject({ phase: 'done', open: 0 });
  const byId = (hits: readonly Hit[]) => new Map(hits.map(({ id, article: { indexed_at: _, ...article } }) => [id, article]));
  await until(async () => (await search({ q: '' })).hits.every(({ article }) => article.keyphrases.length > 0), {
    what: 'keyphrases again',
    timeoutMs: 60_000,
  });
  expect(byId((await search({ q: '' })).hits)).toEqual(byId(before));
  expect(await failedJobs(pipeline.api)).toBe(0);
}, 150_000);

/** As an enricher of long ago left it: without keyphrases. */
async function age(id: string): Promise<void> {
  type Answered = { result?: string; hits: { hits: { _index: string; _source: { pipeline: object } }[] } };
  const ask = async (path: string, body: object): Promise<Answered> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${env['ELASTICSEARCH_URL']}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Answered;
  };
  const { hits } = await ask(`${env['NEWSMILL_PREFIX']}news/_search`, { query: { ids: { values: [id] } } });
  const [found = expect.fail(`${id} is not stored`)] = hits.hits;
  const older = { keyphrases: [], pipeline: { ...found._source.pipeline, enricher: 0 } };
  expect(await ask(`${found._index}/_update/${id}?refresh=true`, { doc: older })).toMatchObject({ result: 'updated' });
}
