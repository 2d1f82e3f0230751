import { expect, test } from 'vitest';
import { type FeedItem, until } from '../src/index.ts';
import { callApi, type Feed, failedJobs } from './api-client.ts';
import { openHouse } from './house.ts';

const { web, pipeline } = await openHouse({ POLL_INTERVAL_MS: '1000', RECHECK_HOURS: '0.002,1' });

type Article = {
  title: string;
  body: string;
  url: string;
  feeds: { id: string }[];
  revision: number;
  story_id: string | null;
  duplicate_of: string | null;
};
type Trace = { status: string; answer: string; addresses: string[]; document: { id: string; url: string } | null };
const OPEN = ['unknown', 'waiting', 'fetching', 'in_pipeline'];

const trace = (url: string): Promise<Trace> => callApi(pipeline.api, 'GET', `/trace?${new URLSearchParams({ url })}`);
const ended = (url: string): Promise<Trace & { id: string }> =>
  until(
    async () => {
      const found = await trace(url);
      if (OPEN.includes(found.status) || found.document === null) throw new Error(found.answer);
      return { ...found, id: found.document.id };
    },
    { what: `the end of ${url}`, timeoutMs: 60_000 },
  );
const read = async (id: string): Promise<Article> => (await callApi<{ article: Article }>(pipeline.api, 'GET', `/articles/${id}`)).article;
const found = async (q: string): Promise<{ id: string; article: Article }[]> =>
  (await callApi<{ hits: { id: string; article: Article }[] }>(pipeline.api, 'GET', `/search?${new URLSearchParams({ q, size: '50' })}`))
    .hits;
const submitFeed = (url: string): Promise<Feed> => callApi(pipeline.api, 'POST', '/feeds', { url });

/** Invented, and each like none of the others. */
const TEXTS: Record<string, string> = {
  tracked:
    'Rope works stood empty for nine years before Halsund sold them on Tuesday. A cooperative of weavers wants to open the hall in spring with forty looms and pays in cloth for the schools, said its speaker Astrid Moen.',
  printed:
    'Engineers in Valdora found a third spring under the cathedral square, and pumps ran through the night of Monday. Bishop Renato Silvi asked shopkeepers to carry their stock upstairs; the museum has closed its vault, and divers from Porto Seco are on their way to the town. ' +
    'Water stood a metre high in the crypt at dawn, and the organ builder who sleeps beside his instrument carried forty pipes to the bell tower in his arms. ' +
    'Geologists had warned for years that the old quarry east of the walls might drain into the market, but the council spent the money on a fountain instead. ' +
    'Schools stay shut until Thursday, buses turn at the railway bridge, and whoever owns a pump is asked to bring it to the fire station behind the theatre. ' +
    'Insurers spoke of eleven million in losses on the first day alone, a sum that the treasurer Olivia Branco called a guess made by people with dry feet. ' +
    'Nobody was hurt, though a baker lost his mule, his oven and, as he told everyone who would listen, the sourdough that his grandmother had begun before the war',
  varied:
    'Beekeepers around Lake Morrin lost half of their hives to a mild February, a survey of the university says. Brood began six weeks early and starved. Inspector Kaja Lund wants sugar to be sold free of tax until lime trees bloom.',
  told: 'Ferry drivers of the Sund line walked out at noon over a new timetable that leaves eleven minutes for lunch. Passengers slept in the terminal at Grenna. Talks go on, a spokeswoman of the line said, but nobody could say with whom.',
  untold:
    'Archaeologists uncovered a Bronze Age kiln beneath the car park of a bakery in Otterby. Shards lie in layers like a cake, joked the baker, who now sells bread from a van. Professor Malin Ek dates the oldest to 900 before Christ.',
  teased:
    'Tram number four will cross the river again after engineers replaced two hundred bolts of the iron bridge at Kallvik. Mayor Per Ohlin rode the first empty car and rang its bell. Fares stay as they are until the summer holidays.',
};
const paragraphs = (name: string): string[] => {
  const text = TEXTS[name] ?? '';
  return [text, `${text.split('. ').toReversed().join('. ')}. That is the end of the report on ${name} things.`];
};
const html = (title: string, texts: readonly string[], head = ''): string =>
  `<html lang="en"><head><title>${title}</title>${head}</head><body><article><h1>${title}</h1>${texts.map((text) => `<p>${text}</p>`).join('')}</article></body></html>`;

test('one address in several feeds, each with its own marks of tracking, is one article that all of them announce, fetched once (fault 74)', async () => {
  web.site('one.example.com').page('/a', html('Rope works sold', paragraphs('tracked')));
  const spellings = [
    'https://one.example.com/a?id=7',
    'https://one.example.com/a?utm_source=rss&id=7&utm_medium=feed',
    'https://one.example.com/a?id=7&fbclid=abc',
    'https://one.example.com/a?id=7#comments',
    'https://ONE.example.com:443/a?id=7&utm_campaign=late',
  ];
  const feeds: Feed[] = [];
  // three at once, two when it is stored already
  for (const some of [spellings.slice(0, 3), spellings.slice(3)]) {
    const from = feeds.length;
    some.forEach((url, at) => {
      web.site(`feed${from + at}.example.com`).feed('/feed.xml', [{ url, title: 'Rope works sold', guid: `own ${from + at}` }]);
    });
    feeds.push(...(await Promise.all(some.map((_, at) => submitFeed(`https://feed${from + at}.example.com/feed.xml`)))));
    const { id } = await ended(spellings[0] ?? '');
    const ids = feeds.map((feed) => feed.id).toSorted();
    await until(
      async () =>
        (await read(id)).feeds
          .map((feed) => feed.id)
          .toSorted()
          .join() === ids.join(),
      {
        what: `the article to name ${ids.length} feeds`,
        timeoutMs: 30_000,
      },
    );
  }
  for (const url of spellings) expect((await ended(url)).id).toBe((await ended(spellings[0] ?? '')).id);
  await until(async () => (await found('"the report on tracked things"')).length > 0, { what: 'it to be found' });
  expect(await found('"the report on tracked things"')).toHaveLength(1);
  const unconditional = web.requests.filter(({ path, headers }) => path.startsWith('/a?') && headers['if-none-match'] === undefined);
  expect(unconditional).toHaveLength(1);
}, 120_000);

test('a report that outlets print under titles with marks of their own is one story with its copies, and all are kept (fault 75)', async () => {
  const titles = [
    'Rope works sold',
    'AGENCY: Rope works sold',
    'Rope works sold | The Halsund Post',
    'UPDATE 1-Rope works sold',
    'Rope works sold - Evening Mail',
  ];
  const urls = titles.map((_, at) => `https://outlet${at}.example.org/report`);
  for (const [at, title] of titles.entries()) {
    web
      .site(`outlet${at}.example.org`)
      .page('/report', html(title, paragraphs('printed')))
      .feed('/feed.xml', [{ url: urls[at] ?? '', title }]);
  }
  await Promise.all(titles.map((_, at) => submitFeed(`https://outlet${at}.example.org/feed.xml`)));
  const ids = await Promise.all(urls.map(async (url) => (await ended(url)).id));
  expect(new Set(ids).size).toBe(titles.length);
  const articles = await until(
    async () => {
      const all = await Promise.all(ids.map(read));
      const stories = new Set(all.map(({ story_id }) => story_id));
      const originals = all.filter(({ duplicate_of }) => duplicate_of === null);
      if (stories.size !== 1 || stories.has(null) || originals.length !== 1)
        throw new Error(JSON.stringify(all.map(({ title, story_id, duplicate_of }) => [title, story_id, duplicate_of])));
      return all;
    },
    { what: 'one story with one original', timeoutMs: 30_000 },
  );
  const original = ids[articles.findIndex(({ duplicate_of }) => duplicate_of === null)];
  expect(new Set(articles.map(({ duplicate_of }) => duplicate_of ?? original))).toEqual(new Set([original]));
  await until(async () => (await found('"the report on printed things"')).length === titles.length, { what: 'all to be found' });
}, 120_000);

test('variants of a page that declare one canonical are one article under that address, and each is told of (fault 77)', async () => {
  const canonical = 'https://paper.example.net/rope';
  const head = `<link rel="canonical" href="${canonical}">`;
  const variants = ['https://paper.example.net/rope?page=all', 'https://paper.example.net/print/rope', 'https://m.paper.example.net/rope'];
  for (const url of [...variants, canonical]) {
    const { hostname, pathname, search } = new URL(url);
    web.site(hostname).page(pathname + search, html('Rope works sold', paragraphs('varied'), head));
  }
  // the variants first: the canonical address itself may never be met
  for (const url of variants) await callApi(pipeline.api, 'POST', '/articles', { url });
  const ids = await Promise.all(variants.map(async (url) => (await ended(url)).id));
  expect(new Set(ids).size).toBe(1);
  const of = (await trace(variants[0] ?? '')).document;
  expect(of).toMatchObject({ url: canonical });
  await callApi(pipeline.api, 'POST', '/articles', { url: canonical });
  expect((await ended(canonical)).document?.id).toBe(of?.id);
  for (const url of [canonical, ...variants])
    await until(async () => (await trace(url)).addresses.toSorted().join() === [canonical, ...variants].toSorted().join(), {
      what: `the trace of ${url} to list the addresses`,
      timeoutMs: 30_000,
    });
  await until(async () => (await found('"the report on varied things"')).length > 0, { what: 'it to be found' });
  expect(await found('"the report on varied things"')).toHaveLength(1);
}, 120_000);

const UPDATE = 'Update: the county said on Wednesday that the swallows are protected, and that the looms must wait until July.';
type Revisions = { revisions: { revision: number; changed: string[]; diff: { body?: { op: string; text: string }[] } }[] };

test.each([
  ['where the entry of the feed changes with it', 'told', true],
  ['where the feed says nothing of it', 'untold', false],
])(
  'a paragraph that is added to a page is a revision with its words, and no new article, %s (fault 78)',
  async (_name, word, tells) => {
    const host = `${word}.example.com`;
    const url = `https://${host}/rope`;
    const items: FeedItem[] = [{ url, title: 'Rope works sold', guid: 'stable', summary: 'Looms.' }];
    web
      .site(host)
      .page('/rope', html('Rope works sold', paragraphs(word)))
      .feed('/feed.xml', items);
    await submitFeed(`https://${host}/feed.xml`);
    const { id } = await ended(url);
    web.site(host).page('/rope', html('Rope works sold', [...paragraphs(word), UPDATE]));
    if (tells) items.splice(0, 1, { ...(items[0] as FeedItem), summary: 'Looms, and swallows.' });
    await until(async () => (await read(id)).revision === 2, { what: 'the second revision', timeoutMs: 60_000 });
    expect((await read(id)).body).toContain(UPDATE);
    const { revisions } = await until(
      async () => {
        const answer = await callApi<Revisions>(pipeline.api, 'GET', `/articles/${id}/revisions`);
        return answer.revisions.length > 0 ? answer : undefined;
      },
      { what: 'what was corrected' },
    );
    expect(revisions).toMatchObject([{ revision: 1, changed: ['body'] }]);
    const added = revisions[0]?.diff.body?.filter(({ op }) => op !== '=') ?? [];
    expect(added.map(({ op }) => op)).toEqual(['+']);
    expect(added[0]?.text.trim()).toBe(UPDATE);
    await until(async () => (await found(`"the report on ${word} things"`)).length > 0, { what: 'it to be found' });
    expect(await found(`"the report on ${word} things"`)).toHaveLength(1);
  },
  150_000,
);

test('an entry whose own words change has its whole page read again, though what was made of the page before differs from both (fault 80)', async () => {
  const url = 'https://teaser.example.com/rope';
  const items: FeedItem[] = [{ url, title: 'Rope works sold', guid: 'stable', summary: 'A teaser.' }];
  const site = web
    .site('teaser.example.com')
    .page('/rope', html('Rope works sold', paragraphs('teased')))
    .feed('/feed.xml', items);
  await submitFeed('https://teaser.example.com/feed.xml');
  const { id } = await ended(url);
  const whole = (): number =>
    web.requests.filter(
      ({ host, path, headers }) => host === 'teaser.example.com' && path === '/rope' && headers['if-none-match'] === undefined,
    ).length;
  expect(whole()).toBe(1);
  for (const [round, summary] of ['Another teaser.', 'A third teaser.'].entries()) {
    site.page('/rope', html('Rope works sold', [...paragraphs('teased'), `Edition ${round + 2} of this page says more.`]));
    items.splice(0, 1, { ...(items[0] as FeedItem), summary });
    await until(async () => (await read(id)).body.includes(`Edition ${round + 2}`), { what: `edition ${round + 2}`, timeoutMs: 30_000 });
    expect(whole()).toBe(round + 2);
  }
  // polls that bring the same words again read nothing
  const polls = web.requests.filter(({ path, host }) => path === '/feed.xml' && host === 'teaser.example.com').length;
  await until(() => web.requests.filter(({ path, host }) => path === '/feed.xml' && host === 'teaser.example.com').length >= polls + 2, {
    what: 'two more polls',
    timeoutMs: 30_000,
  });
  expect(whole()).toBe(3);
  expect(await failedJobs(pipeline.api)).toBe(0);
}, 150_000);
