import type { FetchJob } from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import type { Store } from '@newsmill/store';

/** The headers that a person set for this feed, by lower-case name. Secrets go to the host that the feed was submitted under, to no other. */
export async function feedHeaders(store: Store, job: FetchJob): Promise<Record<string, string>> {
  if (job.kind !== 'feed' || job.feedId === null) return {};
  const config = await store.feeds.config(job.feedId);
  const { user_agent, cookie, login, headers = {} } = config?.request ?? {};
  const open = user_agent === undefined ? {} : { 'user-agent': user_agent };
  if (config === undefined || hostOf(config.url) !== hostOf(job.url)) return open;
  return {
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    ...(login && { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` }),
    ...(cookie !== undefined && { cookie }),
    ...open,
  };
}
