import { decodeHTMLStrict } from 'entities';

const [GREATER, LESS, AMP, QUOTE] = [103, 108, 97, 113];

/**
 * Text with its references to characters decoded, HTML's names too. `plain`: none but XML's own five stood in it, so that nothing came in
 * that cleaning would change; escaped markup has hardly any other, and these are told by a look at their first letter.
 */
export function decodeReferences(text: string): { text: string; plain: boolean } {
  let decoded = '';
  let from = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
    const reference = predefined(text, at);
    if (reference === undefined) return { text: decoded + decodeHTMLStrict(text.slice(from)), plain: false };
    if (at > from) decoded += text.slice(from, at);
    decoded += reference.character;
    from = at + reference.length;
  }
  return { text: from === 0 ? text : decoded + text.slice(from), plain: true };
}

type Reference = { character: string; length: number };
const known = (name: string, character: string) => ({ name, reference: { character, length: name.length + 1 } });
const [GT, LT, AND, DOUBLE, SINGLE] = [known('gt;', '>'), known('lt;', '<'), known('amp;', '&'), known('quot;', '"'), known('apos;', "'")];

/** The reference that begins at `at`, if it is one of the five (XML 1.0, section 4.6). */
function predefined(text: string, at: number): Reference | undefined {
  const code = text.charCodeAt(at + 1);
  const second = code === AMP ? text.charCodeAt(at + 2) : 0;
  const { name, reference } = code === LESS ? LT : code === GREATER ? GT : code === QUOTE ? DOUBLE : second === 112 ? SINGLE : AND;
  return text.startsWith(name, at + 1) ? reference : undefined;
}
