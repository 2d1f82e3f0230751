import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { N, urlItem } from './articles.ts';
import { install } from './install.ts';

const { client, names, search, settled } = install();
const { dead } = search;
let count = 0;
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

/** Dead letters of a host of their own, a minute apart. */
async function letters(host: string, codes: ('timeout' | 'http_gone')[]): Promise<string[]> {
  const urls = codes.map(() => `https://${host}/${++count}`);
  await settled(urls.map((url, i) => urlItem(url, { outcome: 'dead', code: codes[i] ?? null, jobId: `${i}`, at: at(i) })));
  await dead.refresh();
  return urls;
}
const urlsOf = (entries: readonly { letter: { url: string } }[]): string[] => entries.map(({ letter }) => letter.url);

test('dead letters are listed oldest first, in pages, by reason, host and time', async () => {
  const host = 'listed.example';
  const urls = await letters(host, ['timeout', 'http_gone', 'timeout', 'timeout', 'http_gone']);
  const first = await dead.list({ host }, 2);
  expect(first).toMatchObject({ total: 5, next: expect.anything() });
  const second = await dead.list({ host }, 2, first.next ?? undefined);
  const third = await dead.list({ host }, 2, second.next ?? undefined);
  expect([first, second, third].flatMap(({ entries }) => urlsOf(entries))).toEqual(urls);
  expect(third.next).toBeNull();
  expect(urlsOf((await dead.list({ host, code: 'http_gone' }, 10)).entries)).toEqual([urls[1], urls[4]]);
  expect(urlsOf((await dead.list({ host, since: at(1), until: at(2) }, 10)).entries)).toEqual([urls[1], urls[2]]);
  expect((await dead.list({ host: 'other.example' }, 10)).total).toBe(0);
});

test('a letter is read at once, with the job that failed', async () => {
  const [url = ''] = await letters('read.example', ['timeout']);
  expect(await dead.read([urlKey(url), urlKey('https://read.example/none')])).toMatchObject([
    { urlKey: urlKey(url), letter: { url, code: 'timeout', job_id: '0', n: N, replayed_at: null } },
  ]);
});

test('what was replayed is not listed again, until it dies anew', async () => {
  const host = 'replayed.example';
  const [url = ''] = await letters(host, ['timeout']);
  await dead.markReplayed((await dead.list({ host }, 10)).entries);
  await dead.refresh();
  expect((await dead.list({ host }, 10)).total).toBe(0);
  expect(urlsOf((await dead.list({ host, replayed: true }, 10)).entries)).toEqual([url]);
  await settled([urlItem(url, { outcome: 'dead', code: 'http_gone', n: N + 1 })]);
  await dead.refresh();
  expect(await dead.list({ host }, 10)).toMatchObject({ total: 1, entries: [{ letter: { code: 'http_gone', replayed_at: null } }] });
});

test('a letter that died anew meanwhile is not marked as replayed', async () => {
  const host = 'meanwhile.example';
  const [url = ''] = await letters(host, ['timeout']);
  const { entries } = await dead.list({ host }, 10);
  await settled([urlItem(url, { outcome: 'dead', code: 'http_gone', n: N + 1 })]);
  await dead.markReplayed(entries);
  expect(await dead.read([urlKey(url)])).toMatchObject([{ letter: { n: N + 1, replayed_at: null } }]);
});

test('dropped letters are gone; dropping one that is not there is no error', async () => {
  const [url = ''] = await letters('dropped.example', ['timeout']);
  await dead.drop([urlKey(url), urlKey('https://dropped.example/none')]);
  expect(await dead.read([urlKey(url)])).toEqual([]);
});

test('a drop that Elasticsearch does not carry out is an error, not silence', async () => {
  const [url = ''] = await letters('kept.example', ['timeout']);
  await client.indices.putSettings({ index: names.dead, settings: { 'blocks.write': true } });
  const dropped = await dead.drop([urlKey(url)]).then(
    () => 'dropped',
    (error: Error) => error.name,
  );
  await client.indices.putSettings({ index: names.dead, settings: { 'blocks.write': null } });
  expect(dropped).toBe('DependencyDown');
});

test('the counts tell how many there are of each reason', async () => {
  const before = await dead.counts();
  await letters('counted.example', ['http_gone', 'http_gone']);
  expect((await dead.counts())['http_gone']).toBe((before['http_gone'] ?? 0) + 2);
});
