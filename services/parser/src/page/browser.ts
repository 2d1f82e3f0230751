import { type DefaultTreeAdapterMap, defaultTreeAdapter, Parser } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Parent = DefaultTreeAdapterMap['parentNode'];

/** Takes a page's elements and texts in document order. */
type TreeSink = { open(tag: string, attribs: Record<string, string>): void; close(tag: string): void; text(data: string): void };

const CHUNK = 16_384;
const MAX_CHARS = 3_000_000;
const LIMIT_MS = 150;
const MAX_NODES = 300_000;
const MAX_OPEN = 400;

class GivenUp extends Error {}

/**
 * Hands a page's elements, scripts left out, to `sink` as a browser reads them (HTML, "tree construction"), by parse5, which is three times as slow
 * as the fast parser. False where it was given up, for size, nesting or time; `sink` has then been told nothing.
 */
export function readAsBrowser(html: string, sink: TreeSink): boolean {
  const bare = withoutScripts(html);
  if (bare.length > MAX_CHARS) return false;
  const document = parse(bare);
  if (document === undefined) return false;
  replay(document, sink);
  return true;
}

const UNSEEN = /<!--|<(script|style)(?=[\s/>])/gi;
const ENDS = { script: /<\/script[^>]*>?/gi, style: /<\/style[^>]*>?/gi, comment: /--!?>/g };

// parse5 puts texts together letter by letter; half of a page and more is scripts, which nobody sees.
function withoutScripts(html: string): string {
  const kept: string[] = [];
  let from = 0;
  UNSEEN.lastIndex = 0;
  for (let match = UNSEEN.exec(html); match !== null; match = UNSEEN.exec(html)) {
    kept.push(html.slice(from, match.index));
    const end = ENDS[match[1] === undefined ? 'comment' : match[1].length === 5 ? 'style' : 'script'];
    end.lastIndex = match.index + match[0].length;
    from = end.exec(html) === null ? html.length : end.lastIndex;
    UNSEEN.lastIndex = from;
  }
  return kept.length === 0 ? html : kept.join('') + html.slice(from);
}

// Piece by piece, with a look at the time between: many attributes, or formatting that is opened again in each block, cost their square.
function parse(html: string): Parent | undefined {
  const parser = new Parser({ treeAdapter: bounded() });
  const from = process.threadCpuUsage();
  try {
    for (let at = 0; at < html.length; at += CHUNK) {
      parser.tokenizer.write(html.slice(at, at + CHUNK), at + CHUNK >= html.length);
      const { user, system } = process.threadCpuUsage(from);
      if (user + system > LIMIT_MS * 1_000) return undefined;
    }
  } catch (error) {
    if (error instanceof GivenUp) return undefined;
    throw error;
  }
  return parser.document;
}

function bounded(): typeof defaultTreeAdapter {
  let nodes = 0;
  let open = 0;
  return {
    ...defaultTreeAdapter,
    createElement(name, namespace, attrs) {
      if (++nodes > MAX_NODES) throw new GivenUp();
      // a value put together letter by letter takes 32 bytes each until it is read once
      for (const { value } of attrs) value.charCodeAt(0);
      return defaultTreeAdapter.createElement(name, namespace, attrs);
    },
    onItemPush() {
      if (++open > MAX_OPEN) throw new GivenUp();
    },
    onItemPop() {
      open--;
    },
  };
}

function replay(root: Parent, sink: TreeSink): void {
  const open: { node: Parent; at: number }[] = [{ node: root, at: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child: Node | undefined = top.node.childNodes[top.at++];
    if (child === undefined) {
      open.pop();
      if ('tagName' in top.node) sink.close(top.node.tagName);
    } else if ('value' in child) sink.text(child.value);
    else if ('tagName' in child) {
      sink.open(child.tagName, Object.fromEntries(child.attrs.map(({ name, value }) => [name, value])));
      open.push({ node: child, at: 0 });
    }
  }
}
