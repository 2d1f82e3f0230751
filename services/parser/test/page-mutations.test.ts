import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { extractPage } from '../src/page/index.ts';
import { mutate, seeded } from './mutate.ts';

const seed = readFileSync(new URL('../../../packages/testkit/fixtures/seed/sputnik.html', import.meta.url), 'utf8');
const SENTENCE = 'The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward.';
const plain = `<html lang="en"><head><title>Council agrees | The Paper</title><script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":{"@id":"#a"},"datePublished":"2024-01-02T03:04:05+02:00"},{"@id":"#a","name":"Ann Lee"}]}</script></head><body><h1>Council agrees</h1>${`<p>${SENTENCE}</p>`.repeat(20)}<ul class="related">${'<li><a href="/x">Another story</a></li>'.repeat(20)}</ul></body></html>`;

it('500 damaged pages give a page each, in bounded time', { timeout: 60_000 }, () => {
  const random = seeded(6);
  for (let at = 0; at < 500; at++) {
    const html = mutate(at % 2 === 0 ? seed : plain, at % 3 === 0 ? seed : plain, random);
    const { body, title, authors, quality } = extractPage(html, { url: 'https://news.example/a' });
    expect(body.length, `mutation ${at}`).toBeLessThanOrEqual(500_000);
    expect(body.isWellFormed() && (title ?? '').isWellFormed() && authors.every((name) => name.isWellFormed()), `mutation ${at}`).toBe(
      true,
    );
    expect(quality.score).toBeGreaterThanOrEqual(0);
  }
});
