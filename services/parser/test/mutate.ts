/** A seeded generator of numbers in 0..1 (mulberry32), so that a run that fails can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const JUNK = [
  '<div>'.repeat(3_000),
  '</div>'.repeat(500),
  '<table><tr><td>'.repeat(300),
  `<p class="${'x '.repeat(50_000)}">`,
  `<a href="${'a'.repeat(200_000)}">`,
  '<script type="application/ld+json">{"@type":"NewsArticle","author":[[[{"name":',
  '<!--',
  '<![CDATA[',
  '<style>',
  '<plaintext>',
  '<time datetime="99999999999999999999">',
  '<h1 itemprop="headline articleBody" itemscope>',
  '\u0301'.repeat(5_000),
  '\ud800',
  '\0\u202e\ufeff',
  '&#x110000;&#0;&amp;amp;&notit;',
  '<meta property="article:published_time" content="2024-02-30T25:61:00+99:99">',
  '<html lang="en" lang="de"><body><head><title>',
  '<br>'.repeat(2_000),
  '<svg><p><math><li><template>',
];

type Change = (html: string, at: number, random: () => number, other: string) => string;

const CHANGES: readonly Change[] = [
  (html, at) => html.slice(0, at),
  (html, at) => html.slice(at),
  (html, at, random, other) => html.slice(0, at) + other.slice(Math.floor(random() * other.length)),
  (html, at, random) => html.slice(0, at) + html.slice(at + Math.floor(random() * 5_000)),
  (html, at, random) => html.slice(0, at) + html.slice(at, at + Math.floor(random() * 5_000)).repeat(4) + html.slice(at),
  (html, at, random) => html.slice(0, at) + (JUNK[Math.floor(random() * JUNK.length)] ?? '') + html.slice(at),
  (html, at, random) => html.slice(0, at) + String.fromCharCode(Math.floor(random() * 65_536)) + html.slice(at + 1),
  (html, at) => html.slice(0, at) + html.slice(at, at + 400).replaceAll('>', '') + html.slice(at + 400),
  (html, at) => html.slice(0, at) + html.slice(at, at + 400).replaceAll('"', "'") + html.slice(at + 400),
  (html, at) => html.slice(0, at) + html.slice(at, at + 2_000).replaceAll('</', '<') + html.slice(at + 2_000),
];

/** A page with one to six things wrong: cut, spliced with another, parts lost or repeated, junk put in, tags and quotes broken. */
export function mutate(html: string, other: string, random: () => number): string {
  let page = html;
  for (let changes = 1 + Math.floor(random() * 6); changes > 0; changes--) {
    const change = CHANGES[Math.floor(random() * CHANGES.length)];
    page = change?.(page, Math.floor(random() * page.length), random, other) ?? page;
  }
  return page;
}
