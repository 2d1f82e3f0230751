import { randomBytes } from 'node:crypto';
import { type Alert, zAlert, zAlertQuery, zWebhookSecret } from '@newsmill/contracts';
import { z } from 'zod';
import type { ApiSettings } from './context.ts';
import { submittedUrl } from './submitted-url.ts';

const HIDDEN = '***';
const { owner, name, email, enabled } = zAlert.shape;
const { q, language, source, feed } = zAlertQuery.shape;

const zWebhook = z.object({
  url: z.string().min(1).max(2_048),
  secret: z
    .union([z.literal(HIDDEN), zWebhookSecret])
    .optional()
    .describe('Signs what is sent (Standard Webhooks); made, and shown this once, unless given. *** leaves it as it is.'),
});

export const zQuery = z.object({
  q: q.describe('As the search takes it. Never refused; empty finds everything.'),
  language: language.default(null),
  source: source.default(null),
  feed: feed.default(null),
});
export const zNewAlert = zQuery.extend({
  owner: owner.describe('Whose it is; any name.'),
  name,
  webhook: zWebhook.nullable().default(null),
  email: email.default(null),
  enabled: enabled.default(true),
});
export const zAlertChanges = z.strictObject({
  owner: owner.optional(),
  name: name.optional(),
  q: q.optional(),
  language: language.optional(),
  source: source.optional(),
  feed: feed.optional(),
  webhook: zWebhook.nullable().optional(),
  email: email.optional(),
  enabled: enabled.optional(),
});
type AlertChanges = z.infer<typeof zAlertChanges>;

/** An alert as it is shown. */
export const zShownAlert = zAlert.omit({ v: true, webhook: true }).extend({
  webhook: z
    .object({
      url: z.string(),
      secret: z.string(),
      off_since: z.string().nullable().describe('Since when its receiver wants nothing (410).'),
    })
    .nullable(),
  /** Path of its deliveries as a feed. */
  feed_path: z.string(),
});

export function newAlert(given: z.infer<typeof zNewAlert>, settings: ApiSettings, now = new Date()): Alert {
  const { webhook, ...rest } = given;
  const at = now.toISOString();
  const id = randomBytes(20).toString('base64url');
  return { v: 1, id, created_at: at, since: at, ...rest, webhook: webhook === null ? null : webhookOf(webhook, null, settings) };
}

/** An alert with changes. What it would have found before its query changed, or while it was off, does not ring. */
export function withChanges(before: Alert, { webhook, ...changes }: AlertChanges, settings: ApiSettings, now = new Date()): Alert {
  const told = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const after: Alert = zAlert.parse({ ...before, ...told });
  if (webhook !== undefined) after.webhook = webhook === null ? null : webhookOf(webhook, before.webhook, settings);
  const asked = (alert: Alert): string => JSON.stringify([alert.q, alert.language, alert.source, alert.feed]);
  const anew = asked(after) !== asked(before) || (after.enabled && !before.enabled);
  return anew ? { ...after, since: now.toISOString() } : after;
}

/** Setting it again also switches it on again. */
function webhookOf(
  { url, secret }: z.infer<typeof zWebhook>,
  before: Alert['webhook'],
  settings: ApiSettings,
): NonNullable<Alert['webhook']> {
  const kept = secret === undefined || secret === HIDDEN ? before?.secret : secret;
  return { url: submittedUrl(url, settings), secret: kept ?? `whsec_${randomBytes(32).toString('base64')}`, off_since: null };
}

/** `fresh`: it was made by this call, and its secret is shown. */
export function shownAlert({ v: _, webhook, ...alert }: Alert, fresh = false): z.infer<typeof zShownAlert> {
  return {
    ...alert,
    webhook: webhook === null ? null : { ...webhook, secret: fresh ? webhook.secret : HIDDEN },
    feed_path: `/alerts/${alert.id}/feed`,
  };
}
