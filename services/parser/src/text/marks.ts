const [TAB, LF, FF, CR, SPACE] = [9, 10, 12, 13, 32];
export const [SLASH, GT] = [47, 62];

export const isSpace = (code: number): boolean => code === SPACE || code === LF || code === TAB || code === CR || code === FF;
export const endsName = (code: number): boolean => code === GT || code === SLASH || isSpace(code);
/** An ASCII letter: nothing else begins the name of a tag (HTML, "tag open state"). */
export const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

export function afterSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

// Elements whose content is text whatever it looks like, by the length of their names: most tags are told apart by that.
const RAW = [[], [], [], ['xmp'], [], ['style', 'title'], ['script', 'iframe'], ['noembed'], ['textarea', 'noframes'], ['plaintext']];

/** The name between `from` and `to` in lower case if it is one of those, else ''. */
export function rawName(html: string, from: number, to: number): string {
  for (const name of RAW[to - from] ?? []) if (isName(html, from, name)) return name;
  return '';
}

/** The end tag's name stands here, and ends here. */
export const isRawEnd = (html: string, at: number, name: string): boolean =>
  isName(html, at, name) && endsName(html.charCodeAt(at + name.length));

function isName(html: string, from: number, name: string): boolean {
  for (let at = 0; at < name.length; at++) if ((html.charCodeAt(from + at) | 32) !== name.charCodeAt(at)) return false;
  return true;
}

const KEYS = 1_023;
const keyOf = (text: string, from: number, to: number): number =>
  ((text.charCodeAt(from) | 32) * 7 + (text.charCodeAt(to - 1) | 32) * 131 + (to - from) * 37) & KEYS;

/** Tells attributes apart by their first and last letter and their length: all of the names given pass, and a few that look like one of them. */
export type Wanted = (text: string, from: number, to: number) => boolean;

export function wantedNames(names: readonly string[]): Wanted {
  const keys = new Uint8Array(KEYS + 1);
  for (const name of names) keys[keyOf(name, 0, name.length)] = 1;
  return (text, from, to) => keys[keyOf(text, from, to)] === 1;
}
