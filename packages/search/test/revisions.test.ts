import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { article, articleItem } from './articles.ts';
import { install } from './install.ts';

const { search, settled, stored, refresh } = install();

const URL = 'https://a.example/corrected';
const version = (hour: number, body: string, title = 'Fire in the harbour') =>
  articleItem(article(URL, { title, body, fetched_at: `2026-01-15T${hour}:00:00.000Z` }));

test('an article corrected twice, then an old job that comes late: two revisions with their words, the newest text in search', async () => {
  expect(await settled([version(11, 'Five people were hurt in the harbour.')])).toEqual(['created']);
  expect(await settled([version(12, 'Seven people were hurt in the harbour.')])).toEqual(['revised']);
  expect(await settled([version(13, 'Seven people were hurt in the harbour.', 'Fire in the port')])).toEqual(['revised']);
  expect(await settled([version(11, 'Five people were hurt in the harbour.')])).toEqual(['same']);
  await refresh();

  expect(await search.articles.revisions(urlKey(URL))).toMatchObject([
    {
      revision: 2,
      title: 'Fire in the harbour',
      changed: ['title'],
      diff: {
        title: [
          { op: '=', text: 'Fire in the' },
          { op: '-', text: 'harbour' },
          { op: '+', text: 'port' },
        ],
      },
      replaced_at: '2026-01-15T13:00:00.000Z',
    },
    {
      revision: 1,
      body: 'Five people were hurt in the harbour.',
      changed: ['body'],
      diff: { body: [{ op: '-', text: 'Five' }, { op: '+', text: 'Seven' }, {}] },
    },
  ]);
  const { hits } = await search.articles.search({ q: 'hurt', sort: 'relevance', from: 0, size: 10 });
  expect(hits).toMatchObject([{ article: { title: 'Fire in the port', revision: 3, corrected: true } }]);
  expect((await search.articles.search({ q: 'five hurt', sort: 'relevance', from: 0, size: 10 })).total).toBe(0);
});

test('a counter, an advert or white space is no correction, but the newest body is kept', async () => {
  const url = 'https://a.example/trivial';
  const at = (hour: number, body: string) => articleItem(article(url, { body, fetched_at: `2026-01-15T${hour}:00:00.000Z` }));
  expect(await settled([at(11, 'The bridge is open.\n3 comments')])).toEqual(['created']);
  expect(await settled([at(12, 'The  bridge is open.\n14 comments')])).toEqual(['updated']);
  await refresh();
  expect(await stored(url)).toMatchObject({ revision: 1, corrected: false, body: 'The  bridge is open.\n14 comments' });
  expect(await search.articles.revisions(urlKey(url))).toEqual([]);
});

test('when an article is taken down its old texts go with it', async () => {
  await search.takedown.remove([urlKey(URL)]);
  await refresh();
  expect(await search.articles.revisions(urlKey(URL))).toEqual([]);
});

test('an update of some words is a correction, whatever time stands before it; a time stamp is none (fault 78)', async () => {
  const url = 'https://a.example/update';
  const at = (hour: number, body: string) => articleItem(article(url, { body, fetched_at: `2026-01-15T${hour}:00:00.000Z` }));
  await settled([at(10, 'The bridge is open.\nUpdated 11:30 GMT')]);
  expect(await settled([at(11, 'The bridge is open.\nUpdated 12:45 GMT')])).toEqual(['updated']);
  expect(await settled([at(12, 'The bridge is open.\nUpdate 12:45: the bridge is shut again.')])).toEqual(['revised']);
  expect(await stored(url)).toMatchObject({ revision: 2, corrected: true });
});
