import type { Wish } from '@newsmill/contracts';

type Meta = { readonly key: string; readonly content: string };

const MAX_CHARS = 4_096;
/** Rules of a robots header that have a value of their own, so that their colon names no agent. */
const VALUED = /^(?:unavailable_after|max-(?:snippet|image-preview|video-preview))$/;

/**
 * The wishes of a page's meta elements: `robots`, the name of our own `agent` (its product token), and the TDM Reservation Protocol (W3C TDMRep,
 * `tdm-reservation`).
 */
export function metaWishes(metas: readonly Meta[], agent: string): Wish[] {
  const own = agent.toLowerCase();
  const found = new Set<Wish>();
  for (const { key, content } of metas) {
    if (key === 'robots' || (own !== '' && key === own)) for (const wish of rulesIn(content)) found.add(wish);
    else if (key === 'tdm-reservation' && content.trim() === '1') found.add('tdm_reserved');
  }
  return [...found];
}

/** Those of an answer's headers, by lower-case name: `X-Robots-Tag`, whose rules may be for one agent alone, and `tdm-reservation`. */
export function headerWishes(headers: Readonly<Record<string, string>>, agent: string): Wish[] {
  const own = agent.toLowerCase();
  const found = new Set<Wish>();
  let isOurs = true;
  for (const part of (headers['x-robots-tag'] ?? '').slice(0, MAX_CHARS).split(',')) {
    const colon = part.indexOf(':');
    const name = colon < 0 ? '' : part.slice(0, colon).trim().toLowerCase();
    const isScoped = name !== '' && !VALUED.test(name);
    // what follows the name of an agent is for that one, up to the next name
    if (isScoped) isOurs = name === own || name === '*';
    if (isOurs) for (const wish of rulesIn(isScoped ? part.slice(colon + 1) : part)) found.add(wish);
  }
  if (headers['tdm-reservation']?.trim() === '1') found.add('tdm_reserved');
  return [...found];
}

function rulesIn(text: string): Wish[] {
  const rules = text
    .slice(0, MAX_CHARS)
    .toLowerCase()
    .split(/[\s,]+/);
  const none = rules.includes('none');
  return [
    ...(rules.includes('noarchive') ? ['noarchive' as const] : []),
    ...(none || rules.includes('noindex') ? ['noindex' as const] : []),
  ];
}
