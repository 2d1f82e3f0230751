import type { Fault } from '@newsmill/contracts';
import { type Egress, exchangeFault, restAskedFor } from '@newsmill/runtime';
import { request } from 'undici';
import { NotTaken } from '../not-taken.ts';
import { signedHeaders } from './signature.ts';

const MOST_ANSWER_BYTES = 16 * 1_024;

export type WebhookMessage = { id: string; url: string; secret: string; body: string };
type Options = { egress: Egress; userAgent: string; timeoutMs: number };

/**
 * Posts a signed message; answers the status. Throws NotTaken. The way out is the guarded one, redirects are not followed, and what the
 * receiver says beyond its status is not waited for.
 */
export function createWebhookSender({ egress, userAgent, timeoutMs }: Options) {
  return async ({ id, url: text, secret, body }: WebhookMessage, signal: AbortSignal): Promise<number> => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const url = new URL(text);
      egress.vet(url);
      const { statusCode, ...answer } = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': userAgent, ...signedHeaders(id, new Date(), body, secret) },
        body,
        dispatcher: egress.dispatcher,
        signal: deadline,
      });
      // read away for the sake of the connection: whatever it is, it changes nothing
      void answer.body.dump({ limit: MOST_ANSWER_BYTES, signal: deadline }).catch(() => undefined);
      if (statusCode >= 200 && statusCode < 300) return statusCode;
      throw refusal(statusCode, answer.headers['retry-after']);
    } catch (error) {
      throw error instanceof NotTaken ? error : unreachable(exchangeFault(error, false));
    }
  };
}

function refusal(status: number, retryAfter: string | string[] | undefined): NotTaken {
  if (status === 410) return new NotTaken('http_gone', 'status 410: nothing is sent there any more', { status });
  const [header] = [retryAfter].flat();
  const restMs = header === undefined ? null : restAskedFor({ 'retry-after': header });
  return new NotTaken('webhook_refused', `status ${status}`, { status, restMs, isAway: status === 429 || status >= 500 });
}

/** A forbidden address is no host to rest: nobody was asked. */
const unreachable = (fault: Fault): NotTaken =>
  new NotTaken(fault.code, fault.detail, { isAway: fault.code !== 'forbidden_address' }, { cause: fault });
