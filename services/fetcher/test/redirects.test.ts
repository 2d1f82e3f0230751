import { expect, test } from 'vitest';
import { createJar } from '../src/cookies.ts';
import { faultFrom, fetchFrom, testWeb, textFrom } from './web.ts';

test.each([301, 302, 303, 307, 308])('a %i within the host is followed, to where it really leads', async (status) => {
  const web = await testWeb();
  web.site('news.example').redirect('/a', '/b', status).redirect('/b', 'https://news.example/c?d=1', status).page('/c?d=1', 'found');
  expect(await fetchFrom(web.address, 'http://news.example/a')).toMatchObject({
    finalUrl: 'https://news.example/c?d=1',
    hops: 2,
    status: 200,
  });
});

test.each([
  ['/a/c', 'https://news.example/a/c'],
  ['c', 'https://news.example/a/c'],
  ['../c', 'https://news.example/c'],
  ['?page=2', 'https://news.example/a/b?page=2'],
  ['//news.example/c', 'https://news.example/c'],
  ['https://news.example:443/c', 'https://news.example/c'],
  ['HTTPS://NEWS.EXAMPLE/c', 'https://news.example/c'],
  ['https://me:secret@news.example/c', 'https://news.example/c'],
  [' /c ', 'https://news.example/c'],
])('the Location "%s" leads to %s', async (location, finalUrl) => {
  const web = await testWeb();
  const { pathname, search } = new URL(finalUrl);
  web
    .site('news.example')
    .redirect('/a/b', location)
    .page(pathname + search, 'found');
  expect(await fetchFrom(web.address, 'https://news.example/a/b')).toMatchObject({ kind: 'body', finalUrl });
});

test('a Location in raw UTF-8, in Latin-1 and already encoded all lead to the one page, and nothing is encoded twice', async () => {
  const web = await testWeb();
  const site = web.site('news.example').page('/caf%C3%A9', 'found').page('/%E2%82%AC?q=%20', 'price');
  site.redirect('/encoded', '/caf%C3%A9').redirect('/latin1', '/caf\xe9').redirect('/utf8', Buffer.from('/café').toString('latin1'));
  site.redirect('/mixed', Buffer.from('/€?q=%20').toString('latin1'));
  for (const path of ['/encoded', '/latin1', '/utf8']) {
    expect(await fetchFrom(web.address, `https://news.example${path}`), path).toMatchObject({ finalUrl: 'https://news.example/caf%C3%A9' });
  }
  expect(await textFrom(web.address, 'https://news.example/mixed')).toBe('price');
  expect(web.requests.map(({ path }) => path).filter((path) => path.includes('%25'))).toEqual([]);
});

test('a redirect to another host, or another port of this one, is not followed: that host has to be asked first', async () => {
  const web = await testWeb();
  web.site('other.example').page('/', 'x');
  const targets = ['https://other.example/x', 'http://www.news.example/', 'https://news.example:8443/', '//other.example/x'];
  for (const target of targets) {
    web.site('news.example').redirect('/', target);
    expect(await fetchFrom(web.address, 'https://news.example/')).toMatchObject({
      kind: 'elsewhere',
      url: new URL(target, 'https://news.example/').href,
      hops: 0,
    });
  }
  expect(web.requests.map(({ host }) => host)).toEqual(targets.map(() => 'news.example'));
});

test.each([
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:text/html,x',
  'ftp://news.example/',
  'mailto:a@b.c',
  'http://',
  'http://[::bad',
  'https://exa mple/',
])('the Location "%s" is no address that can be fetched', async (location) => {
  const web = await testWeb();
  web.site('news.example').redirect('/', location);
  expect(await faultFrom(web.address, 'http://news.example/')).toMatchObject({ code: 'bad_redirect', permanent: true });
});

test('a redirect without a Location leads nowhere', async () => {
  const web = await testWeb();
  web.site('news.example').handle('/', (_req, res) => void res.writeHead(301).end('<p>moved, but not said where</p>'));
  expect(await faultFrom(web.address, 'http://news.example/')).toMatchObject({ code: 'bad_redirect', status: 301 });
});

test('an address to begin with that cannot be fetched is told as such', async () => {
  for (const url of ['ftp://news.example/', 'news.example', 'http://', 'feed:x'])
    expect((await faultFrom('127.0.0.1:1', url)).code, url).toBe('bad_url');
});

test('a circle ends at its first repeat, whatever its length; a fragment does not hide it', async () => {
  const web = await testWeb();
  const site = web.site('news.example').redirect('/self', '/self').redirect('/a', '/b').redirect('/b', '/c').redirect('/c', '/a');
  site.redirect('/fragment', '/fragment#top').fault('/two', 'redirect-loop');
  for (const [path, hops] of [
    ['/self', 1],
    ['/a', 3],
    ['/fragment', 1],
    ['/two', 2],
  ] as const) {
    expect(await faultFrom(web.address, `https://news.example${path}`), path).toMatchObject({
      code: 'redirect_loop',
      permanent: true,
      hops,
    });
  }
});

test('an endless chain ends after the limit', async () => {
  const web = await testWeb();
  web.site('news.example').handle('/', (req, res) => void res.writeHead(302, { location: `/?${Number(req.url?.slice(2)) + 1}` }).end());
  expect(await faultFrom(web.address, 'http://news.example/?0', { limits: { maxRedirects: 3 } })).toMatchObject({
    code: 'too_many_redirects',
  });
  expect(web.requests).toHaveLength(4);
  expect(await faultFrom(web.address, 'http://news.example/?0', { limits: { maxRedirects: 0 } })).toMatchObject({
    code: 'too_many_redirects',
  });
});

test('a page that sends away until its cookie comes back is read, and the cookie ends with the exchange', async () => {
  const web = await testWeb();
  const site = web.site('news.example').handle('/set', (_req, res) => {
    res
      .writeHead(302, {
        location: '/',
        'set-cookie': ['seen=1; Path=/; Secure; HttpOnly', 'theme=dark; Expires=Wed, 09 Sep 2099 12:00:00 GMT'],
      })
      .end();
  });
  site.handle(
    '/',
    (req, res) => void (req.headers.cookie === 'seen=1; theme=dark' ? res.end('read') : res.writeHead(302, { location: '/set' }).end()),
  );
  site.handle(
    '/itself',
    (req, res) => void (req.headers.cookie ? res.end('read') : res.writeHead(302, { location: '/itself', 'set-cookie': 'a=b' }).end()),
  );
  expect(await textFrom(web.address, 'https://news.example/')).toBe('read');
  expect(await textFrom(web.address, 'https://news.example/itself')).toBe('read');
  expect(web.requests.filter(({ headers }) => headers.cookie === undefined).map(({ path }) => path)).toEqual(['/', '/set', '/itself']);
});

test('a circle that sets its cookie again and again is still a circle', async () => {
  const web = await testWeb();
  web.site('news.example').handle('/', (_req, res) => void res.writeHead(302, { location: '/', 'set-cookie': 'a=1' }).end());
  expect(await faultFrom(web.address, 'http://news.example/')).toMatchObject({ code: 'redirect_loop', hops: 2 });
});

test('cookies are taken as they come, dropped when told to, and never grow or break a header', () => {
  const jar = createJar();
  jar.take(['a=1; Path=/', 'b=', 'c=x=y', 'no pair', '=empty', 'bad name=1', 'd=\u00e9', 'e="q"']);
  jar.take('a=2');
  jar.take(undefined);
  expect(jar.header()).toBe('a=2; b=; c=x=y; e="q"');
  jar.take('a=; Max-Age=0');
  expect(jar.header()).toBe('b=; c=x=y; e="q"');
  for (let i = 0; i < 500; i++) jar.take(`n${i}=${'v'.repeat(100)}`);
  expect(jar.header().length).toBeLessThan(4_200);
});
