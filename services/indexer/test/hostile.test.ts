import { enrichedArticle as article } from '@newsmill/contracts/test';
import { expect, test, vi } from 'vitest';
import { CHANGES, deliver, type Ended, hostileArticles, mappingsOf } from './hostile.ts';
import { testStage } from './stage.ts';

vi.setConfig({ testTimeout: 180_000 });

const BATCH = 100;

test('each of a thousand hostile documents is indexed, or is a dead letter that tells why; no mapping changes', async () => {
  const stage = await testStage();
  await stage.search.setUp();
  const url = 'https://hostile.example/clean';
  expect(await deliver(stage, [{ what: 'nothing', url, article: { ...article(url) } }])).toMatchObject([{ outcome: 'indexed' }]);
  const mappings = await mappingsOf(stage.env);
  const ended: Ended[] = [];
  const all = [...hostileArticles(1_000, article)];
  for (let at = 0; at < all.length; at += BATCH) ended.push(...(await deliver(stage, all.slice(at, at + BATCH))));

  expect(ended.filter(({ outcome }) => outcome !== 'indexed' && outcome !== 'dead')).toEqual([]);
  const dead = ended.filter(({ outcome }) => outcome === 'dead');
  // a reason that trying again cannot mend, in words
  expect(dead.filter(({ code, detail }) => !['invalid_job', 'index_rejected', 'bad_url'].includes(code ?? '') || !detail)).toEqual([]);
  await stage.search.dead.refresh();
  expect((await stage.search.dead.list({}, 0)).total).toBe(dead.length);
  // both happen: else it would be no test
  expect(dead.length).toBeGreaterThan(Object.keys(CHANGES).length);
  expect(ended.length - dead.length).toBeGreaterThan(Object.keys(CHANGES).length);
  expect(await mappingsOf(stage.env)).toEqual(mappings);
});
