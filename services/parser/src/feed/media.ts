import type { Node, RichEntry } from './types.ts';
import { absolute } from './url.ts';
import { all, textOf } from './value.ts';

type Enclosure = RichEntry['enclosures'][number];
const MAX_ENCLOSURES = 50;

/** Media RSS contents may stand in groups: all `media:*` children of an item, groups opened. */
function mediaNodes(item: Node): readonly Node[] {
  if (!item.children.some((child) => child.name === 'media:group')) return item.children;
  return item.children.flatMap((child) => (child.name === 'media:group' ? child.children : [child]));
}

/** Enclosures of an item: RSS enclosure, Atom link rel=enclosure, Media RSS content; a URL once. `length` in bytes. */
export function enclosuresOf(item: Node): Enclosure[] {
  const found = new Map<string, Enclosure>();
  for (const node of mediaNodes(item)) {
    const enclosure = isEnclosure(node) ? toEnclosure(node) : undefined;
    if (enclosure !== undefined && !found.has(enclosure.url) && found.size < MAX_ENCLOSURES) found.set(enclosure.url, enclosure);
  }
  return [...found.values()];
}

function isEnclosure(node: Node): boolean {
  if (node.name === 'atom:link' || node.name === 'link') return node.attrs['rel']?.toLowerCase() === 'enclosure';
  return node.name === 'enclosure' || node.name === 'media:content';
}

function toEnclosure(node: Node): Enclosure | undefined {
  const { attrs } = node;
  const url = absolute(attrs['url'] ?? attrs['href'] ?? attrs['resource'], node.base);
  if (url === undefined) return undefined;
  const length = Number.parseInt(attrs['length'] ?? attrs['filesize'] ?? '', 10);
  return { url, type: attrs['type'] || null, length: Number.isSafeInteger(length) && length >= 0 ? length : null };
}

/** The item's picture: thumbnail, image content, iTunes image, image element, image enclosure, in this order. */
export function imageOf(item: Node): string | null {
  for (const node of pictures(mediaNodes(item))) {
    const url = absolute(node.attrs['url'] ?? node.attrs['href'] ?? textOf(node, 'url', 'image:loc') ?? node.text, node.base);
    if (url !== undefined) return url;
  }
  return null;
}

const IMAGES = new Set(['itunes:image', 'image', 'image:image', 'podcast:images']);

// One after another, because the first is nearly always the picture.
function* pictures(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) if (node.name === 'media:content' && isImage(node)) yield node;
  for (const node of nodes) if (node.name === 'media:thumbnail') yield node;
  for (const node of nodes) if (node.name === 'media:content') yield* all(node, 'media:thumbnail');
  for (const node of nodes) if (IMAGES.has(node.name)) yield node;
  for (const node of nodes) if (isEnclosure(node) && isImage(node)) yield node;
}

function isImage(node: Node): boolean {
  const { medium, type, url } = node.attrs;
  if (medium !== undefined || type !== undefined) return medium === 'image' || (type ?? '').startsWith('image/');
  return /\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)/i.test(url ?? '');
}
