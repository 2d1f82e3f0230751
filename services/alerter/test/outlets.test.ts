import { expect, onTestFinished, test } from 'vitest';
import { outlets } from '../bench/outlets.ts';
import { install } from './installation.ts';

test('ten outlets of one story are one delivery for each of two subscribers, though one receiver is down and the deliverer is killed', async () => {
  const at = await install();
  onTestFinished(at.close);
  const { kills, subscribers, reached } = await outlets(at, 2, 5_000, () => undefined);
  expect(subscribers).toMatchObject([
    { name: 'up', distinct: 1, state: 'sent' },
    { name: 'down', distinct: 1, state: 'sent' },
  ]);
  for (const { repeats } of subscribers) expect(repeats).toBeLessThanOrEqual(kills);
  expect(reached).toBe(true);
}, 240_000);
