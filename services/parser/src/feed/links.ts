import type { Node } from './types.ts';
import { absolute, webLink } from './url.ts';
import { all, textOf } from './value.ts';

/** Where an item or feed is to be read: the original behind a feed proxy, an RSS link, an Atom alternate, a permalink guid. */
export function linkOf(node: Node, root: string): string | null {
  for (const { text, base } of candidates(node, root)) {
    const url = webLink(text, base);
    if (url !== undefined) return url;
  }
  for (const { text, base } of candidates(node, root)) {
    const url = absolute(text, base);
    if (url !== undefined && !/^(?:javascript|data|vbscript):/.test(url)) return url;
  }
  return null;
}

type Candidate = { text: string | undefined; base: string };

// One after another, because the first is nearly always the link.
function* candidates(node: Node, root: string): Generator<Candidate> {
  yield { text: textOf(node, 'feedburner:origlink') ?? undefined, base: node.base };
  if (root !== 'atom') yield* plainLinks(node);
  yield* alternates(node);
  if (root === 'atom') yield* plainLinks(node);
  yield* permalinks(node);
}

// Of several RSS links the last one counts, as in the readers most people use.
const plainLinks = (node: Node): Candidate[] =>
  all(node, 'link')
    .reverse()
    .map((child) => ({ text: child.text.trim() || child.attrs['href'], base: child.base }));

// Of several alternates the first HTML one is meant for readers.
function alternates(node: Node): Candidate[] {
  const links = all(node, 'atom:link').filter((link) => /(?:^|\/)alternate$/i.test(link.attrs['rel'] ?? 'alternate'));
  const isHtml = (link: Node) => /html/i.test(link.attrs['type'] ?? 'html');
  return [...links.filter(isHtml), ...links.filter((link) => !isHtml(link))].map((link) => ({
    text: link.attrs['href'] ?? link.text,
    base: link.base,
  }));
}

function permalinks(node: Node): Candidate[] {
  const guids = all(node, 'guid').filter((guid) => guid.attrs['ispermalink']?.toLowerCase() !== 'false');
  const named = [...guids, ...all(node, 'atom:id')].map((child) => ({
    text: /^https?:\/\/\S+$/i.test(child.text.trim()) ? child.text : undefined,
    base: child.base,
  }));
  const about = node.attrs['about'];
  const relative = guids.filter((guid) => /^\/\S+$/.test(guid.text.trim())).map((guid) => ({ text: guid.text, base: guid.base }));
  return [...named, ...relative, { text: about !== undefined && /^https?:/i.test(about) ? about : undefined, base: node.base }];
}

/** Where the channel's link of this relation leads. */
export function relatedLink(channel: Node, rel: string): string | null {
  const isThat = (link: Node): boolean => (link.attrs['rel'] ?? '').toLowerCase().split(/\s+/).includes(rel);
  const link = all(channel, 'atom:link', 'link').find((one) => isThat(one) && one.attrs['href'] !== undefined);
  return webLink(link?.attrs['href'], link?.base ?? '') ?? null;
}

/** The base for relative links where no xml:base says one: the feed's own link to itself or to its site, else undefined. */
export function ownBase(feed: Node): string | undefined {
  const self = all(feed, 'atom:link').find((link) => link.attrs['rel'] === 'self');
  const site = all(feed, 'link').find((link) => link.text.trim() !== '');
  return (
    webLink(site?.text, '') ??
    webLink(self?.attrs['href'], '') ??
    alternates(feed)
      .map((link) => webLink(link.text, ''))
      .find((url) => url !== undefined)
  );
}
