import { foldSpace } from '../text/plain.ts';
import { isAuthorLink, isBylineElement } from './judge.ts';
import type { Facts } from './meta-read.ts';
import { textParts } from './microdata.ts';
import { cleanNames, siteNames } from './names.ts';
import { traitsOf } from './traits.ts';
import type { El, Line } from './types.ts';

const ELSEWHERE = new Set(['comments', 'related', 'aside', 'offer']);
const MAX_BYLINE = 160;
const MAX_FOUND = 5;
const MAX_SEEN = 500;
const NEAR_BEFORE = 4;
const NEAR_AFTER = 12;
const NOBODY = siteNames([]);
// A byline's own words are in lower case where letters have cases at all.
const CAPITAL = /^(?:\p{Lu}|\p{Lo})/u;

const isNear = (el: El, head: El | undefined): boolean =>
  head !== undefined && el.first >= head.first - NEAR_BEFORE && el.first <= head.last + NEAR_AFTER;

export const byRel = (facts: Facts, head: El | undefined): string[] => bylines(facts, head, (el) => el.attrs['rel'] === 'author');
export const byClass = (facts: Facts, head: El | undefined): string[] => bylines(facts, head, isBylineElement).slice(0, 1);
export const byLink = (facts: Facts, head: El | undefined): string[] => bylines(facts, head, isAuthorLink).slice(0, 1);
/** A byline that stands right at the headline. */
export const byHead = (facts: Facts, head: El | undefined): string[] =>
  bylines(facts, head, (el) => isBylineElement(el) && isNear(el, head)).slice(0, 1);

function bylines(facts: Facts, head: El | undefined, wanted: (el: El) => boolean): string[] {
  const elements = facts.noted
    .filter(wanted)
    .slice(0, MAX_SEEN)
    .map((el) => ({ el, names: namesIn(el) }))
    .filter(({ names }) => names !== '');
  // Of a byline inside a byline the inner one names the author; the outer has dates and labels too.
  const outer = new Set<El>();
  for (const { el } of elements) for (let at = el.parent, up = 0; at !== null && up < 6; at = at.parent, up++) outer.add(at);
  return elements
    .filter(({ el }) => !outer.has(el) && (isNear(el, head) || !ELSEWHERE.has(facts.lines[el.first]?.dropped ?? '')))
    .slice(0, MAX_FOUND)
    .map(({ names }) => names);
}

function namesIn(el: El): string {
  const text = textParts(el, MAX_BYLINE).join(' | ');
  if (text.length >= MAX_BYLINE) return '';
  const { people, groups } = cleanNames([text], NOBODY);
  const names = [...people, ...groups].filter((name) => CAPITAL.test(name));
  // Many single words are sections or tags, not people.
  return names.length > 2 && names.filter((name) => name.includes(' ')).length < names.length / 2 ? '' : names.join(' | ');
}

/** The first user name of a forum's or community's page. */
export function byLogin(facts: Facts): string[] {
  for (const el of facts.noted) {
    if (!traitsOf(el).login || ELSEWHERE.has(facts.lines[el.first]?.dropped ?? '')) continue;
    const text = foldSpace(textParts(el, 60).join(' '));
    if (text !== '' && text.length <= 40) return [text];
  }
  return [];
}

const WORD = "(?:\\p{Lu}[\\p{L}\\p{M}'’-]{0,20}\\.?|(?:de|da|di|del|van|von|der|den|la|le|el|al|bin|ter)(?=\\s))";
const PERSON = `\\p{Lu}[\\p{L}\\p{M}'’-]{1,20}(?: ${WORD}){1,3}`;
const NAME = '\\p{Lu}(?:(?:Dr|Prof|Mr|Mrs|Ms|Jr|Sr|St|\\p{Lu})\\.|[^.!?\\d|•·–]){2,60}';
const VISIBLE = new RegExp(
  `^[([]?(?:(?:written |reported |posted |story |text |words |blog beitrag |artikel |article )?(?:by|von|par|por|di|door|av|af|oleh)|autor(?:in)?(?:[/:*]\\s?autor(?:in)?)?|author|auteur|autore|text|автор)\\s?:?\\s{1,3}(${NAME})`,
  'iu',
);
// Said with a label, the name may stand anywhere on the page.
const LABELLED = new RegExp(
  `^[([]?(?:(?:autor(?:in)?(?:[/:*]\\s?autor(?:in)?)?|author|auteur|autore|autor(?:es)?|автор|yazar|forfatter|penulis|reporter|oleh)\\s?:?\\s{1,3}(${NAME})|(?:责编|责任编辑|責任編輯|作者|记者|記者|撰文|文)\\s?[：:／=]\\s?([\\p{Lo}、，· ]{2,30})|([가-힣]{2,4})\\s?기자(?:$|\\s))`,
  'iu',
);
const WHOLE = new RegExp(`^(?:by|von|par|por|di|door|av|af|oleh)\\s(${PERSON})$`, 'u');
const AT_CLOCK = /[—–-]\s(\S{2,30}) @ \d{1,2}:\d\d/u;

export function visibleByline({ lines }: Facts, head: El | undefined): string[] {
  const from = head?.first ?? 0;
  for (const line of lines.slice(from, from + 20)) {
    const name = line.text.length < 120 ? VISIBLE.exec(line.text)?.[1] : undefined;
    if (name !== undefined && /^\p{Lu}/u.test(name)) return [name];
  }
  for (const line of lines) {
    if (line.text.length >= 100 || ELSEWHERE.has(line.dropped)) continue;
    const [, name, han, hangul] = LABELLED.exec(line.text) ?? [];
    const whole = WHOLE.exec(line.text.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase()))?.[1];
    const found = whole ?? (name !== undefined && /^\p{Lu}/u.test(name) ? name : (han ?? hangul));
    if (found !== undefined) return [found];
  }
  return [];
}

const ALONE = new RegExp(`^${PERSON}(?:\\s?(?:[/&,]|and|und|et|y)\\s?${PERSON}){0,3}$`, 'u');
const BEFORE_DATE = new RegExp(`^(${PERSON})\\s?[|,·•–-]\\s?(?=.{0,80}$)[^\\p{L}]{0,3}\\d`, 'u');
const SIGNED = new RegExp(`[.!?"”»]\\s?\\((${PERSON})\\)[\\s+*]{0,6}$|^\\((${PERSON})\\)[\\s+*]{0,6}$`, 'u');

/** Names that nothing marks: before a date under the headline, alone in bold before the first paragraph, or as the signature of the last. */
export function unmarkedByline({ lines }: Facts, head: El | undefined): string[] {
  const from = head?.last ?? 0;
  for (const line of lines.slice(from, from + NEAR_AFTER)) {
    const name = BEFORE_DATE.exec(line.text)?.[1];
    if (name !== undefined) return [name];
  }
  const first = lines.findIndex((line, at) => at >= from && line.text.length >= 150 && line.link < 0.3 * line.text.length);
  const before = lines[first - 1];
  if (before !== undefined && before.dropped === '' && isBold(before) && ALONE.test(before.text)) return [before.text];
  for (const line of lines.slice(from)) {
    if (ELSEWHERE.has(line.dropped)) continue;
    const at = AT_CLOCK.exec(line.text)?.[1];
    const signed = line.link === 0 ? SIGNED.exec(line.text.slice(-80)) : null;
    const name = at ?? signed?.[1] ?? signed?.[2];
    if (name !== undefined) return [name];
  }
  return [];
}

function isBold({ el, kind }: Line): boolean {
  if (kind !== 'text') return false;
  const own = el.children.filter((child) => (typeof child === 'string' ? child.trim() !== '' : child.tag !== 'br'));
  return own.length > 0 && own.every((child) => typeof child !== 'string' && (child.tag === 'strong' || child.tag === 'b'));
}
