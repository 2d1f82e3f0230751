import { afterAll, describe, expect, test } from 'vitest';
import { labelledPages, middleWords, renamedSeed, seedPage, startPipeline, until } from '../src/index.ts';
import { callApi, type Feed, failedJobs, searchFor, traceOf } from './api-client.ts';
import { openWeb } from './house.ts';

const seed = seedPage();
const seedUrl = new URL(seed.expected.url);
const renamedUrl = new URL('https://renamed.example.com/politics/security-guarantees.html');
const pages = labelledPages();

const { web, settings } = await openWeb();
const env = settings('bodies');
let pipeline = await startPipeline(env);
afterAll(() => pipeline.stop(), 60_000);
const articles = `${env['ELASTICSEARCH_URL']}/${env['NEWSMILL_PREFIX']}news`;

const submit = (url: string): Promise<Feed> => callApi(pipeline.api, 'POST', '/feeds', { url });

async function documentCount(): Promise<number> {
  const response = await fetch(`${articles}/_count`, { method: 'POST' });
  return ((await response.json()) as { count: number }).count;
}

function serve(url: URL, html: string, title: string): string {
  web.site(url.host).page(url.pathname + url.search, html);
  web.site(url.host).feed('/feed.xml', [{ url: url.href, title }]);
  return `https://${url.host}/feed.xml`;
}

/** The seed's own address within the copy, so that the copy is a document of its own. */
const movedTo = (html: string, url: URL): string =>
  html.replaceAll(seedUrl.href, url.href).replaceAll('https://sputnikglobe.com', url.origin);

describe('a submitted feed', () => {
  test.each([
    ['the seed page', seedUrl, seed.html],
    ['its copy under renamed classes and ids', renamedUrl, movedTo(renamedSeed(seed.html), renamedUrl)],
  ])(
    '%s comes out of the whole pipeline as labelled',
    async (_name, url, html) => {
      await submit(serve(url, html, seed.expected.title));
      const article = await until(
        async () =>
          (await searchFor(pipeline.api, '"unsatisfied with" Lavrov OSCE')).hits.find((hit) => hit.article.url === url.href)?.article,
        {
          what: `${url.href} to be found`,
          timeoutMs: 30_000,
        },
      );
      const { expected } = seed;
      expect(article.title).toBe(expected.title);
      expect(article.published_at?.slice(0, 16)).toBe(expected.publishedAt.slice(0, 16));
      expect(article.modified_at?.slice(0, 16)).toBe(expected.updatedAt.slice(0, 16));
      expect(article.authors).toEqual(expected.authors);
      expect(article.keywords).toEqual(expected.tags);
      expect(article.image_url).toBe(expected.leadImage);
      expect(article.language).toBe(expected.language);
      expect(article.source.name).toBe(expected.siteName);
      for (const quote of [...expected.mustHave, ...expected.onlyOnce]) expect(article.body.split(quote)).toHaveLength(2);
      for (const foreign of expected.mustNotHave) expect(article.body).not.toContain(foreign);
    },
    60_000,
  );

  test('that is none, or cannot be had, says why on the feed and in its trace', async () => {
    const site = web.site('faults.example.com');
    site
      .page('/page.html', '<html><body><p>No feed here.</p></body></html>')
      .page('/empty', { body: '', headers: { 'content-type': 'application/rss+xml' } });
    site.page('/broken.xml', { body: '<rss><chan', headers: { 'content-type': 'application/rss+xml' } });
    const faults = { '/page.html': 'not_a_feed', '/empty': 'empty_body', '/missing': 'http_not_found', '/broken.xml': 'not_a_feed' };
    for (const [path, code] of Object.entries(faults)) {
      const { id } = await submit(`https://faults.example.com${path}`);
      const feed = await until(
        async () => {
          const found = await callApi<Feed>(pipeline.api, 'GET', `/feeds/${id}`);
          return found.state.last_polled_at === null ? undefined : found;
        },
        { what: `${path} to be polled`, timeoutMs: 20_000 },
      );
      expect([path, feed.state.code]).toEqual([path, code]);
      const told = async () =>
        /^A feed whose last poll failed: ./.test((await traceOf(pipeline.api, `https://faults.example.com${path}`)).answer);
      await until(told, { what: `the trace of ${path} to say why` });
    }
  }, 60_000);

  test('whose page cannot be had keeps the reason in the trace of that page, and its other pages come through', async () => {
    const site = web.site('half.example.com');
    const body =
      '<p>The harbour of Antwerp was closed for three hours on Tuesday while divers looked for a lost container, the port authority said.</p>';
    site.page(
      '/good',
      `<html lang="en"><head><title>Harbour closed</title></head><body><article><h1>Harbour closed</h1>${body.repeat(3)}</article></body></html>`,
    );
    site.feed('/feed.xml', [
      { url: 'https://half.example.com/gone', title: 'Gone' },
      { url: 'https://half.example.com/good', title: 'Harbour closed' },
    ]);
    await submit('https://half.example.com/feed.xml');
    await until(async () => (await searchFor(pipeline.api, 'harbour Antwerp divers')).total === 1, {
      what: 'the good page',
      timeoutMs: 30_000,
    });
    const trace = await until(
      async () => {
        const found = await traceOf(pipeline.api, 'http://half.example.com/gone?utm_medium=rss');
        return found.status === 'dead' ? found : undefined;
      },
      { what: 'the outcome of the missing page', timeoutMs: 20_000 },
    );
    expect(trace.answer).toContain('(404)');
  }, 60_000);
});

describe.skipIf(pages === undefined)('the labelled pages, each behind a feed of its own host', () => {
  test('at least 88 of 90 are found by the six words in the middle of their body; each miss is explained', async () => {
    const labelled = pages ?? [];
    const byHost = Map.groupBy(labelled, ({ url }) => new URL(url).host);
    for (const [host, own] of byHost) {
      for (const { url, html } of own) web.site(host).page(new URL(url).pathname + new URL(url).search, html);
      web.site(host).feed(
        '/every.xml',
        own.map(({ url, id }) => ({ url, title: id })),
        { conditional: host.length % 2 === 0 },
      );
      await submit(`https://${host}/every.xml`);
    }
    const open = new Set(labelled.map(({ url }) => url));
    await until(
      async () => {
        const late: string[] = [];
        for (const url of open) {
          const { status, answer } = await traceOf(pipeline.api, url);
          if (['unknown', 'waiting', 'fetching', 'in_pipeline'].includes(status)) late.push(answer);
          else open.delete(url);
        }
        // the error of a check is told when the time is up: it says where these pages are
        if (late.length > 0) throw new Error(`${late.length} pages, the first: ${late.slice(0, 5).join(' | ')}`);
        return true;
      },
      { what: 'an outcome for every page', timeoutMs: 180_000, everyMs: 500 },
    );
    await fetch(`${articles}/_refresh`, { method: 'POST' });
    const misses: string[] = [];
    for (const { url, articleBody } of labelled) {
      const query = { query: { match_phrase: { body: middleWords(articleBody) } } };
      const response = await fetch(`${articles}/_count`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(query),
      });
      if (((await response.json()) as { count: number }).count === 0) misses.push(`${url}: ${(await traceOf(pipeline.api, url)).answer}`);
    }
    console.log(
      `${labelled.length - misses.length} of ${labelled.length} found by match_phrase${misses.map((miss) => `\n  missed ${miss}`).join('')}`,
    );
    expect(labelled.length - misses.length, misses.join('\n')).toBeGreaterThanOrEqual(88);
  }, 240_000);
});

describe('polling again', () => {
  test('three times with the services restarted in between changes no document and fails no job', async () => {
    const { feeds } = await callApi<{ feeds: Feed[] }>(pipeline.api, 'GET', '/feeds');
    const documents = await documentCount();
    const offeredBy = (list: Feed[]) => new Map(list.map(({ id, state }) => [id, state.entries_offered]));
    const offered = offeredBy(feeds);
    for (let round = 0; round < 3; round++) {
      await pipeline.stop();
      pipeline = await startPipeline(env);
      const before = new Date().toISOString();
      for (const { id } of feeds) await callApi(pipeline.api, 'POST', `/feeds/${id}/resume`);
      await until(
        async () => {
          const { feeds: now } = await callApi<{ feeds: Feed[] }>(pipeline.api, 'GET', '/feeds');
          return now.length === feeds.length && now.every(({ state }) => (state.last_polled_at ?? '') > before);
        },
        { what: `poll ${round + 1} of ${feeds.length} feeds`, timeoutMs: 90_000, everyMs: 250 },
      );
    }
    const { feeds: after } = await callApi<{ feeds: Feed[] }>(pipeline.api, 'GET', '/feeds');
    expect(offeredBy(after)).toEqual(offered);
    await fetch(`${articles}/_refresh`, { method: 'POST' });
    expect(await documentCount()).toBe(documents);
    expect(await failedJobs(pipeline.api)).toBe(0);
  }, 300_000);
});
