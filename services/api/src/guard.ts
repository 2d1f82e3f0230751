import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Whether an address to listen on is reached from this machine alone. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK.test(host) || host === '::1';

/**
 * The guard of every route, the queue board included. With a token: each request must carry it (Bearer, or as the password of basic
 * authentication). Without one we listen on loopback only; then the Host must be loopback (a page elsewhere may point a name of its own
 * at 127.0.0.1: DNS rebinding). A write must never come from another site: a browser sends a password it knows along (cross-site request
 * forgery).
 */
export function createGuard(token: string | undefined) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    // a hub knows no token of ours: each callback's address holds one of its own, and its pushes are signed
    if (request.url.startsWith('/websub/')) return undefined;
    if (token !== undefined && !isToken(token, request.headers.authorization)) {
      reply.header('www-authenticate', 'Basic realm="newsmill", charset="UTF-8"');
      return refuse(reply, 401, 'token_needed', 'Send the token of API_TOKEN: "Authorization: Bearer <token>".');
    }
    if (token === undefined && !LOOPBACK.test(request.headers.host ?? '')) {
      return refuse(reply, 403, 'foreign_host', 'Without API_TOKEN only requests to localhost are answered.');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD' && isForeign(request)) {
      return refuse(reply, 403, 'foreign_origin', 'A write from a page of another site is refused.');
    }
    return undefined;
  };
}

function isForeign({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  // no page can set it: where a browser sends it, it is the truth, also behind a proxy that changes Host
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = headers.origin;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers.host;
}

function isToken(token: string, authorization = ''): boolean {
  const [, scheme = '', given = ''] = /^(\S+) +(.*)$/.exec(authorization) ?? [];
  if (/^bearer$/i.test(scheme)) return same(token, given);
  if (!/^basic$/i.test(scheme)) return false;
  const pair = Buffer.from(given, 'base64').toString();
  return same(token, pair.slice(pair.indexOf(':') + 1));
}

/** Compares digests, so that neither length nor content shows in the time it takes. */
function same(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message } });
}
