import { expect, test } from 'vitest';
import { until } from '../src/index.ts';
import { callApi, searchFor } from './api-client.ts';
import { openHouse } from './house.ts';

type Feed = {
  id: string;
  url: string;
  alternatives: string[];
  state: { poll_url: string | null; code: string | null; title: string | null };
};

const { web, pipeline } = await openHouse();

const story = (word: string) =>
  `<html lang="en"><head><title>Report on ${word}</title></head><body><article><h1>Report on ${word}</h1>${`<p>The committee for ${word} met on Tuesday in the town hall and decided after a long debate to build a second bridge over the river.</p>`.repeat(4)}</article></body></html>`;

test('a site is submitted, its feed is found on another host, its articles come; robots.txt is asked once a host and obeyed', async () => {
  const site = web.site('site.example.com');
  site.page(
    '/',
    '<html><head><link rel="alternate" type="application/rss+xml" href="https://feeds.example.com/all"><link rel="alternate" type="application/atom+xml" href="/sport.xml"></head><body>Welcome</body></html>',
  );
  site.page('/robots.txt', { body: 'user-agent: *\ndisallow: /private/', headers: { 'content-type': 'text/plain' } });
  site.page('/good', story('aqueducts')).page('/private/bad', story('basements'));
  web.site('feeds.example.com').feed('/all', [
    { url: 'https://site.example.com/good', title: 'Report on aqueducts' },
    { url: 'https://site.example.com/private/bad', title: 'Report on basements' },
  ]);
  const { id } = await callApi<Feed>(pipeline.api, 'POST', '/feeds', { url: 'https://site.example.com/' });
  await until(async () => (await searchFor(pipeline.api, 'aqueducts committee')).total === 1, { what: 'the article', timeoutMs: 60_000 });
  const feed = await callApi<Feed>(pipeline.api, 'GET', `/feeds/${id}`);
  expect(feed).toMatchObject({
    url: 'https://site.example.com/',
    alternatives: ['https://site.example.com/sport.xml'],
    state: { poll_url: 'https://feeds.example.com/all', code: null },
  });
  const trace = await until(
    async () => {
      const found = await callApi<{ status: string; code: string | null }>(
        pipeline.api,
        'GET',
        `/trace?url=${encodeURIComponent('https://site.example.com/private/bad')}`,
      );
      // the error of a check is told when the time is up: it says where the page is
      if (found.status !== 'skipped') throw new Error(JSON.stringify(found));
      return found;
    },
    { what: 'the outcome of the page that robots.txt forbids', timeoutMs: 30_000 },
  );
  expect(trace.code).toBe('robots_disallowed');
  const paths = web.requests.filter(({ host }) => host === 'site.example.com').map(({ path }) => path);
  expect(paths.filter((path) => path === '/robots.txt')).toHaveLength(1);
  expect(paths).not.toContain('/private/bad');
}, 120_000);
