import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FeedItem, type Pipeline, startPipeline, until } from '../src/index.ts';
import { callApi, type Feed, failedJobs, searchFor, type Trace, traceOf } from './api-client.ts';
import { openWeb } from './house.ts';

const { web, folder, settings } = await openWeb();
let api: string;

/** The services under a setting, for the tests of one `describe`. */
function under(wishes: 'flag' | 'obey'): void {
  let pipeline: Pipeline | undefined;
  beforeAll(async () => {
    pipeline = await startPipeline({
      ...settings(wishes),
      POLL_INTERVAL_MS: '1000',
      USER_AGENT: 'Gazette-Bot/2.0 (+https://gazette.example/bot)',
      PUBLISHER_WISHES: wishes,
    });
    api = pipeline.api;
  }, 90_000);
  afterAll(async () => pipeline?.stop(), 60_000);
}

// each with words of its own, in title and text; all invented
const words = (name: string): { title: string; text: string } => ({
  title: `Quince harvest of ${name} valley begins`,
  text:
    TEXTS[name] ??
    `Growers in the ${name} valley brought in the first quinces on Tuesday, a fortnight early, and the ${name}press cellar smelled of syrup. The cooperative expects nine hundred tonnes, said its chairwoman, and prices that hold until Christmas. Pickers came from three districts, the youngest of them on a school trip.`,
});
// one that must be like none of the others
const TEXTS: Record<string, string> = {
  wanderer:
    'Snow fell on the orchard road on Tuesday before the carts were home, and the parish opened its barn to forty mules. Old Tomasz, who has driven the first cart since the war, slept beside the bells. Nobody remembers an October like it, he said over soup, and nobody should write that it was pretty.',
};
type Wishes = { head?: string; headers?: Record<string, string> };
type Served = { url: string; name: string };

const html = (name: string, { head = '' }: Wishes, edition = ''): string => {
  const { title, text } = words(name);
  return `<!doctype html><html lang="en"><head><title>${title}</title>${head}<meta name="description" content="The ${name} valley is early.">
    </head><body><article><h1>${title}</h1><p>${text}</p><p>${text.replaceAll('Tuesday', 'Wednesday')} ${edition}</p></article></body></html>`;
};

function page(name: string, wishes: Wishes): Served & { set: (wishes: Wishes, edition?: string) => void } {
  const site = web.site(`${name}.example.org`);
  const set = (now: Wishes, edition?: string): void =>
    void site.page('/a.html', { body: html(name, now, edition), headers: now.headers ?? {} });
  set(wishes);
  return { url: `https://${name}.example.org/a.html`, name, set };
}

async function submitAll(pages: readonly Served[]): Promise<void> {
  for (const { url } of pages) await callApi(api, 'POST', '/articles', { url });
}

const ended = async (url: string): Promise<Trace & { code: string | null }> =>
  until(
    async () => {
      const trace = (await traceOf(api, url)) as Trace & { code: string | null };
      return ['unknown', 'waiting', 'fetching', 'in_pipeline'].includes(trace.status) ? undefined : trace;
    },
    { what: `the outcome of ${url}`, timeoutMs: 30_000 },
  );

type Stored = {
  title: string;
  body: string;
  url: string;
  summary: string | null;
  language: string;
  keyphrases: string[];
  duplicate_of: string | null;
  quality: { flags: string[] };
};
async function found(query: string, url: string): Promise<Stored | undefined> {
  const { hits } = await searchFor<Stored>(api, query);
  return hits.find(({ article }) => article.url === url)?.article;
}
const indexed = ({ url, name }: Served): Promise<Stored> =>
  until(() => found(`title:${name}`, url), { what: `${url} to be found`, timeoutMs: 30_000 });

/** How many bodies of pages are kept. */
async function keptBodies(wishes: 'flag' | 'obey'): Promise<number> {
  const days = await readdir(join(folder, wishes, 'bodies')).catch(() => []);
  return (await Promise.all(days.map((day) => readdir(join(folder, wishes, 'bodies', day))))).flat().length;
}

const CASES: readonly (readonly [name: string, wishes: Wishes, asks: 'noarchive' | 'noindex' | 'tdm_reserved'])[] = [
  ['metaarchive', { head: '<meta name="robots" content="noarchive">' }, 'noarchive'],
  ['headarchive', { headers: { 'x-robots-tag': 'noarchive' } }, 'noarchive'],
  ['metaindex', { head: '<meta name="robots" content="noindex, follow">' }, 'noindex'],
  ['headindex', { headers: { 'x-robots-tag': 'none' } }, 'noindex'],
  ['ownmeta', { head: '<meta name="gazette-bot" content="noindex">' }, 'noindex'],
  ['ownhead', { headers: { 'x-robots-tag': 'otherbot: noarchive, gazette-bot: noindex' } }, 'noindex'],
  ['metatdm', { head: '<meta name="tdm-reservation" content="1">' }, 'tdm_reserved'],
  ['headtdm', { headers: { 'tdm-reservation': '1' } }, 'tdm_reserved'],
];
const FOR_OTHERS: readonly (readonly [string, Wishes])[] = [
  ['othermeta', { head: '<meta name="newsmill" content="noindex, noarchive">' }],
  ['otherhead', { headers: { 'x-robots-tag': 'googlebot: noindex, noarchive' } }],
];

describe('where the wishes of publishers are flags', () => {
  under('flag');

  test('the article is indexed whole, kept and flagged', async () => {
    const pages = CASES.map(([name, wishes]) => page(name, wishes));
    await submitAll(pages);
    for (const [at, served] of pages.entries()) {
      const article = await indexed(served);
      expect([served.name, article.quality.flags]).toEqual([served.name, expect.arrayContaining([CASES[at]?.[2]])]);
      expect(article.body).toContain(`${served.name}press cellar`);
    }
    expect(await keptBodies('flag')).toBe(CASES.length);
  }, 120_000);
});

describe('where the wishes of publishers are obeyed', () => {
  under('obey');

  test('noindex leaves the page out, with the reason in its trace', async () => {
    const pages = CASES.filter(([, , asks]) => asks === 'noindex').map(([name, wishes]) => page(name, wishes));
    await submitAll(pages);
    for (const { url, name } of pages) {
      const trace = await ended(url);
      expect([name, trace.status, trace.code]).toEqual([name, 'skipped', 'noindex']);
      expect(trace.answer).toMatch(/^Left out: The page asks not to be indexed/);
      expect(await found(`title:${name}`, url)).toBeUndefined();
    }
  }, 120_000);

  test('noarchive keeps title, summary and address to be found, and no text: not in the index, not among the bodies', async () => {
    const before = await keptBodies('obey');
    const pages = CASES.filter(([, , asks]) => asks === 'noarchive').map(([name, wishes]) => page(name, wishes));
    await submitAll(pages);
    for (const served of pages) {
      const article = await indexed(served);
      expect(article).toMatchObject({ title: words(served.name).title, body: '', summary: `The ${served.name} valley is early.` });
      expect(article.quality.flags).toEqual(expect.arrayContaining(['noarchive', 'body_not_kept']));
      expect(await found(`"${served.name}press cellar"`, served.url)).toBeUndefined();
      expect(await traceOf(api, served.url)).toMatchObject({ status: 'indexed' });
    }
    await until(async () => (await keptBodies('obey')) === before, { what: 'no body of them to be left' });
  }, 120_000);

  test('a reservation of mining keeps no text either, and enrichers leave the article alone', async () => {
    const before = await keptBodies('obey');
    const pages = CASES.filter(([, , asks]) => asks === 'tdm_reserved').map(([name, wishes]) => page(name, wishes));
    await submitAll(pages);
    for (const served of pages) {
      const article = await indexed(served);
      expect(article).toMatchObject({ body: '', keyphrases: [], language: 'en', entities: { name: [] }, topics: [], story_id: null });
      expect(article.quality.flags).toEqual(expect.arrayContaining(['tdm_reserved', 'body_not_kept', 'not_mined']));
    }
    await until(async () => (await keptBodies('obey')) === before, { what: 'no body of them to be left' });
  }, 120_000);

  test('rules for the robots of others are not ours', async () => {
    const pages = FOR_OTHERS.map(([name, wishes]) => page(name, wishes));
    await submitAll(pages);
    for (const served of pages) expect((await indexed(served)).body).toContain(`${served.name}press cellar`);
  }, 120_000);

  // a changed entry is what has a page fetched again at once
  const announce = async (name: string): Promise<{ again: () => void }> => {
    const items: FeedItem[] = [{ url: `https://${name}.example.org/a.html`, title: words(name).title, summary: 'Edition 1' }];
    web.site(`${name}.example.org`).feed('/feed.xml', items);
    await callApi<Feed>(api, 'POST', '/feeds', { url: `https://${name}.example.org/feed.xml` });
    let edition = 1;
    return { again: () => items.splice(0, 1, { ...(items[0] as FeedItem), summary: `Edition ${++edition}` }) };
  };

  test('what was indexed before is taken out when its page asks not to be indexed, and comes back when it allows it again', async () => {
    const served = page('wanderer', {});
    const { again } = await announce('wanderer');
    await indexed(served);
    const twin = 'https://printer.example.org/a.html';
    web.site('printer.example.org').page('/a.html', html('wanderer', {}).replace('</p>', ' (Reuters)</p>'));
    await callApi(api, 'POST', '/articles', { url: twin });
    const original = async () => (await found('title:wanderer', twin))?.duplicate_of;
    await until(async () => typeof (await original()) === 'string', { what: 'its copy', timeoutMs: 30_000 });
    served.set({ head: '<meta name="robots" content="noindex">' });
    again();
    await until(async () => (await traceOf(api, served.url)).status === 'skipped', {
      what: 'the article to be left out',
      timeoutMs: 30_000,
    });
    await until(async () => (await found('title:wanderer', served.url)) === undefined, { what: 'it to be found no more' });
    await until(async () => (await original()) === null, { what: 'its copy to stand for itself' });
    served.set({}, 'Third edition.');
    again();
    expect((await indexed(served)).body).toContain('Third edition.');
  }, 120_000);

  test('what was kept before goes, its replaced texts too, when its page asks for no copy; a rebuild loses and brings back neither', async () => {
    const served = page('keeper', {});
    const { again } = await announce('keeper');
    await indexed(served);
    const before = await keptBodies('obey');
    served.set({ headers: { 'x-robots-tag': 'noarchive' } }, 'Now without a copy.');
    again();
    await until(async () => (await found('title:keeper', served.url))?.body === '', { what: 'the text to go', timeoutMs: 30_000 });
    await until(async () => (await keptBodies('obey')) === before - 1, { what: 'its body to go' });
    const id = (await searchFor(api, 'title:keeper')).hits[0]?.id;
    expect(await callApi(api, 'GET', `/articles/${id}/revisions`)).toMatchObject({ revisions: [] });

    await callApi(api, 'POST', '/rebuild/index', {});
    await until(async () => (await callApi<{ phase: string }>(api, 'GET', '/rebuild')).phase === 'done', {
      what: 'the rebuild',
      timeoutMs: 60_000,
    });
    for (const name of ['keeper', 'metaarchive', 'headtdm'])
      expect(await indexed({ name, url: `https://${name}.example.org/a.html` })).toMatchObject({ body: '', title: words(name).title });
    for (const name of ['metaindex', 'ownhead']) {
      expect(await found(`title:${name}`, `https://${name}.example.org/a.html`)).toBeUndefined();
      expect(await traceOf(api, `https://${name}.example.org/a.html`)).toMatchObject({ status: 'skipped', code: 'noindex' });
    }
    expect(await failedJobs(api)).toBe(0);
  }, 120_000);
});
