import { openQueues, startWorker } from '@newsmill/queue';
import { createEgress, runService, SEARCH_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { createAlertHandler } from './alert-stage.ts';
import { createMailSender } from './channels/mail.ts';
import { createWebhookSender } from './channels/webhook.ts';
import { createDeliverHandler } from './deliver-stage.ts';
import { createHostGate } from './host-gate.ts';
import { ALERT_SETTINGS, BATCH } from './settings.ts';

const SETTINGS = ['REDIS_URL', ...SEARCH_SETTINGS, ...ALERT_SETTINGS] as const;

await runService('alerter', SETTINGS, async ({ settings, log, onEvent, onError, eventually, liveness, onClose }) => {
  const search = openSearch(settings);
  onClose(search.close);
  const queues = openQueues(settings, onError);
  onClose(queues.close);
  const egress = createEgress(settings);
  onClose(egress.close);
  const timeoutMs = settings.DELIVER_TIMEOUT_MS;
  const mail = createMailSender({ smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM, timeoutMs });
  onClose(mail.close);
  await eventually('templates and indices', search.setUp);

  const limits = { ...BATCH, waitMs: settings.ALERT_BATCH_WAIT_MS };
  const alert = createAlertHandler({ search, limits, onRefused: (refused) => log.warn(refused, 'an alert cannot be read') });
  const sendWebhook = createWebhookSender({ egress, userAgent: settings.USER_AGENT, timeoutMs });
  const deliver = createDeliverHandler({ search, gate: createHostGate(), sendWebhook, sendMail: mail.send });
  const common = { settings, queues, sinks: {}, onEvent, onError };
  // a lost alert is no end of its URL: its job stays in the failed set
  const onDead = async (): Promise<void> => undefined;
  const alerting = startWorker({
    ...common,
    stage: 'alert',
    waitsWith: 'index',
    concurrency: BATCH.items * 2,
    handler: alert.handle,
    onDead,
  });
  const delivering = startWorker({ ...common, stage: 'deliver', handler: deliver.handle, onDead: deliver.onDead });
  liveness('alerts', alerting.moving);
  liveness('deliveries', delivering.moving);
  onClose(() => Promise.all([alerting.close(), alert.drain(), delivering.close()]));
  return { redis: () => queues.depth('alert'), elasticsearch: search.ping };
});
