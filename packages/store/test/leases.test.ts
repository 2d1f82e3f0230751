import { randomPrefix, until } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { createLeases } from '../src/leases.ts';
import { HOUR, openRedis } from './frontier.ts';

const openLease = async () => createLeases(await openRedis(), randomPrefix());

test('work under a lease runs in one place at a time', async () => {
  const lease = await openLease();
  const inner = await lease('sweep', HOUR, () => lease('sweep', HOUR, async () => 'twice'));
  expect(inner).toBeUndefined();
});

test('the lease is free when the work is over, also when it failed', async () => {
  const lease = await openLease();
  expect(await lease('sweep', HOUR, async () => 1)).toBe(1);
  const failing = lease('sweep', HOUR, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await lease('sweep', HOUR, async () => 3)).toBe(3);
});

test('leases of other names do not hinder', async () => {
  const lease = await openLease();
  expect(await lease('sweep', HOUR, () => lease('reconcile', HOUR, async () => 'both'))).toBe('both');
});

test('a lease outlasts work that takes longer than its time', async () => {
  const redis = await openRedis();
  const prefix = randomPrefix();
  const lease = createLeases(redis, prefix);
  let left = Number.POSITIVE_INFINITY;
  const renewed = async (): Promise<boolean> => {
    const before = left;
    left = await redis.pttl(`${prefix}{nm:leases}:sweep`);
    return left > before;
  };
  const inner = await lease('sweep', 600, async () => {
    for (let times = 0; times < 4; times++) await until(renewed, { what: 'a renewal' });
    return lease('sweep', HOUR, async () => 'twice');
  });
  expect(inner).toBeUndefined();
});

test('a lease that was lost is not taken from its next holder by the one who was late', async () => {
  const redis = await openRedis();
  const prefix = randomPrefix();
  const lease = createLeases(redis, prefix);
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  let second: Promise<string | undefined> = Promise.resolve('not begun');
  await lease('sweep', HOUR, async () => {
    await redis.del(`${prefix}{nm:leases}:sweep`);
    second = lease('sweep', HOUR, async () => {
      begun.resolve();
      await end.promise;
      return 'second';
    });
    await begun.promise;
  });
  // the first holder has released by now, too late
  expect(await lease('sweep', HOUR, async () => 'third')).toBeUndefined();
  end.resolve();
  expect(await second).toBe('second');
});
