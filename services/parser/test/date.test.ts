import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readDate } from '../src/text/date.ts';
import { DATES } from './date-table.ts';

describe('a date is read as what it says, or refused', () => {
  it.each(DATES.map(([text, at, precision]) => ({ text: text.slice(0, 80), whole: text, at, precision })))(
    '$text',
    ({ whole, at, precision }) => {
      if (at === undefined) expect(readDate(whole)).toBeUndefined();
      else expect(readDate(whole)).toMatchObject({ at, precision });
    },
  );

  it.each(['UTC', 'America/New_York', 'Asia/Kolkata'])('the same under TZ=%s', { timeout: 30_000 }, (TZ) => {
    const script = `import { readDate } from './src/text/date.ts'; import { DATES } from './test/date-table.ts';
      process.stdout.write(JSON.stringify(DATES.map(([text]) => readDate(text)?.at ?? null)));`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('..', import.meta.url),
      env: { TZ },
      encoding: 'utf8',
    });
    expect(JSON.parse(out)).toEqual(DATES.map(([, at]) => at ?? null));
  });

  it('skips words before the date only in visible text', () => {
    expect(readDate('Published: 5 March 2019 at 10:30')).toBeUndefined();
    expect(readDate('Published: 5 March 2019 at 10:30', { loose: true })?.at).toBe('2019-03-05T10:30:00.000Z');
    expect(readDate('(Updated: 13:28 GMT 06.08.2022)', { loose: true })?.at).toBe('2022-08-06T13:28:00.000Z');
  });
});
