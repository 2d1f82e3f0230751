const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

// Blocks whose end tag must be written: one that another tag closes was nested badly.
const BLOCKS = set(
  'address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup main menu nav ol pre section summary table ul',
);
// End tags of these close what is left open inside of them in a browser too.
const CLOSERS = set('li dd dt td th tr tbody thead tfoot caption object template select marquee iframe noscript button');
// No end tag outside of these closes anything inside (HTML, "has an element in scope"); what the last two hold is no mark-up.
const WALLS = set('table td th caption object template select marquee iframe noscript');
const TABLE_PARTS = set('table tbody thead tfoot tr td th caption colgroup col script style template form input noscript');
const ROWS = set('table tbody thead tfoot tr');
const ENDS = set('body html');
const HEADINGS = set('h1 h2 h3 h4 h5 h6');
const DRAWINGS = set('svg math');
const HTML_IN_DRAWINGS = set('foreignObject desc title annotation-xml');
const ENDS_DRAWING = set('p div h1 h2 h3 h4 h5 h6 ul ol li table blockquote img');

const BLOCK = 1;
const WALL = 2;
const HEADING = 4;

/** How far from where it is noticed a doubt reaches: the element that is open there, or the whole page. */
export type Doubt = 'here' | 'page' | undefined;

/** Takes the events of the fast parser and says at which of them a browser makes another tree (HTML, "tree construction"). */
export type DoubtWatch = {
  /** A start tag inside of `parent`; `unseen`: inside of an element whose content is no text of the page. */
  open(tag: string, parent: string, unseen: boolean): Doubt;
  /** `implied`: no end tag of its own was there. */
  close(tag: string, implied: boolean): Doubt;
  text(parent: string, data: string): Doubt;
  /** The page is over. */
  end(): Doubt;
};

export function watchDoubt(): DoubtWatch {
  // what the end tag that is being read has closed besides its own element
  let closed = 0;
  // </body> or </html> closed blocks: of no account if nothing follows
  let ended = false;
  const open = { body: 0, a: 0, drawing: 0, html: 0 };
  const goesOn = (): Doubt => {
    ended = false;
    return 'page';
  };
  return {
    open(tag, parent, unseen) {
      closed = 0;
      const inDrawing = open.drawing > 0 && open.html === 0 && ENDS_DRAWING.has(tag);
      countDrawing(open, tag, 1);
      if (inDrawing) return 'page';
      if (unseen) return undefined;
      if (ended && BLOCKS.has(tag)) return goesOn();
      if (tag === 'body') return open.body++ > 0 ? 'page' : undefined;
      if (tag === 'a') return open.a++ > 0 ? 'here' : undefined;
      return ROWS.has(parent) && !TABLE_PARTS.has(tag) ? 'here' : undefined;
    },
    close(tag, implied) {
      countDrawing(open, tag, -1);
      if (tag === 'a' && open.a > 0) open.a--;
      if (implied) closed |= (BLOCKS.has(tag) ? BLOCK : 0) | (WALLS.has(tag) ? WALL : 0) | (HEADINGS.has(tag) ? HEADING : 0);
      if (implied || closed === 0) return undefined;
      const misread = isMisread(tag, closed);
      if (!misread && ENDS.has(tag)) ended ||= (closed & BLOCK) !== 0;
      closed = 0;
      return misread ? 'here' : undefined;
    },
    text(parent, data) {
      if (!(ended || ROWS.has(parent)) || !/\S/.test(data)) return undefined;
      return ended ? goesOn() : 'here';
    },
    // a heading without an end is closed by the end of the page
    end: () => ((closed & HEADING) !== 0 ? 'page' : undefined),
  };
}

function isMisread(tag: string, closed: number): boolean {
  if ((closed & HEADING) !== 0) return true;
  if ((closed & WALL) !== 0) return !TABLE_PARTS.has(tag);
  return !BLOCKS.has(tag) && !CLOSERS.has(tag) && !ENDS.has(tag);
}

function countDrawing(open: { drawing: number; html: number }, tag: string, by: 1 | -1): void {
  if (DRAWINGS.has(tag)) open.drawing = Math.max(0, open.drawing + by);
  else if (open.drawing > 0 && HTML_IN_DRAWINGS.has(tag)) open.html = Math.max(0, open.html + by);
}
