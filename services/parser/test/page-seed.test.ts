import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { extractPage } from '../src/page/index.ts';
import { renameEverything } from './rename.ts';

type Expected = {
  url: string;
  canonicalUrl: string;
  title: string;
  siteName: string;
  language: string;
  authors: string[];
  publishedAt: string;
  updatedAt: string;
  leadImage: string;
  section: string;
  tags: string[];
  articleBody: string;
  articleBodyWithLead: string;
  mustHave: string[];
  mustNotHave: string[];
  onlyOnce: string[];
};

const folder = new URL('../../../packages/testkit/fixtures/seed/', import.meta.url);
const html = readFileSync(new URL('sputnik.html', folder), 'utf8');
const expected: Expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8'));
const count = (text: string, part: string) => text.split(part).length - 1;

describe.each([
  ['as published', html],
  ['with every class, id and data attribute renamed', renameEverything(html)],
])('the seed page, %s', (_, source) => {
  const page = extractPage(source, { url: expected.url });

  it('has the right title, dates to the minute, authors, tags, image, section, language and publisher', () => {
    expect(page).toMatchObject({
      title: expected.title,
      published: { at: expected.publishedAt, precision: 'minute' },
      modified: { at: expected.updatedAt, precision: 'minute' },
      authors: expected.authors,
      keywords: expected.tags,
      image_url: expected.leadImage,
      section: expected.section,
      language: expected.language,
      publisher: expected.siteName,
      canonical: expected.canonicalUrl,
      body_truncated: false,
    });
  });

  it('has the three quotes exactly once and nothing twice', () => {
    for (const quote of expected.mustHave) expect(count(page.body, quote)).toBe(1);
    for (const once of expected.onlyOnce) expect(count(page.body, once)).toBe(1);
    const lines = page.body.split('\n');
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('holds nothing that is not the article, and all that is', () => {
    for (const wrong of expected.mustNotHave) expect(page.body).not.toContain(wrong);
    expect([expected.articleBody, expected.articleBodyWithLead]).toContain(page.body);
  });
});

it('renaming leaves no name of the publisher’s own behind', () => {
  expect(renameEverything(html)).not.toMatch(/article__|schema_org|newsfeed|data-type|data-unixtime/);
});
