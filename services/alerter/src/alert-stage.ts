import type { AlertJob, Next } from '@newsmill/contracts';
import { type BatchLimits, createBatcher } from '@newsmill/queue';
import type { Search } from '@newsmill/search';
import { ring, share } from './ring.ts';

type AlertContext = {
  search: Search;
  limits: BatchLimits;
  /** An alert that Elasticsearch cannot read. */
  onRefused: (refused: { alertId: string; why: string }) => void;
};

/**
 * The alert stage: fresh articles of a moment share one refresh and one look at all saved searches. The alerts are read anew for each batch:
 * one that was saved before an article was indexed rings for it, one that was deleted does not.
 */
export function createAlertHandler({ search, limits, onRefused }: AlertContext) {
  const batch = createBatcher<AlertJob, Next<'alert'>[]>(
    limits,
    () => 1,
    async (jobs) => {
      const alerts = (await search.alerts.list()).filter(({ enabled }) => enabled);
      const { matches, refused } = await search.alerts.match(alerts, [...new Set(jobs.map(({ docId }) => docId))]);
      for (const one of refused) onRefused(one);
      const byId = new Map(alerts.map((alert) => [alert.id, alert]));
      const deliveries = share(jobs, await ring(search.deliveries, byId, matches, new Date()));
      return deliveries.map((some) => ({ status: 'fulfilled', value: some.map((job) => ({ to: 'deliver', job })) }));
    },
  );
  return { handle: (job: AlertJob): Promise<Next<'alert'>[]> => batch.push(job), drain: batch.drain };
}
