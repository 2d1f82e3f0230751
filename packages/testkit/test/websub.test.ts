import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type FeedItem, until } from '../src/index.ts';
import { callApi, searchFor } from './api-client.ts';
import { openHouse } from './house.ts';

type Subscribed = { callback: string; topic: string; secret: string };
type Feed = {
  id: string;
  state: { last_success_at: string | null; next_poll_at: string };
  websub: { state: string; pushed_at: string } | null;
};

const port = await freePort();
const { web, pipeline } = await openHouse({ ROBOTS: 'ignore', API_PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}/` });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const story = (word: string): string =>
  `<html lang="en"><head><title>Report on ${word}</title></head><body><article><h1>Report on ${word}</h1>${`<p>The council for ${word} met on Tuesday in the old hall and agreed after a long debate to open a second ferry across the lake.</p>`.repeat(4)}</article></body></html>`;
const item = (word: string): FeedItem => ({ url: `https://pushed.example.com/${word}`, title: `Report on ${word}`, guid: word });

/** A hub of our own that keeps to the letter: it asks the callback before it counts a subscription. */
function startHub(): Subscribed[] {
  const confirmed: Subscribed[] = [];
  web.site('hub.example.com').handle('/', async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const one = { callback: form.get('hub.callback') ?? '', topic: form.get('hub.topic') ?? '', secret: form.get('hub.secret') ?? '' };
    response.writeHead(202).end();
    const question = new URL(one.callback);
    const asked = { 'hub.mode': 'subscribe', 'hub.topic': one.topic, 'hub.challenge': 'are you sure?', 'hub.lease_seconds': '864000' };
    for (const [name, value] of Object.entries(asked)) question.searchParams.set(name, value);
    const answer = await fetch(question);
    if (answer.ok && (await answer.text()) === 'are you sure?') confirmed.push(one);
  });
  return confirmed;
}

async function push({ callback, secret }: Subscribed, body: string, signedWith = secret): Promise<number> {
  const signature = `sha256=${createHmac('sha256', signedWith).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/rss+xml', 'x-hub-signature': signature };
  const answer = await fetch(callback, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  return answer.status;
}

test('a feed that names a hub is subscribed, what the hub pushes is found without a poll, what it did not sign is not read', async () => {
  const confirmed = startHub();
  const site = web.site('pushed.example.com');
  const link = '<https://hub.example.com/>; rel="hub", <https://pushed.example.com/feed>; rel="self"';
  site.feed('/feed', [item('herons')], { headers: { link } });
  for (const word of ['herons', 'otters', 'weasels', 'badgers']) site.page(`/${word}`, story(word));
  const { id } = await callApi<Feed>(pipeline.api, 'POST', '/feeds', { url: 'https://pushed.example.com/feed' });
  const [subscribed] = await until(() => confirmed.length > 0 && confirmed, { what: 'the subscription', timeoutMs: 60_000 });
  if (subscribed === undefined) throw new Error('no subscription');
  expect(subscribed.topic).toBe('https://pushed.example.com/feed');
  const look = (): Promise<Feed> => callApi<Feed>(pipeline.api, 'GET', `/feeds/${id}`);
  expect((await look()).websub).toMatchObject({ state: 'active' });
  const polls = (): number => web.requests.filter(({ host, path }) => host === 'pushed.example.com' && path === '/feed').length;
  const before = polls();

  const rss = (word: string): string =>
    `<rss version="2.0"><channel><title>T</title><item><title>Report on ${word}</title><link>https://pushed.example.com/${word}</link><guid isPermaLink="false">${word}</guid></item></channel></rss>`;
  // a stranger who guessed the address, and the hub itself
  expect(await push(subscribed, rss('weasels'), 'another secret')).toBe(202);
  expect(await push(subscribed, rss('otters'))).toBe(202);
  await until(async () => (await searchFor(pipeline.api, 'otters ferry')).total === 1, { what: 'the pushed article', timeoutMs: 60_000 });
  expect(await push(subscribed, rss('badgers'))).toBe(202);
  await until(async () => (await searchFor(pipeline.api, 'badgers ferry')).total === 1, { what: 'the second one', timeoutMs: 60_000 });
  expect((await searchFor(pipeline.api, 'weasels ferry')).total).toBe(0);
  expect(polls()).toBe(before);
  const feed = await look();
  expect(feed.websub?.pushed_at).not.toBeNull();
  // a poll is but the net now
  expect(Date.parse(feed.state.next_poll_at) - Date.now()).toBeGreaterThan(5 * 3_600_000);

  expect((await fetch(`${pipeline.api}/feeds/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await push(subscribed, rss('weasels'))).toBe(410);
}, 120_000);
