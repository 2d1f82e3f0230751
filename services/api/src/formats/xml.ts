// what XML 1.0 has no way to write, not even as a reference
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Any text as the content of an element or attribute. */
export const xmlText = (text: string): string => text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (sign) => NAMED[sign] ?? '');

type Attributes = Readonly<Record<string, string>>;

/** An element; `content` is XML already. Empty where there is nothing to tell. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const told = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`);
  return content === '' ? `<${name}${told.join('')}/>` : `<${name}${told.join('')}>${content}</${name}>`;
}

/** An element with text; none where the text is absent. */
export const textElement = (name: string, text: string | null | undefined, attributes: Attributes = {}): string =>
  text === null || text === undefined || text === '' ? '' : element(name, attributes, xmlText(text));
