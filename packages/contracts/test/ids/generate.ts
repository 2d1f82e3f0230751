/** mulberry32: a small seeded generator, so that a failure comes back with its seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const HOSTS = [
  'example.com',
  'WWW.Example.COM.',
  'münchen.de',
  'x.com',
  'a_b.nytimes.com',
  '[2001:DB8::1]',
  '0x7f.1',
  'россия.рф',
  'u:p@h.example',
];
const PIECES =
  '/ // . .. ./ ../ %2e %2E%2e ; ;jsessionid= ;JSESSIONID=a %3Bjsessionid%3D jsess ionid= ? ?? & && &amp; amp; = == + %20 %2B %2F %3F %3f %23 %25 % %% %4 %41 %zz %C3%A9 %E9 é e\u0301 日本 \ud83d\ude00 \ud800 \udc00 \u0000 \t \n \\ | ^ [ ] { } < > " \' ` ( ) ! * , : @ $ ~ - _ # #! #!/ #/ #!x utm_source= utm utm_source=rss fbclid= a=1 a=2 b a b= id=5 s=20 t= ref=rss ref=a.com cid=rss cmp=1 cmp=x sf123456=1 at_id=1 at_x_id=1 at_x=y amp%3Butm_x=1 index.html en page'.split(
    ' ',
  );

/** An address of hostile pieces: everything a rule looks at, in any order and nesting. */
export function oddUrl(next: () => number): string {
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? '';
  const port = next() < 0.2 ? pick([':80', ':443', ':8080', ':']) : '';
  const scheme = pick(['http://', 'https://', 'HTTPS:\\\\']);
  const rest = Array.from({ length: Math.floor(next() * 14) }, () => pick(PIECES)).join('');
  return `${scheme}${pick(HOSTS)}${port}/${rest}`;
}
