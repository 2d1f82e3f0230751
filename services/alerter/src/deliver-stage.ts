import { type Alert, type Article, type DeliverJob, Fault, Postponed } from '@newsmill/contracts';
import type { Delivery, Search, Sent } from '@newsmill/search';
import type { MailMessage } from './channels/mail.ts';
import type { WebhookMessage } from './channels/webhook.ts';
import type { HostGate } from './host-gate.ts';
import { mailOf, webhookBody } from './message.ts';
import { NotTaken } from './not-taken.ts';

const DAY_MS = 86_400_000;

type DeliverContext = {
  search: Search;
  gate: HostGate;
  sendWebhook: (message: WebhookMessage, signal: AbortSignal) => Promise<number>;
  sendMail: (message: MailMessage) => Promise<number>;
};
type Open = { job: DeliverJob; alert: Alert; delivery: Delivery; article: Article | undefined };

/**
 * The deliver stage: sends a message and marks it as sent. At least once: a process that dies between the two sends it again, with the same id.
 * What is marked already, or whose alert or article went meanwhile, is not sent.
 */
export function createDeliverHandler({ search, gate, sendWebhook, sendMail }: DeliverContext) {
  // sent, but Elasticsearch went away before it could be marked: the next run must not send it again
  const unmarked = new Map<string, number>();
  const keyOf = ({ deliveryId, channel }: DeliverJob): string => `${deliveryId} ${channel}`;
  const mark = ({ deliveryId, channel }: DeliverJob, change: Partial<Sent>, tried = true): Promise<unknown> =>
    search.deliveries.mark(deliveryId, channel, (before) => ({
      ...before,
      ...change,
      attempts: before.attempts + (tried ? 1 : 0),
      at: new Date().toISOString(),
    }));

  /** What is to be sent; a word where there is nothing to do, or nothing any more. */
  async function open(job: DeliverJob): Promise<Open | 'done' | 'dropped'> {
    const [alert, delivery] = await Promise.all([
      search.alerts.get(job.alertId),
      search.deliveries.get([job.deliveryId]).then((found) => found.get(job.deliveryId)),
    ]);
    if (delivery?.[job.channel]?.state !== 'pending') return 'done';
    if (alert === undefined || !wants(alert, job, delivery.test)) return 'dropped';
    if (delivery.test) return { job, alert, delivery, article: undefined };
    if (Date.now() - Date.parse(delivery.created_at) > DAY_MS) throw new Fault('not_delivered');
    const [hit] = await search.articles.findMany([delivery.doc_id]);
    return hit === undefined ? 'dropped' : { job, alert, delivery, article: hit.article };
  }

  async function send(told: Open, signal: AbortSignal): Promise<number> {
    const { job, alert, delivery } = told;
    const { id } = delivery;
    if (job.channel === 'email') {
      const to = alert.email?.to ?? '';
      return gate('smtp', () => sendMail({ id, to, ...mailOf(told) }));
    }
    const { url, secret } = alert.webhook ?? { url: '', secret: '' };
    return gate(URL.parse(url)?.host ?? '', () => sendWebhook({ id, url, secret, body: webhookBody(told) }, signal));
  }

  /** Notes what the receiver said, and answers what to throw. */
  async function refused(job: DeliverJob, error: NotTaken): Promise<Error> {
    const { code, detail, status, restMs } = error;
    await mark(job, { code, detail, status });
    if (code === 'http_gone') await search.alerts.update(job.alertId, withoutWebhook);
    return restMs === null ? error : new Postponed(restMs, detail);
  }

  return {
    handle: async (job: DeliverJob, signal: AbortSignal): Promise<never[]> => {
      const key = keyOf(job);
      if (!unmarked.has(key)) {
        const told = await open(job);
        if (told === 'dropped') await mark(job, { state: 'dropped' }, false);
        if (typeof told === 'string') return [];
        try {
          unmarked.set(key, await send(told, signal));
        } catch (error) {
          throw error instanceof NotTaken ? await refused(job, error) : error;
        }
      }
      await mark(job, { state: 'sent', status: unmarked.get(key) ?? null, code: null, detail: null });
      unmarked.delete(key);
      return [];
    },
    /** What will not be tried again. */
    onDead: async (job: DeliverJob, { code, detail }: Fault): Promise<void> => {
      await mark(job, { state: 'failed', code, detail: detail.slice(0, 300) }, false);
    },
  };
}

/** A test is sent whether the alert is on or not. */
const wants = ({ enabled, webhook, email }: Alert, { channel }: DeliverJob, test: boolean): boolean => {
  if (!enabled && !test) return false;
  return channel === 'email' ? email !== null : webhook !== null && (webhook.off_since === null || test);
};

const withoutWebhook = (alert: Alert): Alert => ({
  ...alert,
  webhook: alert.webhook === null ? null : { ...alert.webhook, off_since: alert.webhook.off_since ?? new Date().toISOString() },
});
