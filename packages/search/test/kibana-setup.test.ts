import { afterEach, beforeEach, expect, test } from 'vitest';
import { kibana } from '../src/index.ts';
import { buildBundle } from '../src/kibana/bundle.ts';
import { startFakeKibana } from './fake-kibana.ts';

let fake: Awaited<ReturnType<typeof startFakeKibana>>;
beforeEach(async () => {
  fake = await startFakeKibana();
});
afterEach(() => fake.close());

const settings = (password?: string) => ({
  KIBANA_URL: fake.url,
  ELASTICSEARCH_USERNAME: password === undefined ? undefined : 'elastic',
  ELASTICSEARCH_PASSWORD: password,
});
const run = async (prefix = '') => {
  fake.writes.length = 0;
  const steps = await kibana.setUp(settings(), prefix);
  expect(fake.faults).toEqual([]);
  return Object.fromEntries(steps.map(({ object, result }) => [object, result]));
};

test('the first run makes every object, the second changes nothing', async () => {
  const first = await run();
  expect(Object.keys(first)).toEqual([
    ...buildBundle().map(({ type, id }) => `${type}:${id}`),
    'default data view:news-articles',
    'role:news_reader',
    'role:news_editor',
    'rule:news-ingest-stalled',
    'rule:news-source-silent',
  ]);
  expect(new Set(Object.values(first))).toEqual(new Set(['created', 'updated']));
  expect(fake.writes).toEqual([
    'POST /api/saved_objects/_import?overwrite=true',
    'POST /api/data_views/default',
    'PUT /api/security/role/news_reader',
    'PUT /api/security/role/news_editor',
    'POST /api/alerting/rule/news-ingest-stalled',
    'POST /api/alerting/rule/news-source-silent',
  ]);
  expect(new Set(Object.values(await run()))).toEqual(new Set(['unchanged']));
  expect(fake.writes).toEqual([]);
});

test('what somebody deleted comes back, and nothing else is touched', async () => {
  await run();
  fake.objects.delete('dashboard:news-story');
  fake.kept.delete('/api/security/role/news_reader');
  const again = await run();
  expect(fake.writes).toEqual(['POST /api/saved_objects/_import?overwrite=true', 'PUT /api/security/role/news_reader']);
  expect(again).toMatchObject({ 'dashboard:news-story': 'created', 'role:news_reader': 'created', 'role:news_editor': 'unchanged' });
  expect(fake.objects.has('dashboard:news-story')).toBe(true);
});

test('a rule that was changed is put right, and keeps the actions somebody gave it', async () => {
  await run();
  const path = '/api/alerting/rule/news-ingest-stalled';
  fake.kept.set(path, { ...fake.kept.get(path), name: 'other', actions: [{ id: 'mine' }] });
  expect(await run()).toMatchObject({ 'rule:news-ingest-stalled': 'updated', 'rule:news-source-silent': 'unchanged' });
  expect(fake.kept.get(path)).toMatchObject({ name: 'News: nothing was indexed for 30 minutes', actions: [{ id: 'mine' }] });
});

test('an object that Kibana refuses is named with its reason, and the others are made', async () => {
  fake.refused.add('news-story');
  fake.refused.add('/api/security/role/news_editor');
  const steps = await kibana.setUp(settings(), '');
  expect(steps.filter(({ result }) => result === 'failed')).toEqual([
    { object: 'dashboard:news-story', result: 'failed', detail: expect.stringContaining('refused') },
    { object: 'role:news_editor', result: 'failed', detail: '403 missing privileges' },
  ]);
  expect(fake.objects.size).toBe(buildBundle().length - 1);
});

test('Kibana is asked as the user that is given', async () => {
  fake.login.header = `Basic ${Buffer.from('elastic:secret').toString('base64')}`;
  expect((await kibana.setUp(settings('secret'), '')).every(({ result }) => result !== 'failed')).toBe(true);
  expect((await kibana.setUp(settings('wrong'), '')).every(({ result, detail }) => result === 'failed' && detail?.startsWith('401'))).toBe(
    true,
  );
});

test('a Kibana that is not there is not ready', async () => {
  expect(await kibana.isReady(settings())).toBe(true);
  expect(await kibana.isReady({ ...settings(), KIBANA_URL: 'http://127.0.0.1:1' })).toBe(false);
});

test('a second installation has roles and rules of its own', async () => {
  expect(await run('two-')).toMatchObject({ 'role:two-news_reader': 'created', 'rule:two-news-source-silent': 'created' });
});
