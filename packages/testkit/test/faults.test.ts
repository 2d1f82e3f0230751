import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { until } from '../src/index.ts';
import { get, open, testWeb } from './client.ts';

describe.each(['http', 'https'])('over %s', (scheme) => {
  const url = `${scheme}://news.example/fault`;

  test('reset: the connection is reset before any answer', async () => {
    const web = await testWeb();
    web.site('news.example').fault('/fault', 'reset');
    await expect(get(web, url)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(web.requests).toHaveLength(1);
  });

  test('hang: the request arrives and no answer ever comes', async () => {
    const web = await testWeb();
    web.site('news.example').fault('/fault', 'hang');
    const answered = open(web, url).then(
      () => 'answered',
      () => 'closed',
    );
    await until(() => web.requests.length === 1, { what: 'the request' });
    await web.close();
    expect(await answered).toBe('closed');
  });

  test('slow: a whole body, a byte at a time', async () => {
    const web = await testWeb();
    web.site('news.example').fault('/fault', 'slow', { body: 'drip', everyMs: 5 });
    const pieces: string[] = [];
    for await (const piece of await open(web, url)) pieces.push(String(piece));
    expect(pieces).toEqual(['d', 'r', 'i', 'p']);
  });

  test('truncate: the connection ends before the announced length', async () => {
    const web = await testWeb();
    web.site('news.example').fault('/fault', 'truncate', { body: 'half' });
    const response = await open(web, url);
    expect(response.headers['content-length']).toBe('8');
    const pieces: string[] = [];
    response.on('data', (piece) => pieces.push(String(piece)));
    await expect(new Promise((_, reject) => response.on('error', reject))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(pieces.join('')).toBe('half');
  });

  test('wrong-length: more is sent than the announced length', async () => {
    const web = await testWeb();
    web.site('news.example').fault('/fault', 'wrong-length', { body: 'twice as long' });
    const response = await open(web, url);
    const { socket } = response;
    expect(response.headers['content-length']).toBe('6');
    expect((await buffer(response)).toString()).toBe('twice ');
    await until(() => socket.bytesRead > 0 && socket.destroyed, { what: 'the end of the connection' });
  });

  test('gzip-bomb: a small answer inflates to the size asked for', async () => {
    const web = await testWeb();
    web.site('news.example').fault('/fault', 'gzip-bomb', { megabytes: 30 });
    const response = await open(web, url);
    expect(response.headers['content-encoding']).toBe('gzip');
    let packed = 0;
    let inflated = 0;
    response.on('data', (piece) => {
      packed += piece.length;
    });
    for await (const piece of response.pipe(createGunzip())) inflated += piece.length;
    expect(inflated).toBeGreaterThanOrEqual(30 * 1024 * 1024);
    expect(packed).toBeLessThan(100 * 1024);
  });

  test('endless: the body goes on for as long as the client reads', async () => {
    const web = await testWeb();
    web.site('news.example').fault('/fault', 'endless').page('/', 'still here');
    const response = await open(web, url);
    let read = 0;
    for await (const piece of response) {
      read += piece.length;
      if (read > 20 * 1024 * 1024) break;
    }
    expect(read).toBeGreaterThan(20 * 1024 * 1024);
    expect((await get(web, `${scheme}://news.example/`)).body).toBe('still here');
  });

  test('redirect-loop: following leads back to the start', async () => {
    const web = await testWeb();
    web.site('news.example').fault('/fault', 'redirect-loop');
    const first = await get(web, url);
    const second = await get(web, new URL(first.headers.location ?? '', url).href);
    expect([first.status, second.status]).toEqual([302, 302]);
    expect(first.headers.location).not.toBe('/fault');
    expect(second.headers.location).toBe('/fault');
  });
});
