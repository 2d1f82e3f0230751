import { squash } from '../text/plain.ts';

const SEPARATOR = /\s+(?:[|–—·•»«/]|-{1,2}|::)\s+|\s*[|]\s*/u;
const STARTS_SEPARATED = /^\s*(?:[|–—·•»«/]|-{1,2}\s|::)/u;

/** `Headline | Section | Site`: the part that another title gives alone. */
export const startOf = (text: string, others: readonly string[]): string | undefined =>
  others.find(
    (other) =>
      other.length >= 12 && text.length > other.length && text.startsWith(other) && STARTS_SEPARATED.test(text.slice(other.length)),
  );

/** A title without the name of the site, told by the name itself, the host, or a short last part after a separator. */
export function withoutSite(title: string, site: string | null, url: string): string {
  const parts = title.split(SEPARATOR).filter((part) => part !== undefined);
  if (parts.length < 2) return title;
  const names = [site ?? '', hostName(url)].map(squash).filter((name) => name.length > 1);
  const isSite = (part: string) => {
    const key = squash(part);
    return (
      key !== '' &&
      names.some(
        (name) =>
          name === key ||
          (key.startsWith(name) && key.length <= name.length + 3) ||
          (key.length > 3 && name.includes(key)) ||
          (name.length > 3 && key.includes(name) && key.length < 2.5 * name.length),
      )
    );
  };
  for (let keep = parts.length - 1; keep >= 1; keep--) {
    if (isSite(parts[keep] ?? '')) return cutAfter(title, parts, keep);
  }
  if (isSite(parts[0] ?? '')) return title.slice(title.indexOf(parts[1] ?? '', (parts[0] ?? '').length)).trim();
  return title;
}

/** `Headline | Section | Subsection`: the headline where all the rest are one or two words each. */
export function cutSections(title: string): string {
  const [first = '', ...rest] = title.split(/\s+\|\s+/);
  return rest.length > 0 && first.split(' ').length >= 4 && rest.every((part) => part.split(' ').length <= 2) ? first : title;
}

function cutAfter(title: string, parts: readonly string[], keep: number): string {
  let at = 0;
  for (let index = 0; index < keep; index++) at = title.indexOf(parts[index] ?? '', at) + (parts[index] ?? '').length;
  const cut = title.slice(0, at).trim();
  return cut.length >= 8 ? cut : title;
}

/** `www.the-paper.co.uk` -> `the-paper`. */
export function hostName(url: string): string {
  try {
    const labels = new URL(url).hostname.replace(/^(?:www\d?|m|amp|edition|beta|news|blog)\./, '').split('.');
    return labels[0] ?? '';
  } catch {
    return '';
  }
}
