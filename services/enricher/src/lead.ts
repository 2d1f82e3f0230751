const READ_CHARACTERS = 3_000;
const LONGEST = 500;
const SENTENCES = 2;
// a title with a dot is no end
const NO_END = /(?:^|[\s(])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Capt|St|Jr|Sr|No|vs|Inc|Ltd|Corp|Co|bzw|Nr|Hr|ca)\.$/u;

/** What the publisher says of the article, else its first two sentences; at most 500 characters. Null where there is nothing. */
export function leadOf(summary: string | null, body: string): string | null {
  if (summary !== null && summary.trim() !== '') return summary;
  const [paragraph = ''] = body
    .slice(0, READ_CHARACTERS)
    .trim()
    .split(/\n\s*\n/);
  const text = paragraph.replace(/\s+/g, ' ').trim();
  let end = 0;
  let sentences = 0;
  for (const { index, 0: sign } of text.matchAll(/[.!?…。！？]+["'”’»)]*(?=\s|$)|[。！？]/gu)) {
    const to = index + sign.length;
    if (to > LONGEST) break;
    if (NO_END.test(text.slice(Math.max(0, to - 8), to))) continue;
    end = to;
    if (++sentences === SENTENCES) break;
  }
  const lead = end > 0 ? text.slice(0, end) : cut(text);
  return lead === '' ? null : lead;
}

/** At a space, never within a character. */
function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  const space = text.lastIndexOf(' ', LONGEST);
  return `${text.slice(0, space > LONGEST / 2 ? space : LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
