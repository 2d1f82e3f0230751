import { expect, test } from 'vitest';
import { until } from '../src/index.ts';
import { callApi, searchFor } from './api-client.ts';
import { openHouse } from './house.ts';

const { web, pipeline } = await openHouse();

type Trace = {
  status: string;
  answer: string;
  code: string | null;
  document: { id: string; url: string } | null;
  steps: { step: string; says: string }[];
};
const OPEN = ['unknown', 'waiting', 'fetching', 'in_pipeline'];

/** The trace of a URL that has come to its end. */
const ended = (url: string): Promise<Trace> =>
  until(
    async () => {
      const trace = await callApi<Trace>(pipeline.api, 'GET', `/trace?${new URLSearchParams({ url })}`);
      // the error of a check is told when the time is up: it says where the page is
      if (OPEN.includes(trace.status)) throw new Error(trace.answer);
      return trace;
    },
    { what: `the end of ${url}`, timeoutMs: 60_000 },
  );
const submit = (url: string) => callApi(pipeline.api, 'POST', '/articles', { url });
const submitFeed = (url: string) => callApi(pipeline.api, 'POST', '/feeds', { url });
const articleAbout = (word: string) => async () => (await searchFor(pipeline.api, `"committee for ${word}"`)).hits;

const story = (word: string, head = '') =>
  `<html lang="en"><head><title>Report on ${word}</title>${head}</head><body><article><h1>Report on ${word}</h1>${Array.from(
    { length: 5 },
    (_, at) =>
      `<p>The committee for ${word} met for the ${at + 1}th time on Tuesday, when ${word} and more ${word} were debated, and ${word} alone held bridge ${at + 3}, its ${word} and all ${word} there.</p>`,
  ).join('')}</article></body></html>`;

test('a feed of wrapped links brings the articles themselves: no wrapper is asked, and its trace leads to the article', async () => {
  web.site('paper.example.com').page('/wrapped?id=1', story('aqueducts'));
  const wrapper = `https://www.google.com/url?q=${encodeURIComponent('https://paper.example.com/wrapped?id=1')}&sa=D`;
  web.site('news.example.com').feed('/feed.xml', [{ url: wrapper, title: 'Report on aqueducts' }]);
  await submitFeed('https://news.example.com/feed.xml');
  const trace = await ended('https://paper.example.com/wrapped?id=1');
  expect(trace).toMatchObject({ status: 'indexed', document: { url: 'https://paper.example.com/wrapped?id=1' } });
  expect(await ended(wrapper)).toMatchObject({ status: 'indexed', document: trace.document });
  expect(web.requests.filter(({ host }) => host === 'www.google.com')).toEqual([]);
}, 120_000);

test('two shorteners to one page give one article under its own address, and both are traced to it', async () => {
  web.site('paper.example.com').page('/short', story('basements'));
  const shorts = ['https://sh.example.com/1', 'https://tiny.example.com/2'];
  for (const short of shorts) {
    const { hostname, pathname } = new URL(short);
    web.site(hostname).redirect(pathname, 'https://paper.example.com/short?utm_source=short', 301);
    await submit(short);
  }
  for (const short of shorts) {
    const trace = await ended(short);
    expect(trace).toMatchObject({
      status: 'redirected',
      answer: expect.stringMatching(/^It leads to https:\/\/paper\.example\.com\/short\?utm_source=short: /),
    });
  }
  const target = await ended('https://paper.example.com/short');
  expect(target.document).toMatchObject({ url: 'https://paper.example.com/short?utm_source=short' });
  expect(target.steps).toContainEqual(
    expect.objectContaining({ step: 'led_here', says: expect.stringMatching(/^Redirected from https:\/\/(sh|tiny)\./) }),
  );
  await until(async () => (await articleAbout('basements')()).length > 0, { what: 'the article to be found', timeoutMs: 30_000 });
  expect(await articleAbout('basements')()).toHaveLength(1);
  expect(web.requests.filter(({ path }) => path.startsWith('/short'))).toHaveLength(1);
}, 120_000);

test('AMP and print pages join their article, by the canonical they name or, without one, by its text', async () => {
  const url = 'https://paper.example.com/canals';
  const site = web.site('paper.example.com').page('/canals', story('canals'));
  const editions = ['/canals/amp', '/amp/canals', '/canals?outputType=amp', '/canals?print=1', '/print/canals'];
  for (const path of editions) site.page(path, story('canals', path === '/canals/amp' ? `<link rel="canonical" href="${url}">` : ''));
  web.site('amp.paper.example.com').page('/canals', story('canals'));
  await submit(url);
  const { document } = await ended(url);
  expect(document).toMatchObject({ url });
  for (const edition of [...editions.map((path) => `https://paper.example.com${path}`), 'https://amp.paper.example.com/canals']) {
    await submit(edition);
    expect(await ended(edition), edition).toMatchObject({ status: 'merged', document });
  }
  await submit(`https://www.google.com/amp/s/paper.example.com/canals/amp`);
  await until(async () => (await articleAbout('canals')()).length > 0, { what: 'the article to be found', timeoutMs: 30_000 });
  expect(await articleAbout('canals')()).toHaveLength(1);
}, 180_000);

test('an AMP page whose text is not that of the plain address is an article of its own', async () => {
  web.site('paper.example.com').page('/dams', story('dams')).page('/dams/amp', story('dykes'));
  await submit('https://paper.example.com/dams');
  await ended('https://paper.example.com/dams');
  await submit('https://paper.example.com/dams/amp');
  expect(await ended('https://paper.example.com/dams/amp')).toMatchObject({
    status: 'indexed',
    document: { url: 'https://paper.example.com/dams/amp' },
  });
}, 120_000);

test('a page that only sends its readers on is a redirect; one that leads to a front page is gone', async () => {
  web.site('paper.example.com').page('/refreshed', story('estuaries')).page('/', story('front pages'));
  const refresh = (to: string) =>
    `<html><head><title>Moved</title><noscript><meta http-equiv="refresh" content="0;URL=${to}"></noscript></head><body></body></html>`;
  const hop = web
    .site('hop.example.com')
    .page('/1', refresh(`https://www.google.com/url?q=${encodeURIComponent('https://paper.example.com/refreshed')}`));
  hop.page('/2', refresh('https://paper.example.com/'));
  hop.page('/a', refresh('/b')).page('/b', refresh('/a'));
  for (const path of ['/1', '/2', '/a']) await submit(`https://hop.example.com${path}`);
  expect(await ended('https://hop.example.com/1')).toMatchObject({
    status: 'redirected',
    answer: expect.stringMatching(/^It leads to https:\/\/paper\.example\.com\/refreshed: /),
  });
  expect(await ended('https://paper.example.com/refreshed')).toMatchObject({
    status: 'indexed',
    document: { url: 'https://paper.example.com/refreshed' },
  });
  await ended('https://hop.example.com/2');
  expect(await ended('https://paper.example.com/')).toMatchObject({ status: 'dead', code: 'soft_404' });
  await ended('https://hop.example.com/a');
  expect(await ended('https://hop.example.com/b')).toMatchObject({ status: 'skipped', code: 'no_article' });
}, 120_000);
