// Elements whose content is not read for tags: without an end tag the rest of the page is theirs.
const RAW = ['title', 'textarea', 'script', 'style', 'iframe', 'noscript', 'xmp', 'plaintext'] as const;

/**
 * The page without the one start tag, or comment mark, whose end was forgotten: everything after it is lost otherwise, in a browser too.
 * undefined where there is none.
 */
export function withoutUnclosed(html: string): string | undefined {
  // letter by letter of the same length: some letters have none in the other case
  const lower = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  let from = html.length;
  let length = 0;
  const consider = (opening: string, closing: string, endOf: (at: number) => number) => {
    const at = lower.indexOf(opening, lower.lastIndexOf(closing) + 1);
    if (at < 0 || at >= from) return;
    from = at;
    length = endOf(at) - at;
  };
  consider('<!--', '-->', (at) => at + 4);
  for (const tag of RAW) consider(`<${tag}`, `</${tag}`, (at) => lower.indexOf('>', at) + 1 || at + tag.length + 1);
  return from === html.length ? undefined : html.slice(0, from) + html.slice(from + length);
}
