import { expect, test } from 'vitest';
import { asFault, CODE_NAMES, CODES, codeOfStatus, DependencyDown, Fault, isCode, OUTCOMES } from '../src/index.ts';

test('every code has a sentence of its own that a person can act on, and ends as an outcome', () => {
  for (const code of CODE_NAMES) {
    const { says, ends } = CODES[code];
    expect(says, code).toMatch(/^[A-Z][^\n]{20,}\.$/);
    expect(OUTCOMES, code).toContain(ends);
  }
  expect(new Set(CODE_NAMES.map((code) => CODES[code].says)).size).toBe(CODE_NAMES.length);
});

test('a code is lower case words, so that it fits a metric label, a term query and a URL', () => {
  for (const code of CODE_NAMES) expect(code).toMatch(/^[a-z][a-z0-9_]{1,40}$/);
});

test('what was left out as intended is never tried again', () => {
  for (const code of CODE_NAMES) if (CODES[code].ends === 'skipped') expect(CODES[code].permanent, code).toBe(true);
});

test('the list is closed: names of the language, and near misses, are no codes', () => {
  for (const text of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '', 'TIMEOUT', 'timeout '])
    expect(isCode(text), text).toBe(false);
  for (const code of CODE_NAMES) expect(isCode(code)).toBe(true);
});

test('every status of an error has a code, and none of them is taken for another kind', () => {
  for (let status = 400; status < 600; status++) expect(isCode(codeOfStatus(status)), String(status)).toBe(true);
  expect([404, 410, 429, 403, 451, 400, 422, 500, 503, 599].map(codeOfStatus)).toEqual([
    'http_not_found',
    'http_gone',
    'http_rate_limited',
    'http_refused',
    'http_refused',
    'http_client_error',
    'http_client_error',
    'http_server_error',
    'http_server_error',
    'http_server_error',
  ]);
});

test('a fault says what its code says, with the detail; whether to try again comes from the table', () => {
  const fault = new Fault('too_large', 'more than 5 bytes', { cause: 1 });
  expect(fault.message).toBe(`${CODES.too_large.says} (more than 5 bytes)`);
  expect(fault).toMatchObject({ name: 'Fault', code: 'too_large', detail: 'more than 5 bytes', cause: 1, permanent: true });
  expect(new Fault('timeout').message).toBe(CODES.timeout.says);
  expect(new Fault('timeout').permanent).toBe(false);
});

test('anything thrown becomes a fault: a fault itself, else an internal one that keeps its cause', () => {
  const fault = new Fault('poison');
  expect(asFault(fault)).toBe(fault);
  const error = new TypeError('x is undefined');
  expect(asFault(error)).toMatchObject({ code: 'internal', detail: 'x is undefined', cause: error, permanent: false });
  for (const thrown of ['text', undefined, null, 7, Symbol('s')]) expect(asFault(thrown).detail).toBe(String(thrown));
});

test('a dependency that is down is no fault of the job', () => {
  const down = new DependencyDown('Elasticsearch', { cause: 'refused' });
  expect(down).not.toBeInstanceOf(Fault);
  expect(down).toMatchObject({ dependency: 'Elasticsearch', message: 'Elasticsearch is not reachable', cause: 'refused' });
});
