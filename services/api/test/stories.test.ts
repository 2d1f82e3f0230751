import { urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { indexArticle } from './article.ts';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let door: Door;
const url = (name: string): string => `https://${name}.example/a`;
const id = (name: string): string => urlKey(url(name));
const source = (name: string) => ({ source: { id: name, name, domain: `${name}.example`, country: null } });
const sketch = { keys: ['k1'], packed: 'AAAA' };

beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
  const story = { story_id: id('wire'), story_size: 2, sketch };
  const at = (hour: number) => ({ published_at: `2026-11-25T0${hour}:00:00.000Z` });
  await indexArticle(door, url('copy'), { title: 'Harbour shut', ...source('Copy'), ...at(2), ...story, duplicate_of: id('wire') });
  await indexArticle(door, url('wire'), { title: 'Harbour closed', ...source('Wire'), ...at(1), ...story });
  await indexArticle(door, url('other'), { title: 'Harbour festival', ...source('Other'), ...at(3) });
  await vi.waitFor(async () => expect((await door.ask('GET', '/search?q=harbour')).body.total).toBe(3), { timeout: 20_000 });
}, 60_000);
afterAll(() => door.close());

test('a story is told by its first article, with all of its articles in order and who published them', async () => {
  const { status, body } = await door.ask('GET', `/stories/${id('wire')}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: id('wire'), size: 2, label: 'Harbour closed', publisher: 'Wire' });
  expect(body.articles.map((hit: { id: string }) => hit.id)).toEqual([id('wire'), id('copy')]);
  expect(body.publishers.map(({ value }: { value: string }) => value).toSorted()).toEqual(['Copy', 'Wire']);
  expect(body.articles[1].article).toMatchObject({ duplicate_of: id('wire') });
  expect((await door.ask('GET', `/stories/${id('wire')}?size=1`)).body).toMatchObject({ size: 2, articles: [{ id: id('wire') }] });
  expect((await door.ask('GET', '/stories/unknown')).body.error.code).toBe('no_such_story');
});

test('copies can be left out of a search, and a story is one hit with its copies inside', async () => {
  const found = async (query: string): Promise<string[]> =>
    (await door.ask('GET', `/search?q=harbour&${query}`)).body.hits.map((hit: { id: string }) => hit.id).toSorted();
  expect(await found('copies=false')).toEqual([id('wire'), id('other')].toSorted());
  expect(await found('copies=true')).toHaveLength(3);
  const { body } = await door.ask('GET', '/search?q=harbour&stories=true');
  expect(body.total).toBe(2);
  expect(body.hits.flatMap((hit: { outlets: unknown[] }) => hit.outlets)).toHaveLength(1);
});

test('an article shows what it is to others, and no answer holds what only look-ups need', async () => {
  const { body } = await door.ask('GET', `/articles/${id('copy')}`);
  expect(body.article).toMatchObject({ duplicate_of: id('wire'), story_id: id('wire') });
  for (const path of [`/articles/${id('copy')}`, '/search?q=harbour', '/search?q=harbour&format=jsonl', `/stories/${id('wire')}`])
    expect((await door.ask('GET', path)).text).not.toContain('sketch');
});
