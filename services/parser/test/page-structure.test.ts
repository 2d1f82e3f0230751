import { describe, expect, it } from 'vitest';
import { extractPage } from '../src/page/index.ts';

const url = 'https://news.example/a';
const SENTENCE = 'The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward.';
const text = (count = 4) => Array.from({ length: count }, (_, at) => `<p>First ${at}: ${SENTENCE}</p>`).join('');
const read = (body: string, head = '') => extractPage(`<html><head>${head}</head><body>${body}</body></html>`, { url });

describe('RDFa says the same as microdata', () => {
  it.each([
    [
      'RDFa Lite',
      `<article vocab="https://schema.org/" typeof="NewsArticle"><h2 property="headline">Council agrees to the plan</h2><span property="author" typeof="Person"><span property="name">Ann Lee</span></span><span property="datePublished" content="2024-05-03T10:00:00+02:00">today</span><div property="articleBody">${text()}</div></article>`,
    ],
    [
      'with a prefix',
      `<article typeof="schema:NewsArticle"><h2 property="schema:headline">Council agrees to the plan</h2><span property="schema:author">Ann Lee</span><span property="schema:datePublished" content="2024-05-03T10:00:00+02:00"></span><div property="schema:articleBody">${text()}</div></article>`,
    ],
    [
      'Dublin Core',
      `<div typeof="sioc:Item foaf:Document"><h2 property="dc:title">Council agrees to the plan</h2><span property="dc:date dc:created" content="2024-05-03T10:00:00+02:00">then</span> <span property="dc:creator">Ann Lee</span><div property="content:encoded">${text()}</div></div>`,
    ],
    [
      'microdata',
      `<article itemscope itemtype="https://schema.org/NewsArticle"><h2 itemprop="headline">Council agrees to the plan</h2><span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Ann Lee</span></span><meta itemprop="datePublished" content="2024-05-03T10:00:00+02:00"><div itemprop="articleBody">${text()}</div></article>`,
    ],
  ])('%s', (_, html) => {
    const page = read(`${html}<div>${'<p>Other words, of another kind, that stand beside it, and are many.</p>'.repeat(2)}</div>`);
    expect(page).toMatchObject({
      title: 'Council agrees to the plan',
      authors: ['Ann Lee'],
      published: { at: '2024-05-03T08:00:00.000Z', precision: 'minute' },
      extractor: 'container',
    });
    expect(page.body.split('\n')).toHaveLength(4);
  });
});

describe('the lead image is the largest', () => {
  const og = (path: string, width?: number) =>
    `<meta property="og:image" content="${path}">${width === undefined ? '' : `<meta property="og:image:width" content="${width}">`}`;
  it.each([
    ['of several with a width', og('/a.jpg', 100) + og('/b.jpg', 1200) + og('/c.jpg', 600), '/b.jpg'],
    ['the first of several without', og('/a.jpg') + og('/b.jpg'), '/a.jpg'],
    ['an address that is none is passed over', og('data:image/png;base64,x') + og('/b.jpg'), '/b.jpg'],
  ])('%s', (_, head, path) => {
    expect(read(text(), head).image_url).toBe(`https://news.example${path}`);
  });
});

describe('two authors in one text', () => {
  it.each(['and', 'und', 'et', 'y', 'e', 'en', 'og', 'och', 'oraz', 'и', 'та', 've', 'dan', '&', ',', '/', '、', '，', '|', ';'])(
    '%s',
    (word) => {
      expect(read(text(), `<meta name="author" content="Ann Lee ${word} Bo Ray">`).authors).toEqual(['Ann Lee', 'Bo Ray']);
    },
  );
});

it('a part that must be paid for makes the page a paywall', () => {
  const head = `<script type="application/ld+json">${JSON.stringify({
    '@type': 'NewsArticle',
    isAccessibleForFree: true,
    hasPart: [{ '@type': 'WebPageElement', isAccessibleForFree: 'False', cssSelector: '.paid' }],
  })}</script>`;
  expect(read(text(), head)).toMatchObject({ is_free: false, quality: { flags: expect.arrayContaining(['paywall']) } });
});

describe('of two texts far from each other', () => {
  const long = Array.from(
    { length: 5 },
    (_, at) =>
      `<p>Our house, number ${at}, was founded long ago, and it has since grown, year by year, into what it is now, said its owners.</p>`,
  ).join('');
  const article = `<div class="a"><p>The bridge over the river stays closed, the water board said, since two of its pillars moved in the flood.</p><p>Trains run only as far as the lake, and the bridge opens again in May, when the pillars are repaired.</p><p>Nobody was hurt when the pillars moved, the board said, and it asked for patience.</p></div>`;
  const head =
    '<title>Bridge over the river stays closed</title><meta name="description" content="Two pillars moved in the flood; trains run only as far as the lake.">';
  const page = `<section><h1>Bridge over the river stays closed</h1>${article}</section><section><div class="b">${long}</div></section>`;

  it('the one that the title and description speak of is the article, though the other is larger', () => {
    const { body } = read(page, head);
    expect(body).toContain('Nobody was hurt');
    expect(body).not.toContain('Our house');
    expect(extractPage(`<head>${head}</head>${page}`, { url, without: 'rival' }).body).toContain('Our house');
  });

  it('the larger one stays where nothing tells', () => {
    expect(read(page.replace(/<h1>.*<\/h1>/, '')).body).toContain('Our house');
  });
});

it('a list of other stories that is longer than it should be ends the text, where one element holds it', () => {
  const cards = Array.from(
    { length: 4 },
    (_, at) => `<div class="c"><h3><a href="/${at}">Another story of the day, number ${at}</a></h3><p>Teaser ${at}: ${SENTENCE}</p></div>`,
  ).join('');
  const html = `<main><h1>Council agrees to the plan</h1><div class="entry-content">${text(5)}</div><h2>More stories</h2><div>${cards}</div></main>`;
  expect(read(html).body).not.toContain('Teaser');
});

describe('furniture in other languages is no text', () => {
  it.each([
    'Suivez-nous sur WhatsApp et Telegram',
    'Síguenos en nuestras redes sociales',
    'Seguici su Google News',
    'Volg ons op Instagram',
    'Obserwuj nas w Google News',
    'Подписывайтесь на наш канал в Telegram',
    'Czytaj też: inny artykuł z tego dnia',
    'Læs også: en anden historie',
    'この記事をシェア',
    '分享到微信朋友圈',
    '责任编辑：王小明',
    'شارك على فيسبوك',
    'اقرأ أيضا: خبر آخر من أخبار اليوم',
  ])('%s', (line) => {
    const { body } = read(`<h1>Council agrees to the plan</h1><div>${text(2)}<p>${line}</p>${text(2).replaceAll('First', 'Last')}</div>`);
    expect(body.split('\n')).toHaveLength(4);
  });
});

describe('a page that is not there says so in many languages', () => {
  it.each([
    'Page not found',
    'Seite nicht gefunden',
    'Page non trouvée',
    'Página no encontrada',
    'Pagina non trovata',
    'Pagina niet gevonden',
    'Página não encontrada',
    'Страница не найдена',
    'Strona nie została znaleziona',
    'الصفحة غير موجودة',
    '页面不存在',
    'ページが見つかりません',
  ])('%s', (title) => {
    const page = read(`<h1>${title}</h1><p>${SENTENCE}</p>`, `<title>${title}</title>`);
    expect(page.quality.flags).toContain('soft_404');
    expect(page.body).toBe('');
  });
});

it.each(['sr-only', 'visually-hidden', 'screen-reader-text'])('a hint for screen readers is no text: %s', (name) => {
  const hint = `<p class="${name}">The following part of the page, which cannot be seen, is for those who cannot see it at all.</p>`;
  const inside = `<p>Last: ${SENTENCE} <a href="/x">More<span class="${name}"> opens in a new window of the browser</span></a></p>`;
  const { body } = read(`<h1>Council agrees to the plan</h1><div>${text(3)}${hint}${inside}</div>`);
  expect(body.split('\n')).toHaveLength(4);
  expect(body).not.toMatch(/cannot be seen|opens in a new/);
});
