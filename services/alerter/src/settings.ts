import { EGRESS_SETTINGS, type SettingName } from '@newsmill/runtime';

export const ALERT_SETTINGS = [
  'ALERT_BATCH_WAIT_MS',
  'DELIVER_TIMEOUT_MS',
  'SMTP_URL',
  'MAIL_FROM',
  'USER_AGENT',
  ...EGRESS_SETTINGS,
] as const satisfies readonly SettingName[];

/** Articles that share one look at all alerts. One look at a time: what comes meanwhile shares the next, so that many alerts make batches larger, not more. */
export const BATCH = { items: 500, bytes: 500, atATime: 1 };
