import { type FeedConfig, type FeedRequest, zFeedConfig } from '@newsmill/contracts';
import { z } from 'zod';

export const noSuchFeed = { error: { code: 'no_such_feed', message: 'There is no feed with this id; GET /feeds lists them.' } };

const HIDDEN = '***';
const { tags, request, include, exclude, gap_seconds, articles_per_day, language, country } = zFeedConfig.shape;

/** What people may change of a feed; null takes a setting away. */
export const zChanges = {
  name: z.string().max(500).nullable().optional(),
  tags: tags.nullable(),
  request: request.nullable(),
  include: include.nullable(),
  exclude: exclude.nullable(),
  gap_seconds: gap_seconds.nullable(),
  articles_per_day: articles_per_day.nullable(),
  language: language.nullable(),
  country: country.nullable(),
};
type Changes = z.infer<z.ZodObject<typeof zChanges>>;

/** A config with changes. A secret that is given as it is shown stays as it was. */
export function withSettings(before: FeedConfig, { name, ...changes }: Changes): FeedConfig {
  const after: Record<string, unknown> = { ...before, ...(name !== undefined && { name }) };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete after[key];
    else if (value !== undefined) after[key] = key === 'request' ? unhidden(value as FeedRequest, before.request) : value;
  }
  return zFeedConfig.parse(after);
}

/** The same without its secrets. */
export const redacted = ({ user_agent, cookie, login, headers }: FeedRequest): FeedRequest => ({
  ...(user_agent !== undefined && { user_agent }),
  ...(cookie !== undefined && { cookie: HIDDEN }),
  ...(login !== undefined && { login: { user: login.user, password: HIDDEN } }),
  ...(headers !== undefined && { headers: Object.fromEntries(Object.keys(headers).map((name) => [name, HIDDEN])) }),
});

function unhidden({ cookie, login, headers, ...open }: FeedRequest, before: FeedRequest = {}): FeedRequest {
  const keep = (given: string, old: string | undefined): string => (given === HIDDEN ? (old ?? given) : given);
  return {
    ...open,
    ...(cookie !== undefined && { cookie: keep(cookie, before.cookie) }),
    ...(login !== undefined && { login: { user: login.user, password: keep(login.password, before.login?.password) } }),
    ...(headers !== undefined && {
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, keep(value, before.headers?.[name])])),
    }),
  };
}
