const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Elements that begin and end a line. */
export const BLOCK = set(
  `address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html
  legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul caption amp-list`,
);
export const HEADING = set('h1 h2 h3 h4 h5 h6');
/** Elements whose text is no text of the page. */
export const SKIPPED = set('head button input label option optgroup progress meter rp rt amp-ad ins.adsbygoogle');
export const CELL = set('td th');
