import { createHmac } from 'node:crypto';

/**
 * The headers by which a receiver knows who sent a message, that it is whole, and that it had it before.
 * Standard Webhooks 1.0.0 (https://www.standardwebhooks.com), symmetric signatures. `secret`: whsec_ and the key in base64.
 */
export function signedHeaders(id: string, at: Date, body: string, secret: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
