import { describe, expect, it } from 'vitest';
import { explainPage, extractPage } from '../src/page/index.ts';

const url = 'https://news.example/2018/05/18/plan.html';
const SENTENCE =
  'The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward, officials said.';
const paragraphs = (count: number, word = 'First') =>
  Array.from({ length: count }, (_, at) => `<p>${word} ${at}: ${SENTENCE}</p>`).join('');
const page = (body: string, head = '') =>
  extractPage(
    `<!doctype html><html lang="en"><head><title>Council agrees to the plan | The Paper</title>${head}</head><body>${body}</body></html>`,
    { url },
  );
const ld = (...blocks: unknown[]) =>
  blocks
    .map((block) => `<script type="application/ld+json">${typeof block === 'string' ? block : JSON.stringify(block)}</script>`)
    .join('');
const article = `<h1>Council agrees to the plan</h1><div class="text">${paragraphs(4)}</div>`;

describe('the article wins over what surrounds it (faults 81, 83)', () => {
  const consent =
    `<p>We and our partners store cookies, and process personal data, such as unique identifiers, for personalised ads, measurement and audience insights.</p>`.repeat(
      12,
    );
  it.each([
    ['consent dialog before it', `<div class="gdpr modal-dialog">${consent}</div>${article}`],
    ['consent dialog after it', `${article}<div class="cookie-consent overlay">${consent}</div>`],
    [
      'comments',
      `${article}<section id="comments"><h3>Comments</h3>${'<div class="comment"><p>I do not agree with any of this, and I want to say so at length, here and now.</p></div>'.repeat(10)}</section>`,
    ],
    [
      'other stories',
      `${article}<div class="related"><h3>Related stories</h3>${'<a href="/x"><h4>Another headline, long enough to look like a sentence.</h4></a>'.repeat(8)}</div>`,
    ],
    [
      'newsletter and sharing',
      `${article}<div class="share">Share this article: <a href="#">Facebook</a></div><div class="newsletter"><p>Sign up for our newsletter, and get the best of the week, every Friday.</p></div>`,
    ],
  ])('%s', (_, html) => {
    const { body } = page(html);
    expect(body.split('\n')).toHaveLength(4);
    expect(body).toContain('First 3');
  });

  it('text inside an aside is the article where there is no other', () => {
    expect(page(`<h1>Council agrees to the plan</h1><aside>${paragraphs(5)}</aside>`).body).toContain('First 4');
  });

  it('a paragraph is not split by its links, and a list, a quote and a heading stay in order', () => {
    const { body } =
      page(`<h1>Council agrees to the plan</h1><div>${paragraphs(2)}<h2>What is next</h2><p>The <a href="/a">mayor</a>, the <a href="/b">treasurer</a> and others will meet again before the summer.</p>
      <ul><li>The first point is the money for the schools.</li><li>The second point is the road.</li></ul><blockquote>"We said so all along, and we were right about it", she said.</blockquote>${paragraphs(1, 'Last')}</div>`);
    expect(body.split('\n').slice(2)).toEqual([
      'What is next',
      'The mayor, the treasurer and others will meet again before the summer.',
      'The first point is the money for the schools.',
      'The second point is the road.',
      '"We said so all along, and we were right about it", she said.',
      `Last 0: ${SENTENCE}`,
    ]);
  });

  it('text that only a script makes visible is read', () => {
    expect(page(`<h1>Council agrees to the plan</h1><div style="display:none">${paragraphs(4)}</div>`).body).toContain('First 3');
  });
});

describe('a known text votes for the element that holds it', () => {
  const own = [
    'Rain fell all night over the northern valleys, and by the morning two bridges had been closed.',
    'The river rose by three metres within a day, the water board said, more than in any year since it began to measure.',
    'Schools in four towns stay shut until Thursday, and trains run only as far as the lake.',
  ];
  const html = `<h1>Council agrees to the plan</h1><section><div class="a">${paragraphs(9, 'Other')}</div></section><section><div class="b">${own.map((line) => `<p>${line}</p>`).join('')}</div></section>`;

  it('the largest text wins where nothing is known', () => {
    expect(extractPage(html, { url }).body).toContain('Other 8');
  });

  it('a feed entry’s text points to the right one', () => {
    expect(extractPage(html, { url, textHint: own.join(' ') }).body).toBe(own.join('\n'));
  });

  it('so does the page’s own articleBody, but it never is the text', () => {
    const body = own.map((line) => line.replace(', ', ' , ')).join('');
    expect(extractPage(`${ld({ '@type': 'NewsArticle', articleBody: body })}${html}`, { url })).toMatchObject({
      body: own.join('\n'),
      extractor: 'score',
    });
  });
});

describe('JSON-LD of any shape is read as far as it goes (faults 84, 86, 87)', () => {
  it.each([
    ['author nested twice', { '@type': 'NewsArticle', author: { name: { name: 'Ann Lee' } } }],
    ['author as a list of strings', { '@type': ['Thing', 'NewsArticle'], author: ['Ann Lee'] }],
    [
      'author by reference in a graph',
      { '@graph': ['x', null, 7, { '@type': 'Article', author: { '@id': '#a' } }, { '@id': '#a', '@type': 'Person', name: 'Ann Lee' }] },
    ],
    ['type as an address', { '@type': 'https://schema.org/NewsArticle', author: { '@type': 'Person', name: 'By Ann Lee (al)' } }],
    ['inside an array', [[{ '@type': 'BlogPosting', author: [{ name: 'Ann Lee' }, { name: 'https://x.example/ann' }] }]]],
    ['trailing comma', '{"@type":"NewsArticle","author":{"name":"Ann Lee"},}'],
    ['raw line end in a string', '{"@type":"NewsArticle","description":"a\nb","author":{"name":"Ann Lee"}}'],
    ['comment and CDATA around it', '<!--\n{"@type":"NewsArticle","author":{"name":"Ann Lee"}}\n-->'],
    ['live blog without updates', { '@type': 'LiveBlogPosting', author: { name: 'Ann Lee' } }],
  ])('%s', (_, block) => {
    const found = page(article, ld(block));
    expect(found.authors).toEqual(['Ann Lee']);
    expect(found.body).toContain('First 3');
  });

  it('several blocks are all read', () => {
    const found = page(
      article,
      ld({ '@type': 'NewsArticle', datePublished: '2018-05-10T08:00:00Z' }, { '@type': 'WebSite', name: 'x' }, '{broken', {
        '@type': 'NewsArticle',
        author: 'Ann Lee',
      }),
    );
    expect(found).toMatchObject({ authors: ['Ann Lee'], published: { at: '2018-05-10T08:00:00.000Z', precision: 'minute' } });
  });

  it.each([
    [{ '@graph': 'x' }],
    [{ '@type': 7 }],
    [[]],
    ['null'],
    ['"x"'],
    ['{"@type":'],
    [{ '@type': 'NewsArticle', author: [[[[[[[[['x']]]]]]]]], image: { url: [] }, publisher: [] }],
  ])('%j never throws', (block) => {
    expect(page(article, ld(block)).body).toContain('First 3');
  });

  it('its articleBody is the text only where the page shows none, and the page says so', () => {
    const body = Array.from({ length: 6 }, (_, at) => `Line ${at}: ${SENTENCE}`).join('');
    const rescued = page('<h1>Council agrees to the plan</h1><p>Loading</p>', ld({ '@type': 'NewsArticle', articleBody: body }));
    expect(rescued).toMatchObject({ extractor: 'structured', quality: { flags: expect.arrayContaining(['structured_only']) } });
    expect(rescued.body.split('\n')).toHaveLength(6);
    expect(page(article, ld({ '@type': 'NewsArticle', articleBody: body })).extractor).not.toBe('structured');
  });
});

describe('dates of a page (faults 56, 57)', () => {
  it.each([
    [
      'meta over the address',
      '<meta property="article:published_time" content="2018-05-10T10:00:00+02:00">',
      '',
      '2018-05-10T08:00:00.000Z',
    ],
    ['a time element over the address', '', '<time datetime="Sat Nov 18 2017 15:21:41 GMT+0000">then</time>', '2017-11-18T15:21:41.000Z'],
    ['visible Chinese date', '', '<div class="date">2021年03月23日</div>', '2021-03-23T00:00:00.000Z'],
    ['visible Catalan date', '', '<span class="date">27/11/2017 a les 10:19h</span>', '2017-11-27T10:19:00.000Z'],
    ['the address last', '', '', '2018-05-18T00:00:00.000Z'],
  ])('%s', (_, head, inside, at) => {
    expect(page(`<h1>Council agrees to the plan</h1>${inside}<div>${paragraphs(4)}</div>`, head).published?.at).toBe(at);
  });

  it.each([
    ['JSON-LD over the address', ld({ '@type': 'NewsArticle', datePublished: '2018-05-10T08:00:00Z' }), '', '2018-05-10T08:00:00.000Z'],
    ['microdata over the address', '', '<meta itemprop="datePublished" content="2018-05-10">', '2018-05-10T00:00:00.000Z'],
    [
      'a year in a meta element',
      '<meta name="date" content="2017">',
      '<time datetime="2018-05-10T08:00:00Z">then</time>',
      '2018-05-10T08:00:00.000Z',
    ],
    ['a month in JSON-LD', ld({ '@type': 'NewsArticle', datePublished: '2017-12' }), '', '2018-05-18T00:00:00.000Z'],
    ['a year in a time element', '', '<time datetime="2017">then</time>', '2018-05-18T00:00:00.000Z'],
    ['visible Japanese date', '', '<div class="date">2021年3月23日(火) 10時19分</div>', '2021-03-23T10:19:00.000Z'],
    ['visible Thai date', '', '<div class="date">27 พ.ย. 2560 10:19 น.</div>', '2017-11-27T10:19:00.000Z'],
    ['visible Arabic date', '', '<div class="date">٢٧ نوفمبر ٢٠١٧ - ١٠:١٩</div>', '2017-11-27T10:19:00.000Z'],
    ['visible Danish date', '', '<div class="date">27. november 2017 kl. 10.19</div>', '2017-11-27T10:19:00.000Z'],
  ])('%s', (_, head, inside, at) => {
    const html = `<article itemscope itemtype="https://schema.org/NewsArticle"><h1>Council agrees to the plan</h1>${inside}<div>${paragraphs(4)}</div></article>`;
    expect(page(html, head).published?.at).toBe(at);
  });

  it('nothing is made of a year or a month alone', () => {
    const html = `<h1>Council agrees to the plan</h1><time datetime="2017-12">then</time>${paragraphs(4)}`;
    expect(extractPage(`<meta name="date" content="2017">${html}`, { url: 'https://news.example/plan' }).published).toBeNull();
  });

  it('a month in an address is no date', () => {
    expect(
      extractPage(`<h1>Council agrees to the plan</h1>${paragraphs(4)}`, { url: 'https://news.example/2023/12/plan' }).published,
    ).toBeNull();
  });

  it('a change before the publication is not believed', () => {
    const found = page(
      article,
      ld({ '@type': 'NewsArticle', datePublished: '2018-05-10T08:00:00Z', dateModified: '2018-05-09T08:00:00Z' }),
    );
    expect(found.modified).toBeNull();
  });
});

it('every line that is left out has a reason', () => {
  const html = `<h1>Council agrees to the plan</h1><div><p>By Ann Lee</p>${paragraphs(3)}<p><a href="/x">Read more: another story of the day</a></p><p>(Photo: Getty Images)</p><h3>Related articles</h3></div>`;
  const { page: found, lines } = explainPage(html, { url });
  expect(lines.filter((line) => line.dropped !== '').map((line) => [line.dropped, line.text])).toEqual([
    ['byline', 'By Ann Lee'],
    ['links', 'Read more: another story of the day'],
    ['credit', '(Photo: Getty Images)'],
    ['related', 'Related articles'],
  ]);
  expect(
    lines
      .filter((line) => line.dropped === '')
      .map((line) => line.text)
      .join('\n'),
  ).toBe(found.body);
});

describe('text is kept whatever metadata is missing (fault 89)', () => {
  it('a page of paragraphs alone', () => {
    expect(extractPage(paragraphs(4), { url: 'about:nothing' })).toMatchObject({
      body: expect.stringContaining('First 3'),
      title: null,
      authors: [],
      published: null,
      canonical: null,
    });
  });
});

describe('a page that is no article says what it is', () => {
  it.each([
    [
      'soft_404',
      '<h1>404 - page not found</h1><p>Sorry, the page that you were looking for is not here any more.</p>',
      '<title>Page not found</title>',
    ],
    [
      'consent_wall',
      `<h1>Before you continue</h1><p>We use cookies and consent to personalised ads. Your privacy matters; vendors use cookies.</p><p>Manage consent, cookies and privacy settings here.</p>`,
      '',
    ],
    ['paywall', article, ld({ '@type': 'NewsArticle', isAccessibleForFree: 'False' })],
    ['too_short', '<h1>Video</h1><p>Watch.</p>', ''],
    ['no_text', '', ''],
    ['paywall', '<h1>Plan</h1><p>The council met on Tuesday evening and agreed to it.</p><p>Subscribe to continue reading</p>', ''],
    ['paywall', '<h1>Plan</h1><p>Der Rat hat am Dienstag zugestimmt.</p><p>Dieser Artikel ist nur für Abonnenten</p>', ''],
    ['live_blog', article, ld({ '@type': 'LiveBlogPosting', headline: 'x' })],
    ['video_only', '<h1>Plan</h1><p>Watch the council.</p>', '<meta property="og:type" content="video.other">'],
    ['gallery_only', '<h1>Plan</h1><p>Pictures.</p>', ld({ '@type': 'ImageGallery' })],
    ['list_page', `<h1>News</h1><ul>${'<li><a href="/x">A headline that is long enough to be one, here</a></li>'.repeat(40)}</ul>`, ''],
  ])('%s', (flag, body, head) => {
    const { quality } = extractPage(`<html><head>${head}</head><body>${body}</body></html>`, { url });
    expect(quality.flags).toContain(flag);
    expect(quality.score).toBeGreaterThanOrEqual(0);
    expect(quality.score).toBeLessThanOrEqual(1);
  });
});

it.each([
  [
    'a consent wall',
    '<h1>Before you continue</h1><p>We use cookies and consent to personalised ads. Your privacy matters; vendors use cookies, and so do we and our partners.</p>',
  ],
  [
    'a soft 404',
    '<title>Page not found</title><h1>Page not found</h1><p>Sorry, the page that you were looking for is not here any more, and nobody knows where it went.</p>',
  ],
])('the text of %s is never the article', (_, html) => {
  expect(extractPage(html, { url })).toMatchObject({ body: '', extractor: 'none' });
});

it('the words of a paywall are not part of the text before it', () => {
  const wall = '<p>Already a subscriber? Log in</p><p>Subscribe to read the full story for 1 euro a month</p>';
  expect(page(`<h1>Council agrees to the plan</h1><div>${paragraphs(3)}${wall}</div>`).body.split('\n')).toHaveLength(3);
});

describe('what a publisher adds to an article under the word update (fault 78)', () => {
  const body = (line: string): string => page(`<article>${article}<p>${line}</p></article>`).body;
  it.each([
    'Update: the county said on Wednesday that the swallows are protected, and that the looms must wait.',
    'UPDATE 14:30: two more people have died in the hospital of the town, the mayor said.',
    'Updated at 14:30: two more people have died in the hospital of the town, the mayor said.',
  ])('%j is text', (line) => {
    expect(body(line)).toContain(line);
  });
  it.each(['UPDATE: 14:30 GMT', 'Update: Nov 3, 2026', 'Updated: 3 hours ago', 'Last updated: Tuesday 24 November 2026 at 14:30 GMT'])(
    '%j is none',
    (line) => {
      expect(body(line)).not.toContain(line);
    },
  );
});
