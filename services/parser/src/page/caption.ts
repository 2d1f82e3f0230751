import { traitsOf } from './traits.ts';
import type { El, Line } from './types.ts';

const AGENCY =
  'getty(?: images)?|reuters|ap(?: photo)?|apa|afp|shutterstock|istock(?:photo)?|alamy|picture alliance|dpa|epa|efe|ansa|imago(?: images)?|keystone|unsplash|wikimedia commons|file photo|handout|courtesy[^.]{0,40}';
// An agency after a mark that sets a credit apart; a sentence that ends in an agency's name is no credit.
const CREDIT = new RegExp(
  `(?:^|[/|(:©]|\\bvia|\\bby|[-–—]\\s)\\s{0,3}(?:[^()/|:©]{0,40}[/,] ?)?(?:${AGENCY})(?:[/ ,]{1,3}[^()./|:©]{0,40})?\\)?\\.?$`,
  'iu',
);
const LABELLED =
  /[([](?:image|photo|picture|pic|credit|foto|bild|source|getty)\b[^()[\]]{0,80}[)\]]\.?$|\b(?:photo|image|picture|photograph|foto|bild|credit)s?(?: (?:by|credit|courtesy))?\s?:\s?[^.]{2,60}$/iu;
// "(NASA/JPL/Caltech)", "(ESA/Hubble)"
const OWNERS = /\(\p{Lu}[\p{L}.&-]{1,20}(?:\/\p{Lu}[\p{L}.& -]{1,20}){1,4}\)\.?$/u;
const MAX_CAPTION = 300;

/** A caption or credit of a picture: it says so, ends in an agency, or is a short text in an element that holds a picture and nothing else. */
export function isCaption(line: Line): boolean {
  const { text, kind, el } = line;
  if (kind === 'heading' || kind === 'quote' || text.length > MAX_CAPTION) return false;
  if (CREDIT.test(text) || LABELLED.test(text) || OWNERS.test(text) || /^\s?©/.test(text)) return true;
  if (kind !== 'text') return false;
  return (el.tag !== 'p' && text.length < 200 && besidePicture(el)) || inPictureBox(el);
}

// A text of one or two lines in an element that holds a picture and is named for it.
function inPictureBox(el: El): boolean {
  for (let at: El | null = el, up = 0; at !== null && up < 4 && at.last - at.first <= 2; at = at.parent, up++) {
    if (traitsOf(at).picture && [at, at.parent].some((box) => box !== null && box.last - box.first <= 2 && hasPicture(box, 4))) return true;
  }
  return false;
}

function besidePicture(el: El): boolean {
  let at: El | null = el;
  for (let up = 0; at !== null && up < 2 && at.last - at.first <= 1; at = at.parent, up++) if (hasPicture(at, 3)) return true;
  return false;
}

function hasPicture(el: El, depth: number): boolean {
  const waiting: { el: El; depth: number }[] = [{ el, depth }];
  for (let node = waiting.pop(), steps = 0; node !== undefined && steps < 60; node = waiting.pop(), steps++) {
    if (node.el.tag === 'img' || node.el.tag === 'picture' || node.el.tag === 'amp-img') return true;
    if (node.depth === 0) continue;
    for (const child of node.el.children) if (typeof child !== 'string') waiting.push({ el: child, depth: node.depth - 1 });
  }
  return false;
}
