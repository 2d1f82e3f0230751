import { describe, expect, it } from 'vitest';
import { extractPage } from '../src/page/index.ts';

const url = 'https://www.the-paper.example/a/plan.html';
const text = `<div>${'<p>The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward.</p>'.repeat(4)}</div>`;
const read = (head: string, body = '') => extractPage(`<html><head>${head}</head><body>${body}${text}</body></html>`, { url });
const ld = (block: unknown) => `<script type="application/ld+json">${JSON.stringify(block)}</script>`;

describe('title', () => {
  it.each([
    [
      'h1 over a longer title',
      '<title>Council agrees to the plan | Politics | The Paper</title>',
      '<h1>Council agrees to the plan</h1>',
      'Council agrees to the plan',
    ],
    [
      'site name off',
      '<title>Council agrees to the plan - The Paper</title><meta property="og:site_name" content="The Paper">',
      '',
      'Council agrees to the plan',
    ],
    ['site name known by the host', '<title>Council agrees to the plan | the-paper.example</title>', '', 'Council agrees to the plan'],
    [
      'site name in front',
      '<title>The Paper: Politics | Council agrees to the plan</title><meta property="og:title" content="Council agrees to the plan">',
      '',
      'Council agrees to the plan',
    ],
    [
      'the logo in an h1 is not the title',
      '<meta property="og:title" content="Council agrees to the plan">',
      '<h1>The Paper</h1>',
      'Council agrees to the plan',
    ],
    [
      'a kicker inside the h1',
      '<meta property="og:title" content="Council agrees to the plan at last">',
      '<h1><span>Politics</span> Council agrees to the plan at last</h1>',
      'Council agrees to the plan at last',
    ],
    ['entities once', '<meta property="og:title" content="Tom &amp;amp; Ann agree to the plan">', '', 'Tom & Ann agree to the plan'],
  ])('%s', (_, head, body, title) => {
    expect(read(head, body).title).toBe(title);
  });
});

describe('authors', () => {
  it.each([
    ['By Ann Lee and Bo Ray', ['Ann Lee', 'Bo Ray']],
    ['Von Ann Lee und Bo Ray', ['Ann Lee', 'Bo Ray']],
    ['Ann Lee, Bo Ray & Cy Poe', ['Ann Lee', 'Bo Ray', 'Cy Poe']],
    ['Elena Oberholzer (obe)', ['Elena Oberholzer']],
    ['Ann Lee ann@news.example', ['Ann Lee']],
    ['ann lee, Ann Lee', ['ann lee']],
    ['Staff writer', ['Staff writer']],
    ['Ann Lee, Staff writer', ['Ann Lee']],
    ['Redaktion', ['Redaktion']],
    ['The Paper, Frankfurt, Germany', []],
    ['admin', []],
    ['The Paper', []],
    ['https://the-paper.example/ann', []],
  ])('%j', (name, authors) => {
    expect(
      read(
        `<meta property="og:site_name" content="The Paper"><meta name="author" content="${name}">`,
        '<h1>Council agrees to the plan</h1>',
      ).authors,
    ).toEqual(authors);
  });

  it('are found in a byline element and in a line "By ..."', () => {
    expect(
      read(
        '',
        '<h1>Council agrees to the plan</h1><div class="article-byline"><span>Ann Lee</span><span>Bo Ray</span><span>3. Mai 2024</span></div>',
      ).authors,
    ).toEqual(['Ann Lee', 'Bo Ray']);
    expect(read('', '<h1>Council agrees to the plan</h1><p>By Ann Lee</p>').authors).toEqual(['Ann Lee']);
    expect(read('', '<h1>Council agrees to the plan</h1><a rel="author" href="/x">Ann Lee</a>').authors).toEqual(['Ann Lee']);
  });

  it('persons come before the organisation that published', () => {
    const head = ld({
      '@type': 'NewsArticle',
      author: [
        { '@type': 'Organization', name: 'Wire Agency' },
        { '@type': 'Person', name: 'Ann Lee' },
      ],
    });
    expect(read(head).authors).toEqual(['Ann Lee']);
    expect(read(ld({ '@type': 'NewsArticle', author: { '@type': 'Organization', name: 'Wire Agency' } })).authors).toEqual(['Wire Agency']);
  });
});

it('keywords of all sources appear once, whatever their case', () => {
  const head = `${ld({ '@type': 'NewsArticle', keywords: ['NATO', 'Security'] })}<meta name="keywords" content="nato, Energy"><meta property="article:tag" content="energy"><meta property="article:tag" content="Roads">`;
  expect(read(head).keywords).toEqual(['NATO', 'Security', 'energy', 'Roads']);
});

it.each([
  ['<html lang="de-AT">', 'de'],
  ['<meta property="og:locale" content="en_EN">', 'en'],
  [`${ld({ '@type': 'NewsArticle', inLanguage: 'fr-FR' })}`, 'fr'],
  ['<html lang="jp">', 'ja'],
  ['<html lang="nonsense value">', null],
])('language declared by %j', (head, language) => {
  expect(extractPage(`${head}<p>Plan</p>`, { url }).language).toBe(language);
});

it.each([
  [
    'a template’s language over another one',
    '<html lang="en-US">',
    'Der Rat hat am Dienstag nach langer Debatte dem Plan zugestimmt, den die Bürgermeisterin für die Stadt und das Umland vorgelegt hat. '.repeat(
      5,
    ),
    'de',
  ],
  ['no language over Chinese', '', '市议会星期二晚上经过长时间辩论后同意了市长提出的计划。'.repeat(8), 'zh'],
  ['no language over Japanese', '', '市議会は火曜日の夜、長い討論のすえ、市長の計画に同意しました。'.repeat(8), 'ja'],
  [
    'the right language',
    '<html lang="en">',
    'The council met on Tuesday evening and agreed to the plan that the mayor had put forward for the town. '.repeat(5),
    'en',
  ],
  [
    'a language that nothing is known of',
    '<html lang="eu">',
    'Udalak asteartean onartu zuen alkateak aurkeztutako plana eztabaida luze baten ondoren. '.repeat(9),
    'eu',
  ],
])('language of the text itself: %s', (_, head, words, language) => {
  expect(extractPage(`${head}<h1>Plan</h1><div><p>${words}</p><p>${words}</p></div>`, { url }).language).toBe(language);
});

it('the day of a time near midnight is the one that the page gives', () => {
  const at = (date: string, address = url) =>
    extractPage(`<meta property="article:published_time" content="${date}"><h1>Council agrees to the plan</h1>${text}`, { url: address })
      .published;
  expect(at('2020-04-07T17:10:46-07:00')).toEqual({ at: '2020-04-08T00:10:46.000Z', precision: 'minute', local_day: '2020-04-07' });
  expect(at('2018-12-31T23:11:59Z', 'https://blog.example/2019/01/01/plan/')?.local_day).toBe('2019-01-01');
  expect(at('2018-12-31T23:11:59Z', 'https://blog.example/2018/11/01/plan/')?.local_day).toBe('2018-12-31');
});

describe('authors that nothing marks', () => {
  const para = `<p>${'The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward. '.repeat(2)}</p>`;
  it.each([
    ['alone in bold before the first paragraph', `<p><strong>Ann Lee/Bo Ray</strong></p>${para}`, ['Ann Lee', 'Bo Ray']],
    ['before a date', `<p>Ann Lee | 05.04.2025 - 12:40</p>${para}`, ['Ann Lee']],
    ['as a signature', `${para}<p>The plan is good. (Ann B. Lee) +++</p>`, ['Ann B. Lee']],
    ['with a label, in Chinese', `${para}<p>(责编：牛镛、岳弘彬)</p>`, ['牛镛', '岳弘彬']],
    ['as a user of a forum', `<div class="post"><span class="username">r23</span>${para}</div>`, ['r23']],
  ])('%s', (_, html, authors) => {
    expect(extractPage(`<h1>Council agrees to the plan</h1><div>${html}${para}${para}</div>`, { url }).authors).toEqual(authors);
  });
});

it('image, section, publisher, canonical and free access come from where they are said', () => {
  const page = read(
    `<link rel="canonical" href="/canonical"><meta property="og:url" content="https://the-paper.example/og"><meta property="og:site_name" content="The Paper"><meta property="article:section" content="Politics">
    ${ld({
      '@type': 'NewsArticle',
      image: [
        { url: '/small.jpg', width: 100 },
        { url: '/large.jpg', width: 1200 },
      ],
      isAccessibleForFree: true,
      publisher: { name: 'The Paper Ltd' },
    })}`,
  );
  expect(page).toMatchObject({
    canonical: 'https://www.the-paper.example/canonical',
    og_url: 'https://the-paper.example/og',
    publisher: 'The Paper',
    section: 'Politics',
    image_url: 'https://www.the-paper.example/large.jpg',
    is_free: true,
  });
  expect(read('<meta property="og:image" content="/og.jpg">').image_url).toBe('https://www.the-paper.example/og.jpg');
  expect(read('<link rel="canonical" href="javascript:alert(1)">').canonical).toBeNull();
});

describe('the AMP edition of a page', () => {
  it.each([
    ['named by the page', '<html lang="en">', '<link rel="amphtml" href="/amp/plan.html">', 'https://www.the-paper.example/amp/plan.html'],
    [
      'among other relations',
      '<html>',
      '<link rel="alternate AMPHTML" href="https://amp.the-paper.example/plan">',
      'https://amp.the-paper.example/plan',
    ],
    ['the page itself', '<html amp lang="en">', '<link rel="canonical" href="https://www.the-paper.example/plan">', url],
    ['the page itself, by its sign', '<html ⚡>', '', url],
    ['no web address', '<html>', '<link rel="amphtml" href="javascript:alert(1)">', null],
    ['none', '<html>', '', null],
  ])('%s', (_, html, head, amp) => {
    expect(extractPage(`${html}<head>${head}</head><body><h1>Plan</h1>${text}</body></html>`, { url }).amp_url).toBe(amp);
  });
});

describe('where a page without text sends its readers', () => {
  const url = 'https://short.example/x';
  const page = (head: string, body = '') =>
    extractPage(`<html><head><title>Moved</title>${head}</head><body>${body}</body></html>`, { url });
  const refresh = (content: string) => `<meta http-equiv="refresh" content="${content}">`;
  it.each([
    ['0;url=https://news.example/a?b=1&amp;c=2', 'https://news.example/a?b=1&c=2'],
    ['0; URL=https://news.example/a', 'https://news.example/a'],
    ["0;URL='https://news.example/a'", 'https://news.example/a'],
    ['0 ; url = &quot;https://news.example/a&quot;', 'https://news.example/a'],
    ['3,https://news.example/a', 'https://news.example/a'],
    ['0.5;url=/a', 'https://short.example/a'],
    ['5;//news.example/a', 'https://news.example/a'],
    ['0', null],
    ['300', null],
    ['300;url=https://news.example/a', null],
    ['0;url=javascript:alert(1)', null],
    ['0;url=', null],
    ['0;url=https://short.example/x', null],
    ['soon;url=https://news.example/a', null],
    [`0;url=https://news.example/${'a'.repeat(100_000)}`, null],
  ])('%s', (content, to) => {
    expect(page(refresh(content)).moved_to).toBe(to);
  });

  it('also without scripts, and beside a line that says so; a page with a text stays', () => {
    expect(page(`<noscript>${refresh('0;url=https://news.example/a')}</noscript>`, '<p>Redirecting…</p>').moved_to).toBe(
      'https://news.example/a',
    );
    const text = '<p>The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward.</p>';
    expect(page(refresh('5;url=https://news.example/a'), `<h1>Plan</h1>${text.repeat(4)}`).moved_to).toBeNull();
  });
});
