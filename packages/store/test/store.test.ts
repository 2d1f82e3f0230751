import { randomPrefix, testServers, until } from '@newsmill/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type StoreSettings } from '../src/index.ts';
import { tempFolder } from './exchange.ts';
import { HOUR, only, page } from './frontier.ts';

async function open(settings: Partial<StoreSettings> = {}, failFast = false) {
  const errors: Error[] = [];
  const store = await openStore(
    {
      REDIS_URL: testServers().redisUrl,
      NEWSMILL_PREFIX: randomPrefix(),
      BODIES_DIR: await tempFolder(),
      FRONTIER_PARTITIONS: 1,
      FRONTIER_LIMIT: 100,
      ...settings,
    },
    { failFast, onError: (error) => errors.push(error) },
  );
  onTestFinished(store.close);
  return { store, errors };
}

const AWAY = { REDIS_URL: 'redis://127.0.0.1:1' };

test('Redis counts as empty until a finished rebuild has marked it', async () => {
  const { store } = await open();
  expect(await store.epoch.present()).toBe(false);
  await store.epoch.set();
  expect(await store.epoch.present()).toBe(true);
});

test('installations with different prefixes do not see each other', async () => {
  const [one, other] = [await open(), await open()];
  await one.store.epoch.set();
  await one.store.frontier.offer([page('https://a.example/')], 'new');
  expect(await other.store.epoch.present()).toBe(false);
  expect(await other.store.frontier.dispatch(10, HOUR)).toEqual([]);
  expect(only(await one.store.frontier.dispatch(10, HOUR)).url).toBe('https://a.example/');
});

test('a store that fails fast says so when Redis is away, and does not hang', async () => {
  const { store, errors } = await open(AWAY, true);
  expect(store.up()).toBe(false);
  await expect(store.ping()).rejects.toThrow();
  await expect(store.frontier.offer([page('https://a.example/')], 'new')).rejects.toThrow();
  await expect(store.feeds.config('x')).rejects.toThrow();
  expect(errors.length).toBeGreaterThan(0);
});

test('a store that does not fail fast waits while Redis is away', async () => {
  const { store, errors } = await open(AWAY);
  let answered = false;
  store.ping().then(
    () => {
      answered = true;
    },
    () => undefined,
  );
  await until(() => errors.length >= 3, { what: 'three attempts to connect' });
  expect(answered).toBe(false);
  expect(store.up()).toBe(false);
});

test('a store that is connected is up', async () => {
  const { store, errors } = await open({}, true);
  await store.ping();
  expect(store.up()).toBe(true);
  expect(errors).toEqual([]);
});
