import { expect, test } from 'vitest';
import { until } from '../src/index.ts';
import { callApi, type Feed, traceOf } from './api-client.ts';
import { openHouse } from './house.ts';

const { web, pipeline } = await openHouse({ POLL_INTERVAL_MS: '1000' });

type Found = { article: { language: string; language_confidence: number; source: { country: string | null } } };
type Trace = { status: string; answer: string; document: { id: string; index: string } | null };

/** A feed of pages with these names, each an English article. */
function serve(host: string, names: readonly string[]): string {
  const site = web.site(host);
  for (const name of names) {
    const text = `The ${name} lighthouse was lit again on Monday after nine years, and half of the village walked out along the mole to see it. The keeper had polished the lens for a week, the harbour master said.`;
    site.page(
      `/${name}`,
      `<html lang="en"><head><title>The ${name} lighthouse is lit</title></head><body><article><h1>The ${name} lighthouse is lit</h1><p>${text}</p><p>${text.replace('Monday', 'Tuesday')}</p></article></body></html>`,
    );
  }
  site.feed(
    '/feed.xml',
    names.map((name) => ({ url: `https://${host}/${name}`, title: `The ${name} lighthouse is lit` })),
  );
  return `https://${host}/feed.xml`;
}
/** The article of an address, once it is indexed. */
const indexed = (url: string): Promise<Found['article'] & { where: string }> =>
  until(
    async () => {
      const { status, answer, document } = await callApi<Trace>(pipeline.api, 'GET', `/trace?url=${url}`);
      if (status !== 'indexed' || document === null) throw new Error(answer);
      return { ...(await callApi<Found>(pipeline.api, 'GET', `/articles/${document.id}`)).article, where: document.index };
    },
    { what: `${url} to be indexed`, timeoutMs: 40_000 },
  );
const change = async (id: string, settings: object): Promise<void> => {
  const body = JSON.stringify(settings);
  const answer = await fetch(`${pipeline.api}/feeds/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body });
  expect(answer.status).toBe(200);
};

test('the language and country of a feed are those of its articles, and choose the index of those that are new', async () => {
  const { id } = await callApi<Feed>(pipeline.api, 'POST', '/feeds', { url: serve('plain.example.net', ['northern']) });
  expect(await indexed('https://plain.example.net/northern')).toMatchObject({ language: 'en', source: { country: null } });
  await callApi(pipeline.api, 'POST', '/feeds', { url: serve('set.example.net', ['southern']), language: 'pt', country: 'BR' });
  const set = await indexed('https://set.example.net/southern');
  expect(set).toMatchObject({ language: 'pt', language_confidence: 1, source: { country: 'BR' } });
  expect(set.where).toMatch(/^news-pt-/);

  // set later: what is stored stays where it is, what is new goes by it
  await change(id, { language: 'de', country: 'AT' });
  serve('plain.example.net', ['northern', 'eastern']);
  const later = await indexed('https://plain.example.net/eastern');
  expect(later).toMatchObject({ language: 'de', source: { country: 'AT' } });
  expect(later.where).toMatch(/^news-de-/);
  expect((await indexed('https://plain.example.net/northern')).where).toMatch(/^news-en-/);
}, 120_000);

test('of a feed with a daily limit so many articles come today; the others are not fetched and say when they will be', async () => {
  const names = ['first', 'second', 'third', 'fourth'];
  const { id } = await callApi<Feed>(pipeline.api, 'POST', '/feeds', { url: serve('daily.example.net', names), articles_per_day: 2 });
  const [one, two, three, four] = names.map((name) => `https://daily.example.net/${name}`) as [string, string, string, string];
  await indexed(one);
  await indexed(two);
  const waits = /^It waits until \d{4}-\d\d-\d\dT00:00:00.000Z: its feed has brought/;
  for (const url of [three, four]) expect((await traceOf(pipeline.api, url)).answer).toMatch(waits);
  expect(web.requests.map(({ host, path }) => `https://${host}${path}`).filter((url) => url === three || url === four)).toEqual([]);
  expect((await callApi<{ taken: unknown }>(pipeline.api, 'GET', `/feeds/${id}`)).taken).toEqual({ today: 2, later: 2 });
  // with a higher limit one more comes today
  await change(id, { articles_per_day: 3 });
  const ended = async (): Promise<string[]> =>
    (await Promise.all([three, four].map((url) => traceOf(pipeline.api, url)))).map(({ status }) => status).toSorted();
  await until(async () => (await ended()).join(' ') === 'indexed waiting', { what: 'one more of them', timeoutMs: 30_000 });
}, 120_000);
