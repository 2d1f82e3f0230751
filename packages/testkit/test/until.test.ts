import { expect, test } from 'vitest';
import { until } from '../src/index.ts';

test('returns the first truthy value', async () => {
  const answers = [undefined, 0, '', { found: 1 }, { found: 2 }];
  expect(await until(() => answers.shift(), { what: 'an answer', everyMs: 1 })).toEqual({ found: 1 });
});

test('a check that throws is asked again', async () => {
  let asked = 0;
  const check = async () => {
    asked += 1;
    if (asked < 3) throw new Error('not yet');
    return asked;
  };
  expect(await until(check, { what: 'the third time', everyMs: 1 })).toBe(3);
});

test('the error names what was waited for, how long, and the last value', async () => {
  const waiting = until(() => false, { what: 'an article in the index', timeoutMs: 20, everyMs: 1 });
  await expect(waiting).rejects.toThrow('Waited 20 ms in vain for an article in the index; last value: false');
});

test('the error carries the last error when the check threw', async () => {
  const cause = new Error('connection refused');
  const waiting = until(() => Promise.reject(cause), { what: 'Redis', timeoutMs: 20, everyMs: 1 });
  await expect(waiting).rejects.toMatchObject({ message: expect.stringContaining('last error: Error: connection refused'), cause });
});

test('a check that never returns does not outlive the time limit', async () => {
  const waiting = until(() => new Promise<boolean>(() => undefined), { what: 'an answer', timeoutMs: 20 });
  await expect(waiting).rejects.toThrow('Waited 20 ms in vain for an answer; no check has ended');
});
