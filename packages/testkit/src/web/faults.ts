import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Answer } from './answers.ts';

export type FaultKind = 'reset' | 'hang' | 'slow' | 'truncate' | 'wrong-length' | 'gzip-bomb' | 'endless' | 'redirect-loop';

export type FaultOptions = {
  /** What slow, truncate and wrong-length send, or send a part of. */
  body?: string;
  /** slow: the time between two bytes. */
  everyMs?: number;
  /** gzip-bomb: the inflated size. */
  megabytes?: number;
};

type Exchange = { req: IncomingMessage; res: ServerResponse; body: string; everyMs: number; megabytes: number; reset: Reset };
type Reset = (socket: Socket) => void;

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const PAGE = `<!doctype html><html lang="en"><head><title>Fault</title></head><body><p>${'All work and no play. '.repeat(50)}</p></body></html>`;

/** An answer that goes wrong on purpose. Each ends by itself when the client leaves. */
export function faultAnswer(kind: FaultKind, options: FaultOptions, reset: Reset): Answer {
  return (req, res) => FAULTS[kind]({ body: PAGE, everyMs: 100, megabytes: 100, ...options, req, res, reset });
}

const FAULTS: Record<FaultKind, (exchange: Exchange) => void | Promise<void>> = {
  reset: ({ req, reset }) => reset(req.socket),

  hang: () => undefined,

  async slow({ res, body, everyMs }) {
    res.writeHead(200, { ...HTML, 'content-length': Buffer.byteLength(body) });
    for (const byte of Buffer.from(body)) {
      if (res.destroyed) return;
      res.write(Buffer.of(byte));
      await delay(everyMs, undefined, { ref: false });
    }
    res.end();
  },

  truncate({ req, res, body }) {
    res.writeHead(200, { ...HTML, 'content-length': Buffer.byteLength(body) * 2 });
    res.write(body, () => req.socket.destroySoon());
  },

  'wrong-length'({ req, res, body }) {
    res.writeHead(200, { ...HTML, 'content-length': Math.floor(Buffer.byteLength(body) / 2) });
    res.write(body, () => req.socket.destroySoon());
  },

  'gzip-bomb': ({ res, megabytes }) => {
    res.writeHead(200, { ...HTML, 'content-encoding': 'gzip' });
    return untilLeft(pipeline(Readable.from(filler(megabytes)), createGzip({ level: 9 }), res));
  },

  endless: ({ res }) => {
    res.writeHead(200, HTML);
    return untilLeft(pipeline(Readable.from(filler(Number.POSITIVE_INFINITY)), res));
  },

  // two addresses that send to each other: a client that only compares with the last one does not notice
  'redirect-loop'({ req, res }) {
    const [path, query] = (req.url ?? '/').split('?');
    res.writeHead(302, { location: query === undefined ? `${path}?again` : (path ?? '/') }).end();
  },
};

/** Made as it is read, so neither the server nor a client that stops early ever holds it whole. */
function* filler(megabytes: number): Generator<Buffer> {
  yield Buffer.from('<!doctype html><html lang="en"><head><title>Fault</title></head><body>\n');
  const block = Buffer.alloc(64 * 1024, ' ');
  for (let sent = 0; sent < megabytes * 1024 * 1024; sent += block.length) yield block;
}

const untilLeft = (sending: Promise<void>) => sending.catch(() => undefined);
