import { z } from 'zod';
import { zInstant, zUrlKey } from './scalars.ts';

/** Ways on which a delivery is sent. Besides, every alert is a feed of its deliveries. */
export const CHANNELS = ['webhook', 'email'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What an alert looks for; as the search takes it. */
export const zAlertQuery = z.object({
  q: z.string().max(2_000),
  /** ISO 639-1 code. */
  language: z.string().max(16).nullable(),
  /** The publisher's domain. */
  source: z.string().max(256).nullable(),
  /** Id of a feed. */
  feed: z.string().max(64).nullable(),
});
export type AlertQuery = z.infer<typeof zAlertQuery>;

/** A key of 24 to 64 bytes, as Standard Webhooks writes it. */
export const zWebhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
  .refine((text) => {
    const bytes = Math.floor((text.slice('whsec_'.length).replace(/=+$/, '').length * 3) / 4);
    return bytes >= 24 && bytes <= 64;
  }, 'must hold 24 to 64 bytes');

/** A saved search with its owner and where it rings. */
export const zAlert = z.object({
  v: z.literal(1),
  id: zUrlKey,
  owner: z.string().min(1).max(256),
  name: z.string().min(1).max(200),
  ...zAlertQuery.shape,
  webhook: z
    .object({
      url: z.string().max(2_048),
      secret: zWebhookSecret,
      /** Since when nothing is sent there: the receiver said that it is gone (410). */
      off_since: zInstant.nullable(),
    })
    .nullable(),
  email: z.object({ to: z.email().max(254) }).nullable(),
  enabled: z.boolean(),
  created_at: zInstant,
  /** What was indexed before does not ring: when the alert was made, or its query last changed, or it was switched on again. */
  since: zInstant,
});
export type Alert = z.infer<typeof zAlert>;
