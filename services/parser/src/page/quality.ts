import { isItem, typesOf } from './json-ld.ts';
import type { Facts } from './meta-read.ts';
import { WALL } from './phrases.ts';
import type { Page } from './types.ts';
import { metaWishes } from './wishes.ts';

// The names of a page and, with "not" between, of its being found; what says it at the start; and languages that write it in one.
const NOT_FOUND = new RegExp(
  [
    '^(?:error\\s)?404(?!\\d)',
    '(?<!\\p{L})(?:page|article|story|content|seite|artikel|página|pagina|strona|strony|страница) (?:was |is |could |est |została )?(?:not|nicht|non|no|não|niet|nie|не)(?!\\p{L}).{0,20}(?:found|gefunden|trouvée?|encontrad|trovat|gevonden|znalezion|найден)',
    '^(?:not found|nicht gefunden|page introuvable|no encontrad[ao]|não encontrad[ao]|niet gevonden|nie znaleziono|(?:strona|страница|страницы) (?:nie istnieje|не существует))',
    'ページ(?:が|は)(?:見つかりません|ありません|存在しません)|お探しのページ|(?:页面|頁面)(?:不存在|未找到|找不到)|找不到(?:该|该页|此|您要的)?(?:页面|頁面|网页)|الصفحة (?:غير موجودة|المطلوبة غير)|لم يتم العثور على الصفحة',
  ].join('|'),
  'iu',
);
const CONSENT =
  /\b(?:cookies?|consent|gdpr|your privacy|privacy (?:settings|choices)|datenschutz|einwilligung|zustimm\w{2,4}|consentement|consentimiento|consenso|toestemming|vendors|legitimate interest|personali[sz]ed ads|werbung und tracking)\b/giu;

const SHORT = 250;
const LITTLE = 600;
const PARTIAL = 1_500;
const CONSENT_MAX = 3_000;
// One word of consent in so many.
const CONSENT_SHARE = 40;

type Judged = Omit<Page, 'quality'>;

/** A score in 0..1 for how sure it is that the body is the article; the page's states by name, and what its publisher wishes of our `agent`. */
export function judgeQuality(page: Judged, facts: Facts, agent: string): Page['quality'] {
  const flags = states(page, facts);
  const base = { container: 0.95, score: 0.85, paragraphs: 0.5, structured: 0.6, description: 0.2, entry: 0.5, none: 0 }[page.extractor];
  const penalty =
    (page.body.length < SHORT ? 0.3 : 0) +
    (isWall(flags) ? 0.6 : 0) +
    (flags.includes('list_page') ? 0.3 : 0) +
    (page.title === null ? 0.1 : 0);
  const score = Math.round(Math.max(0, Math.min(1, base - penalty)) * 100) / 100;
  return { score, flags: [...flags, ...metaWishes(facts.doc.metas, agent)] };
}

/** States in which what the page shows is a notice and no article: its text is never the body. */
export const isWall = (flags: readonly string[]): boolean => flags.includes('soft_404') || flags.includes('consent_wall');

function states(page: Judged, facts: Facts): string[] {
  const { body, title, extractor } = page;
  const short = body.length < SHORT;
  const holds: readonly (readonly [string, boolean])[] = [
    ['no_text', extractor === 'none'],
    ['structured_only', extractor === 'structured'],
    ['too_short', short],
    ['soft_404', NOT_FOUND.test(title ?? '') && body.length < PARTIAL && facts.articles.length === 0],
    ['consent_wall', isConsent(body, facts)],
    ['paywall', page.is_free === false || (body.length < PARTIAL && hasWall(facts))],
    ['live_blog', facts.articles.some((item) => typesOf(item).includes('LiveBlogPosting'))],
    ['video_only', body.length < LITTLE && isMedia(facts, /video/i)],
    ['gallery_only', body.length < LITTLE && isMedia(facts, /^(?:image|media)gallery$/i)],
    ['list_page', isList(facts, body)],
    ['body_truncated', page.body_truncated],
  ];
  return holds.filter(([, is]) => is).map(([name]) => name);
}

// An article about cookies is dated and has an author; a dialog is and has not.
function isConsent(body: string, facts: Facts): boolean {
  if (body === '' || body.length > CONSENT_MAX || facts.articles.length > 0) return false;
  return (body.match(CONSENT)?.length ?? 0) * CONSENT_SHARE > body.split(/\s+/).length;
}

const CHROME = new Set(['chrome', 'comments', 'related', 'offer', 'consent']);
const hasWall = (facts: Facts): boolean =>
  facts.lines.some((line) => line.dropped === 'wall' || (line.text.length < 400 && !CHROME.has(line.dropped) && WALL.test(line.text)));

function isMedia(facts: Facts, type: RegExp): boolean {
  const named = facts.items.filter(isItem).some((item) => typesOf(item).some((name) => type.test(name)));
  return named || type.test(facts.first('og:type') ?? '');
}

// Mostly links and little running text: a section front or a search result.
function isList(facts: Facts, body: string): boolean {
  return body.length < LITTLE && facts.lines.filter((line) => line.link > 0.8 * line.text.length && line.text.length > 30).length > 25;
}
