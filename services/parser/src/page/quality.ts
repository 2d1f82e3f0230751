import type { Facts } from './meta-read.ts';
import type { Page } from './types.ts';

const NOT_FOUND =
  /^(?:error\s)?404\b|\b(?:page|article|story|content|seite|página|pagina|страница) (?:was |is |could )?(?:not|nicht|no|non|não|не)\b.{0,20}(?:found|gefunden|encontrad|trovat|найден)|^(?:not found|nicht gefunden|page introuvable|no encontrad[ao])/iu;
const CONSENT =
  /\b(?:cookies?|consent|gdpr|your privacy|privacy (?:settings|choices)|datenschutz|einwilligung|consentement|vendors|legitimate interest|personali[sz]ed ads)\b/giu;
const WALL =
  /\b(?:subscribe|subscription|subscribers? only|log in to (?:read|continue)|continue reading|already a (?:subscriber|member)|premium|abonnent|abonnieren|abonnez|réservé aux abonnés|suscríbete|abbonati|sign in to)\b/iu;

/** A score in 0..1 for how sure it is that the body is the article, and the page's states by name. */
export function judgeQuality(page: Omit<Page, 'quality'>, facts: Facts): Page['quality'] {
  const flags: string[] = [];
  const { body } = page;
  const words = body === '' ? 0 : body.split(/\s+/).length;
  const short = body.length < 250;
  if (page.extractor === 'none') flags.push('no_text');
  if (page.extractor === 'structured') flags.push('structured_only');
  if (short) flags.push('too_short');
  if (NOT_FOUND.test(page.title ?? '') && body.length < 1_500) flags.push('soft_404');
  if (body.length < 3_000 && (body.match(CONSENT)?.length ?? 0) * 40 > words) flags.push('consent_wall');
  if (page.is_free === false || (body.length < 1_200 && WALL.test(lastPart(facts)))) flags.push('paywall');
  if (isList(facts, body)) flags.push('list_page');
  if (page.body_truncated) flags.push('body_truncated');
  const base = { container: 0.95, score: 0.85, paragraphs: 0.5, structured: 0.6, description: 0.2, entry: 0.5, none: 0 }[page.extractor];
  const penalty =
    (short ? 0.3 : 0) +
    (flags.includes('soft_404') || flags.includes('consent_wall') ? 0.6 : 0) +
    (flags.includes('list_page') ? 0.3 : 0) +
    (page.title === null ? 0.1 : 0);
  return { score: Math.round(Math.max(0, Math.min(1, base - penalty)) * 100) / 100, flags };
}

const lastPart = (facts: Facts): string =>
  facts.lines
    .map((line) => line.text)
    .join(' ')
    .slice(0, 20_000);

// Mostly links and little running text: a section front or a search result.
function isList(facts: Facts, body: string): boolean {
  const links = facts.lines.filter((line) => line.link > 0.8 * line.text.length && line.text.length > 30).length;
  return body.length < 600 && links > 25;
}
