import { expect, test } from 'vitest';
import { shortLine } from '../src/log-line.ts';

const line = (facts: object): string =>
  JSON.stringify({ level: 30, time: '2026-11-25T11:22:33.456Z', service: 'fetcher', msg: 'hello', ...facts });

test('a line is its time, its message and its facts', () => {
  expect(shortLine('fetcher', line({ healthPort: 7, list: [1] }), false)).toBe('fetcher       11:22:33.456 hello healthPort=7 list=[1]');
});

test('the level is named where it matters', () => {
  expect(shortLine('api', line({ level: 20 }), false)).not.toMatch(/debug|info/);
  for (const [level, name] of [
    [40, 'warn'],
    [50, 'error'],
    [60, 'fatal'],
  ] as const)
    expect(shortLine('api', line({ level }), false)).toContain(` ${name} hello`);
});

test('of a job its URL is shown, of an error its message, of either no more', () => {
  const job = { v: 1, url: 'https://news.example/a', urlKey: 'x' };
  const err = { type: 'Error', message: 'no such luck', stack: 'at ...' };
  expect(shortLine('index', line({ msg: 'job', stage: 'index', attempt: 1, jobId: '7', ended: 'done', job, err }), false)).toBe(
    'index         11:22:33.456 job ended=done https://news.example/a no such luck',
  );
});

test.each(['', 'no JSON', '{', '[]', '7', 'null', '{"level":"30"}', '{"level":30,"time":7}', 'Error: at x {"level":30}'])(
  '%j is no line of ours and is shown as it is',
  (text) => {
    expect(shortLine('api', text, false)).toBe(`api           ${text}`);
  },
);

test('a line without a message is shown too', () => {
  expect(shortLine('api', JSON.stringify({ level: 30, time: '2026-11-25T11:22:33.456Z', x: 1 }), false)).toBe(
    'api           11:22:33.456 x=1',
  );
});

test('nothing in a line can steer the terminal', () => {
  const text = shortLine('api', line({ msg: 'a\u001b[2Jb', detail: 'c\u009bd\re', job: { url: 'f\u0007' } }), false);
  expect(text).not.toMatch(/\p{Cc}/u);
});

test('each name has one colour, and only where colours are wanted', () => {
  const coloured = shortLine('fetcher', line({}), true);
  expect(coloured.replaceAll('\u001b', '')).toMatch(/^\[3[1-6]mfetcher {6}\[0m 11:22/);
  expect(shortLine('fetcher', 'x', true).slice(0, 5)).toBe(coloured.slice(0, 5));
});
