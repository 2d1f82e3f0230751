import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnrichedArticle } from '@newsmill/contracts';
import { article } from '../test/articles.ts';

/** What the label of a page says; only the address and the body are in all of them. */
type Label = { url: string; articleBody?: string; title?: string; summary?: string[]; authors?: string[]; languages?: string[] };

/** The labelled articles of a folder of the layout of shared/extraction; none where it is not there. */
export function readReal(folder: string): EnrichedArticle[] {
  const files = [join(folder, 'ground-truth.json'), join(folder, 'news', 'ground-truth.json')].filter(existsSync);
  const labels = files.flatMap((file) => Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Label>));
  return labels.flatMap(({ url, articleBody = '', title = articleBody.slice(0, 80), summary, authors, languages }) => {
    if (articleBody === '' || !URL.canParse(url)) return [];
    const [language = 'en'] = languages ?? [];
    return [article(url, { title, body: articleBody, summary: summary?.join(' ') || null, authors: authors ?? [], language })];
  });
}
