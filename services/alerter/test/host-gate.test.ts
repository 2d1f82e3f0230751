import { Postponed } from '@newsmill/contracts';
import { expect, test } from 'vitest';
import { createHostGate } from '../src/host-gate.ts';
import { NotTaken } from '../src/not-taken.ts';

function gateAt() {
  const clock = { now: 1_000_000 };
  return { clock, gate: createHostGate(() => clock.now) };
}
const away = (restMs: number | null = null) => Promise.reject(new NotTaken('connect_failure', '', { isAway: true, restMs }));
const refused = () => Promise.reject(new NotTaken('webhook_refused', '', { status: 404 }));
const fault = (sending: Promise<unknown>): Promise<unknown> => sending.catch((error: unknown) => error);
const wait = async (sending: Promise<unknown>): Promise<number> => {
  const error = await fault(sending);
  return error instanceof Postponed ? error.ms : 0;
};

test('a host that is away rests, twice as long each time, five minutes at most; meanwhile nobody is sent there, and others are not held up', async () => {
  const { clock, gate } = gateAt();
  const rests: number[] = [];
  for (let round = 0; round < 12; round++) {
    await fault(gate('down', () => away()));
    const ms = await wait(gate('down', async () => 'sent'));
    rests.push(ms);
    expect(await gate('up', async () => 'sent')).toBe('sent');
    clock.now += 300_000;
  }
  expect(rests[0]).toBeGreaterThanOrEqual(1_000);
  expect(rests[1]).toBeGreaterThanOrEqual(2_000);
  expect(Math.max(...rests)).toBeLessThanOrEqual(450_000);
  expect(Math.max(...rests)).toBeGreaterThanOrEqual(300_000);
});

test('a host is left alone as long as it asks, an hour at most', async () => {
  const { clock, gate } = gateAt();
  await fault(gate('a', () => away(120_000)));
  clock.now += 119_999;
  expect(await wait(gate('a', async () => 'sent'))).toBeGreaterThan(0);
  clock.now += 1;
  expect(await gate('a', async () => 'sent')).toBe('sent');
  await fault(gate('a', () => away(86_400_000)));
  clock.now += 3_600_000;
  expect(await gate('a', async () => 'sent')).toBe('sent');
});

test('after its rest one message asks first; when it comes through the host is open again', async () => {
  const { clock, gate } = gateAt();
  await fault(gate('a', () => away()));
  clock.now += 1_000;
  const first = Promise.withResolvers<string>();
  const probe = gate('a', () => first.promise);
  expect(await wait(gate('a', async () => 'too early'))).toBeGreaterThan(0);
  first.resolve('sent');
  expect(await probe).toBe('sent');
  expect(await Promise.all([1, 2, 3].map((n) => gate('a', async () => n)))).toEqual([1, 2, 3]);
});

test('one message that is refused says nothing of its host', async () => {
  const { gate } = gateAt();
  expect(await fault(gate('a', refused))).toBeInstanceOf(NotTaken);
  expect(await gate('a', async () => 'sent')).toBe('sent');
});

test('a slow host has eight messages under way and a short line; who comes later is given a turn of its own', async () => {
  const { gate } = gateAt();
  const open: (() => void)[] = [];
  let most = 0;
  let active = 0;
  const slow = () =>
    new Promise<string>((resolve) => {
      most = Math.max(most, ++active);
      open.push(() => {
        active--;
        resolve('sent');
      });
    });
  const sendings = Array.from({ length: 24 }, () => gate('slow', slow));
  const waits: number[] = [];
  for (let late = 0; late < 50; late++) waits.push(await wait(gate('slow', slow)));
  expect(waits.every((ms, at) => ms > 0 && (at === 0 || ms >= (waits[at - 1] ?? 0)))).toBe(true);
  expect(await gate('quick', async () => 'sent')).toBe('sent');
  for (let done = 0; done < 24; ) {
    open.shift()?.();
    done++;
    await Promise.resolve();
    await new Promise(setImmediate);
  }
  expect(await Promise.all(sendings)).toHaveLength(24);
  expect(most).toBe(8);
});

test('who stands in line when the host fails is postponed and not sent', async () => {
  const { gate } = gateAt();
  const first = Promise.withResolvers<never>();
  const active = Array.from({ length: 8 }, () => fault(gate('a', () => first.promise)));
  const line = Array.from({ length: 5 }, () => fault(gate('a', async () => 'sent')));
  first.reject(new NotTaken('timeout', '', { isAway: true }));
  await Promise.all(active);
  for (const error of await Promise.all(line)) expect(error).toBeInstanceOf(Postponed);
});
