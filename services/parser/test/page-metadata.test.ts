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
    ['Staff writer', []],
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
  expect(extractPage(`${head}${text}`, { url }).language).toBe(language);
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
