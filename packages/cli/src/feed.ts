import type { Command } from 'commander';
import { z } from 'zod';
import { type Client, Refused } from './client.ts';

type Print = (line: string) => void;
type Wanted = {
  name?: string;
  tag?: string[];
  include?: string[];
  exclude?: string[];
  userAgent?: string;
  cookie?: string;
  login?: string;
  header?: string[];
  gap?: string;
  perDay?: string;
  language?: string;
  country?: string;
  clear?: string[];
};

const zSettings = z.object({
  id: z.string(),
  url: z.string(),
  name: z.string().nullable(),
  paused: z.boolean(),
  tags: z.array(z.string()).optional(),
  request: z.looseObject({}).optional(),
  include: z.array(z.object({ field: z.string(), text: z.string() })).optional(),
  exclude: z.array(z.object({ field: z.string(), text: z.string() })).optional(),
  gap_seconds: z.number().optional(),
  articles_per_day: z.number().optional(),
  language: z.string().optional(),
  country: z.string().optional(),
});
const zPreview = z.object({
  taken: z.number(),
  left: z.number(),
  include: z.array(z.object({ field: z.string(), text: z.string(), entries: z.number() })),
  exclude: z.array(z.object({ field: z.string(), text: z.string(), entries: z.number() })),
  entries: z.array(z.object({ title: z.string().nullable(), url: z.string(), taken: z.boolean(), why: z.string() })),
});
const FIELDS = ['title', 'url', 'category', 'any'];
const pathOf = (id: string): string => `/feeds/${encodeURIComponent(id)}`;

/** The settings of one feed. */
export function registerFeed(program: Command, { call }: Client, print: Print): void {
  const feed = program.command('feed').description('the settings of one feed; its id is in "newsmill feeds"');
  const show = (settings: z.infer<typeof zSettings>): void => {
    for (const [name, value] of Object.entries(settings))
      print(`${name.padEnd(16)} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  };
  feed
    .command('show <id>')
    .description('its settings; what is secret is shown as ***')
    .action(async (id: string) => show((await call(zSettings, 'GET', pathOf(id))).answer));
  feed
    .command('preview <id>')
    .description('what rules would take and leave of its past entries; nothing is changed')
    .option('--include <rules...>', 'in the place of those it has')
    .option('--exclude <rules...>', 'in the place of those it has')
    .action(async (id: string, { include, exclude }: Pick<Wanted, 'include' | 'exclude'>) => {
      const rules = { ...(include && { include: include.map(ruleOf) }), ...(exclude && { exclude: exclude.map(ruleOf) }) };
      const { answer } = await call(zPreview, 'POST', `${pathOf(id)}/preview`, rules);
      for (const { taken, title, url, why } of answer.entries) print(`${taken ? '+' : '-'} ${title ?? url}  (${why})`);
      for (const list of ['include', 'exclude'] as const)
        for (const { field, text, entries } of answer[list]) print(`${list} ${field}:${text} matches ${entries}`);
      print(`${answer.taken} taken, ${answer.left} left`);
    });
  feed
    .command('set <id>')
    .description('change settings; what is not named stays')
    .option('--name <name>', 'what it is called')
    .option('--tag <tags...>', 'its tags, in the place of those it has')
    .option(
      '--include <rules...>',
      'only entries that one of these matches: field:text, field one of title, url, category, any; * for anything',
    )
    .option('--exclude <rules...>', 'no entry that one of these matches')
    .option('--user-agent <text>', 'the name given to its server')
    .option('--cookie <text>', 'sent with its polls; secret')
    .option('--login <user:password>', 'basic authentication; secret')
    .option('--header <headers...>', 'sent with its polls, as "Name: value"; secret')
    .option('--gap <seconds>', 'least time between two requests for it or its articles')
    .option('--per-day <articles>', 'most new articles of it a day; more wait for a later day')
    .option('--language <code>', 'of its articles, whatever is detected')
    .option('--country <code>', 'of its publisher')
    .option('--clear <settings...>', 'take away: name, tags, request, include, exclude, gap_seconds, articles_per_day, language, country')
    .action(async (id: string, wanted: Wanted) => {
      const { request = {} } = (await call(zSettings, 'GET', pathOf(id))).answer;
      show((await call(zSettings, 'PATCH', pathOf(id), changes(wanted, request))).answer);
    });
}

function changes({ name, tag, include, exclude, gap, perDay, language, country, clear = [], ...asked }: Wanted, before: object): object {
  const cleared = Object.fromEntries(clear.map((one) => [one, null]));
  const request = requestOf(asked);
  return {
    ...cleared,
    ...(name !== undefined && { name }),
    ...(tag && { tags: tag }),
    ...(include && { include: include.map(ruleOf) }),
    ...(exclude && { exclude: exclude.map(ruleOf) }),
    ...(gap !== undefined && { gap_seconds: numberOf(gap) }),
    ...(language !== undefined && { language }),
    ...(country !== undefined && { country }),
    ...(perDay !== undefined && { articles_per_day: numberOf(perDay) }),
    // the secrets that stay travel as they are shown
    ...(Object.keys(request).length > 0 && { request: { ...(clear.includes('request') ? {} : before), ...request } }),
  };
}

function requestOf({ userAgent, cookie, login, header }: Wanted): object {
  const [user, password = ''] = split(login ?? '', ':');
  return {
    ...(userAgent !== undefined && { user_agent: userAgent }),
    ...(cookie !== undefined && { cookie }),
    ...(login !== undefined && { login: { user, password } }),
    ...(header && { headers: Object.fromEntries(header.map((line) => split(line, ':').map((part) => part.trim()))) }),
  };
}

function ruleOf(text: string): { field: string; text: string } {
  const [field = '', words] = split(text, ':');
  if (words === undefined || !FIELDS.includes(field))
    throw new Refused(`"${text}" is no rule: write it as title:words (${FIELDS.join(', ')}).`);
  return { field, text: words };
}

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new Refused(`"${text}" is no number.`);
  return number;
}

/** At the first mark alone. */
function split(text: string, mark: string): string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
