import { expect, test } from 'vitest';
import { type BatchLimits, createBatcher } from '../src/index.ts';

const NEVER: BatchLimits = { items: 1_000, bytes: 1_000_000, waitMs: 3_600_000 };

/** A batcher of texts, whose size is their length, that notes what it sends. */
function batcherOf(
  limits: Partial<BatchLimits>,
  answer = (item: string): PromiseSettledResult<string> => ({ status: 'fulfilled', value: item }),
) {
  const sent: string[][] = [];
  const batcher = createBatcher<string, string>(
    { ...NEVER, ...limits },
    (item) => item.length,
    async (items) => {
      sent.push(items);
      return items.map(answer);
    },
  );
  return { ...batcher, sent };
}

test('a batch is sent when it has its number of items', async () => {
  const { push, sent } = batcherOf({ items: 2 });
  expect(await Promise.all([push('a'), push('b')])).toEqual(['a', 'b']);
  expect(sent).toEqual([['a', 'b']]);
});

test('a batch is sent when its bytes reach the limit, and never holds more', async () => {
  const { push, sent } = batcherOf({ bytes: 10 });
  await Promise.all([push('aaaa'), push('bbbb'), push('cccc'), push('dddddd')]);
  expect(sent).toEqual([
    ['aaaa', 'bbbb'],
    ['cccc', 'dddddd'],
  ]);
});

test('a batch is sent when its time is up', async () => {
  const { push, sent } = batcherOf({ waitMs: 1 });
  expect(await push('a')).toBe('a');
  expect(sent).toEqual([['a']]);
});

test('an item above the byte limit goes alone, and the others are not held up', async () => {
  const { push, sent, drain } = batcherOf({ bytes: 10 });
  const answers = [push('a'), push('b'.repeat(11)), push('c')];
  expect(sent).toEqual([['a'], ['b'.repeat(11)]]);
  await drain();
  expect(await Promise.all(answers)).toEqual(['a', 'b'.repeat(11), 'c']);
  expect(sent).toHaveLength(3);
});

test('each item gets its own outcome', async () => {
  const { push } = batcherOf({ items: 3 }, (item) =>
    item === 'bad' ? { status: 'rejected', reason: new Error('refused') } : { status: 'fulfilled', value: item.toUpperCase() },
  );
  const answers = await Promise.allSettled([push('one'), push('bad'), push('two')]);
  expect(answers).toEqual([
    { status: 'fulfilled', value: 'ONE' },
    { status: 'rejected', reason: new Error('refused') },
    { status: 'fulfilled', value: 'TWO' },
  ]);
});

test('an outcome that is missing is an error of that item alone', async () => {
  const { push } = createBatcher<string, string>(
    { ...NEVER, items: 2 },
    () => 1,
    async () => [{ status: 'fulfilled', value: 'first' }],
  );
  const [first, second] = await Promise.allSettled([push('a'), push('b')]);
  expect(first).toEqual({ status: 'fulfilled', value: 'first' });
  expect(second?.status).toBe('rejected');
});

test('a send that throws rejects every item of its batch, and the next batch is sent', async () => {
  let fails = true;
  const { push } = createBatcher<string, string>(
    { ...NEVER, items: 2 },
    () => 1,
    async (items) => {
      if (fails) throw new Error('away');
      return items.map((value) => ({ status: 'fulfilled', value }));
    },
  );
  const answers = await Promise.allSettled([push('a'), push('b')]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await Promise.all([push('c'), push('d')])).toEqual(['c', 'd']);
});

test('the next batch fills while one is under way', async () => {
  const gate = Promise.withResolvers<void>();
  const sent: string[][] = [];
  const { push } = createBatcher<string, string>(
    { ...NEVER, items: 2 },
    () => 1,
    async (items) => {
      sent.push(items);
      await gate.promise;
      return items.map((value) => ({ status: 'fulfilled', value }));
    },
  );
  const answers = ['a', 'b', 'c', 'd'].map(push);
  expect(sent).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  gate.resolve();
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd']);
});

test('a drain sends what waits and returns when everything has arrived', async () => {
  const gate = Promise.withResolvers<void>();
  const arrived: string[] = [];
  const { push, drain } = createBatcher<string, string>(
    { ...NEVER, items: 2 },
    () => 1,
    async (items) => {
      await gate.promise;
      arrived.push(...items);
      return items.map((value) => ({ status: 'fulfilled', value }));
    },
  );
  const answers = ['a', 'b', 'c'].map(push);
  const drained = drain().then(() => [...arrived]);
  gate.resolve();
  expect(await drained).toEqual(['a', 'b', 'c']);
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c']);
});

test('a drain of an empty batcher returns', async () => {
  const { drain, sent } = batcherOf({});
  await drain();
  expect(sent).toEqual([]);
});

test('one batch at a time: what comes while it is under way gathers for the next, which holds no more than a batch may', async () => {
  const sent: string[][] = [];
  const gates: (() => void)[] = [];
  const { push, drain } = createBatcher<string, string>(
    { ...NEVER, items: 3, waitMs: 0, atATime: 1 },
    () => 1,
    async (items) => {
      sent.push(items);
      await new Promise<void>((resolve) => gates.push(resolve));
      return items.map((value) => ({ status: 'fulfilled', value }));
    },
  );
  const answers = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(push);
  expect(sent).toEqual([['a', 'b', 'c']]);
  const drained = drain();
  while (sent.flat().length < 7 || gates.length > 0) {
    gates.shift()?.();
    await new Promise(setImmediate);
  }
  await drained;
  expect(sent).toEqual([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]);
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
});
