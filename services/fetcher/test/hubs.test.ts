import { text } from 'node:stream/consumers';
import { urlKey } from '@newsmill/contracts/ids';
import { createEgress, EGRESS_SETTINGS, readSettings } from '@newsmill/runtime';
import { expect, onTestFinished, test } from 'vitest';
import { askHubs, HUB_SETTINGS } from '../src/hubs.ts';
import { testStore } from './stage.ts';
import { testWeb } from './web.ts';

async function openHubs(env: Record<string, string> = {}) {
  const [web, { store }] = [await testWeb(), await testStore()];
  const given = { FETCH_CONNECT_TO: web.address, PUBLIC_URL: 'https://news.example.org/api/', HOST_GAP_MS: '0', ...env };
  const settings = readSettings([...HUB_SETTINGS, ...EGRESS_SETTINGS], given);
  const egress = createEgress(settings);
  onTestFinished(egress.close);
  const want = async (url: string, hub = 'https://hub.example.com/', paused = false): Promise<string> => {
    const id = urlKey(url);
    await store.feeds.putConfig({ v: 1, id, url, name: null, paused, created_at: new Date().toISOString() }, { wake: true });
    await store.subscriptions.want(id, hub, url);
    return id;
  };
  return { web, store, want, ask: () => askHubs({ store, egress, settings }) };
}

test('a hub is asked once for each feed, with a callback and a secret of its own', async () => {
  const { web, store, want, ask } = await openHubs();
  const forms: URLSearchParams[] = [];
  web.site('hub.example.com').handle('/', async (request, response) => {
    forms.push(new URLSearchParams(await text(request)));
    response.writeHead(202).end();
  });
  const [one, other] = [await want('https://a.example/feed'), await want('https://b.example/feed')];
  expect(await ask()).toBe(true);
  expect(await ask()).toBe(false);
  expect(forms.map((form) => form.get('hub.topic')).sort()).toEqual(['https://a.example/feed', 'https://b.example/feed']);
  expect(new Set(forms.map((form) => form.get('hub.secret'))).size).toBe(2);
  const [subscription] = [await store.subscriptions.get(one)];
  expect(forms.map((form) => form.get('hub.callback'))).toContain(`https://news.example.org/api/websub/${one}/${subscription?.token}`);
  expect(subscription).toMatchObject({ state: 'asked', failures: 1 });
  expect(await store.subscriptions.get(other)).toMatchObject({ state: 'asked' });
});

test('a hub that never confirms, refuses or cannot be reached is asked less and less, and counts as mute in the end', async () => {
  const { web, store, want, ask } = await openHubs();
  web.site('hub.example.com').handle('/', (_request, response) => void response.writeHead(422).end('no such topic here'));
  const id = await want('https://a.example/feed');
  let at = Date.now();
  const waits: number[] = [];
  for (let round = 0; round < 7; round++) {
    await ask();
    const asked = Date.now();
    // when it is due next, by looking ahead
    while (!(await store.subscriptions.takeDue(10, 0, at)).includes(id)) at += 600_000;
    waits.push(at - asked);
    await store.subscriptions.schedule(id, 0);
    at = Date.now();
  }
  expect(waits.every((wait, index) => wait >= (waits[index - 1] ?? 0) - 600_000)).toBe(true);
  expect(Math.max(...waits)).toBeLessThan(7.1 * 86_400_000);
  expect(await store.subscriptions.get(id)).toMatchObject({ state: 'mute', detail: expect.stringContaining('422 no such topic here') });
});

test('an active subscription goes on while its renewal is asked for', async () => {
  const { web, store, want, ask } = await openHubs();
  web.site('hub.example.com').handle('/', (_request, response) => void response.writeHead(500).end());
  const id = await want('https://a.example/feed');
  await store.subscriptions.change(id, { state: 'active', ends: Date.now() + 60_000 });
  await ask();
  expect(await store.subscriptions.get(id)).toMatchObject({ state: 'active' });
});

test('no hub is asked for a feed that is paused or gone, without an address of ours, or at an address that may not be reached', async () => {
  const { web, store, want, ask } = await openHubs();
  const paused = await want('https://a.example/feed', undefined, true);
  await store.subscriptions.want(urlKey('https://gone.example/feed'), 'https://hub.example.com/', 'https://gone.example/feed');
  await ask();
  expect(await store.subscriptions.get(paused)).toBeUndefined();
  expect(web.requests).toEqual([]);

  const closed = await openHubs({ PUBLIC_URL: '' });
  await closed.want('https://a.example/feed');
  expect(await closed.ask()).toBe(false);

  const guarded = await openHubs({ FETCH_CONNECT_TO: '' });
  const id = await guarded.want('https://a.example/feed', `http://${guarded.web.address}/`);
  await guarded.ask();
  expect(guarded.web.requests).toEqual([]);
  expect((await guarded.store.subscriptions.get(id))?.detail).toMatch(/127\.0\.0\.1/);
});
