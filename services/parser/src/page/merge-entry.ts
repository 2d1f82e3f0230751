import type { Entry } from '@newsmill/contracts';
import { clip, plainText } from '../text/plain.ts';
import { MAX_BODY } from './body.ts';
import { MAX_NOTICES, noticesIn } from './corrections.ts';
import { everything } from './judge.ts';
import { toLines } from './lines.ts';
import { parseHtml } from './parse.ts';
import { isWall } from './quality.ts';
import type { Page, PageDate } from './types.ts';

const FULL_WORDS = 250;
// States in which what the page shows is not the article.
const WALLS = new Set(['soft_404', 'consent_wall', 'paywall', 'no_text', 'list_page', 'too_short', 'structured_only']);

const EMPTY: Page = {
  title: null,
  subtitle: null,
  summary: null,
  body: '',
  authors: [],
  publisher: null,
  image_url: null,
  section: null,
  keywords: [],
  published: null,
  modified: null,
  language: null,
  is_free: null,
  canonical: null,
  og_url: null,
  amp_url: null,
  moved_to: null,
  corrections: [],
  body_truncated: false,
  extractor: 'none',
  quality: { score: 0, flags: ['no_text'] },
};

/** A Page whose body may come from the feed entry: `extractor` is then `entry`. */
export type MergedPage = Page;

/**
 * Page and feed entry as one, field by field: the page's value wins, the entry's fills gaps. The entry's content becomes the body where it has
 * more than 250 words and is longer than the page's, and the page failed or shows a wall. The entry's time wins over a mere day of the page.
 */
export function mergeEntry(page: Page | undefined, entry: Entry | undefined): MergedPage {
  if (entry === undefined) return page ?? EMPTY;
  const own = entryPage(entry);
  if (page === undefined) return own;
  const merged = { ...page, ...gaps(page, own), ...dates(page, own) };
  const failed = page.extractor === 'none' || page.extractor === 'description' || page.quality.flags.some((flag) => WALLS.has(flag));
  if (!failed || wordCount(own.body) <= FULL_WORDS || own.body.length <= page.body.length) return merged;
  const flags = page.quality.flags.filter((flag) => flag !== 'too_short' && flag !== 'no_text');
  return {
    ...merged,
    title: isWall(page.quality.flags) ? (own.title ?? page.title) : merged.title,
    body: own.body,
    body_truncated: own.body_truncated,
    extractor: 'entry',
    quality: { score: own.quality.score, flags },
  };
}

function gaps(page: Page, own: MergedPage) {
  return {
    title: page.title ?? own.title,
    summary: page.summary ?? own.summary,
    authors: page.authors.length > 0 ? page.authors : own.authors,
    image_url: page.image_url ?? own.image_url,
    keywords: page.keywords.length > 0 ? page.keywords : own.keywords,
    language: page.language ?? own.language,
    corrections: page.corrections.length > 0 ? page.corrections : own.corrections,
  };
}

function dates(page: Page, own: MergedPage): Pick<Page, 'published' | 'modified'> {
  const published =
    page.published === null || (page.published.precision === 'day' && own.published?.precision === 'minute')
      ? (own.published ?? page.published)
      : page.published;
  const modified = page.modified ?? own.modified;
  return { published, modified: modified !== null && published !== null && modified.at < published.at ? null : modified };
}

const wordCount = (text: string): number => (text === '' ? 0 : text.split(/\s+/).length);

/** A Page out of a feed entry alone. Its content, or else its summary, is the body. */
export function entryPage(entry: Entry): MergedPage {
  const content = htmlText(entry.content ?? '');
  const { text: body, corrections } = content.text === '' ? htmlText(entry.summary ?? '') : content;
  const summary = plainText(entry.summary ?? '');
  const words = wordCount(body);
  const flags = body === '' ? ['no_text'] : body.length < 250 ? ['too_short'] : [];
  return {
    ...EMPTY,
    title: entry.title,
    summary: summary || null,
    body: clip(body, MAX_BODY),
    body_truncated: body.length > MAX_BODY,
    authors: entry.authors,
    image_url: entry.image ?? entry.enclosures.find((file) => file.type?.startsWith('image/'))?.url ?? null,
    keywords: [...new Map(entry.categories.map((word) => [word.toLowerCase(), word])).values()],
    published: at(entry.published),
    modified: entry.updated === entry.published ? null : at(entry.updated),
    language: entry.language?.toLowerCase().split(/[-_]/)[0] || null,
    corrections,
    extractor: 'entry',
    quality: { score: words > FULL_WORDS ? 0.8 : words > 50 ? 0.5 : 0.2, flags },
  };
}

const at = (instant: string | null): PageDate | null =>
  instant === null ? null : { at: instant, precision: instant.endsWith('T00:00:00.000Z') ? 'day' : 'minute' };

/** The text of an HTML fragment, one line a block, and the notices of correction in it; links-only lines (read more, share) left out. */
function htmlText(html: string): { text: string; corrections: string[] } {
  if (html === '') return { text: '', corrections: [] };
  const { lines } = toLines(parseHtml(html), everything);
  const corrections = noticesIn(lines).slice(0, MAX_NOTICES);
  const text = lines.filter((line) => line.dropped === '' && (line.link < 0.8 * line.text.length || lines.length === 1));
  return { text: text.map((line) => line.text).join('\n'), corrections };
}
