/** The rules of robots.txt that hold for one agent (RFC 9309), longest pattern first. */
export type Robots = { rules: [pattern: string, allow: boolean][]; crawlDelaySeconds: number | null };

type Group = { agents: string[]; rules: Robots['rules']; delay: number | null };

/** RFC 9309 section 2.5: what comes after is not read. */
export const MAX_ROBOTS_BYTES = 512_000;
// a longer line is cut: no address is so long
const MAX_LINE = 16_663;
const MAX_RULES = 10_000;
// spellings that real files have
const KEYS: Readonly<Record<string, 'agent' | 'allow' | 'disallow' | 'delay'>> = {
  'user-agent': 'agent',
  useragent: 'agent',
  'user agent': 'agent',
  allow: 'allow',
  disallow: 'disallow',
  dissallow: 'disallow',
  dissalow: 'disallow',
  disalow: 'disallow',
  diasllow: 'disallow',
  disallaw: 'disallow',
  'crawl-delay': 'delay',
  crawldelay: 'delay',
};

/**
 * Reads robots.txt for one agent (a product token such as `Newsmill`; RFC 9309 section 2.2). All groups that name it count together;
 * where none does, those of `*`. Never throws: what is no rule is passed over.
 */
export function readRobots(text: string, agent: string): Robots {
  const groups = readGroups(text.slice(0, MAX_ROBOTS_BYTES));
  const own = agent.toLowerCase();
  const named = own === '' ? [] : groups.filter(({ agents }) => agents.includes(own));
  const chosen = named.length > 0 ? named : own === '' ? [] : groups.filter(({ agents }) => agents.includes('*'));
  const rules = chosen.flatMap((group) => group.rules).slice(0, MAX_RULES);
  // at equal length the rule that allows wins
  rules.sort(([a, allowA], [b, allowB]) => b.length - a.length || Number(allowB) - Number(allowA));
  return { rules, crawlDelaySeconds: chosen.map(({ delay }) => delay).find((delay) => delay !== null) ?? null };
}

/** Whether the rules let a URL be fetched: the longest pattern that matches decides (RFC 9309 section 2.2.2). /robots.txt itself always is. */
export function allows({ rules }: Robots, url: string): boolean {
  const path = pathOf(url);
  if (path === '/robots.txt') return true;
  return rules.find(([pattern]) => matches(pattern, path))?.[1] ?? true;
}

export const isAllowed = (text: string, agent: string, url: string): boolean => allows(readRobots(text, agent), url);

function readGroups(text: string): Group[] {
  const groups: Group[] = [];
  let group: Group | undefined;
  let open = false;
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)) {
    const [key, value] = readLine(line);
    if (key === 'agent') {
      if (group === undefined || !open) {
        group = { agents: [], rules: [], delay: null };
        groups.push(group);
      }
      open = true;
      // `*` counts alone or before a space; else the token ends where its letters do
      group.agents.push(/^\*(?:\s|$)/.test(value) ? '*' : (/^[A-Za-z_-]+/.exec(value)?.[0] ?? '').toLowerCase());
    } else if (group !== undefined && (key === 'allow' || key === 'disallow')) {
      open = false;
      addRule(group, value, key === 'allow');
    } else if (group !== undefined && key === 'delay') {
      const seconds = /^\d{1,6}(?:\.\d{1,3})?$/.exec(value) === null ? null : Number(value);
      group.delay ??= seconds;
    }
  }
  return groups;
}

function readLine(line: string): [key: (typeof KEYS)[string] | undefined, value: string] {
  const text = line.slice(0, MAX_LINE).split('#', 1)[0]?.trim() ?? '';
  const colon = text.indexOf(':');
  if (colon >= 0) return [KEYS[text.slice(0, colon).trim().toLowerCase()], text.slice(colon + 1).trim()];
  // some files forget the colon: then a line is two words
  const words = text.split(/\s+/, 3);
  return words.length === 2 ? [KEYS[words[0]?.toLowerCase() ?? ''], words[1] ?? ''] : [undefined, ''];
}

function addRule({ rules }: Group, value: string, allow: boolean): void {
  if (value === '' || rules.length >= MAX_RULES) return;
  const pattern = escaped(value);
  rules.push([pattern, allow]);
  // a folder is its index page too
  const index = allow ? /^(.*\/)index\.html?$/.exec(pattern)?.[1] : undefined;
  if (index !== undefined) rules.push([`${index}$`, true]);
}

/** As a URL is written: bytes beyond ASCII percent-encoded, hex digits in capitals. */
function escaped(pattern: string): string {
  const hex = pattern.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
  return hex.replace(/\P{ASCII}+/gu, (text) => Buffer.from(text).reduce((all, byte) => `${all}%${byte.toString(16).toUpperCase()}`, ''));
}

/** Path and query as they stand in the URL: a URL that is not percent-encoded is not the one that a pattern names. */
function pathOf(url: string): string {
  const rest = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#;]*([^#]*)/i.exec(url)?.[1] ?? url.split('#', 1)[0] ?? '';
  const path = rest.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
  return path.startsWith('/') ? path : `/${path}`;
}

/** `*` is any run of characters, `$` at the end the end. Each piece is taken where it is found first: linear, no backtracking. */
function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$');
  const [head = '', ...pieces] = (anchored ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(head)) return false;
  if (pieces.length === 0) return !anchored || path.length === head.length;
  let at = head.length;
  const last = anchored ? (pieces.pop() ?? '') : '';
  for (const piece of pieces) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return path.endsWith(last) && path.length - last.length >= at;
}
