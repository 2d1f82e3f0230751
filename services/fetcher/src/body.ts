import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib';
import { Fault } from '@newsmill/contracts';
import { createAnyInflate } from './inflate.ts';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createAnyInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};
const MAX_ENCODINGS = 2;
/** A body that brings less than this in such a time is refused: who sends a byte a second means to hold the connection. */
const SLOW = { ms: 8_000, bytes: 4_096 };

/**
 * Reads a body through its content encodings, counting inflated bytes: a few kilobytes may hold gigabytes.
 * Faults: `too_large`, `bad_encoding`, `truncated_body`, and `timeout` where it only trickles.
 */
export async function readBody(
  body: Readable,
  encodings: string,
  maxBytes: number,
  onWire: (bytes: number) => void = () => undefined,
): Promise<Uint8Array> {
  const names = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > MAX_ENCODINGS) throw refused(body, `${names.length} encodings on top of each other`);
  // the last one named was applied last
  const decoders = names.reverse().map((name) => {
    const make = DECODERS[name];
    if (make === undefined) throw refused(body, `unknown encoding ${name.slice(0, 40)}`);
    return make();
  });
  const chunks: Uint8Array[] = [];
  let wireBytes = 0;
  const isSlow = createPace();
  const wire = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      wireBytes += chunk.length;
      onWire(chunk.length);
      if (isSlow(chunk.length)) done(new Fault('timeout', `fewer than ${SLOW.bytes} bytes in ${SLOW.ms} ms`));
      else done(null, chunk);
    },
  });
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) return done(new Fault('too_large', `more than ${maxBytes} bytes`));
      chunks.push(chunk);
      done();
    },
  });
  try {
    await pipeline([body, wire, ...decoders, counter]);
  } catch (error) {
    // nothing at all is no damaged compression, whatever its headers say
    if (wireBytes === 0 && isEnd(error)) return new Uint8Array();
    throw readFault(error);
  }
  const whole = Buffer.concat(chunks);
  return isGzip(whole) && !names.includes('gzip') ? readBody(Readable.from([whole]), 'gzip', maxBytes) : whole;
}

/** A file that is packed itself (`sitemap.xml.gz`): its first bytes tell, its name and type do not. */
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;

/** Told of every chunk; silence altogether is the affair of the body timeout. */
function createPace(): (bytes: number) => boolean {
  let since = performance.now();
  let sum = 0;
  return (bytes) => {
    sum += bytes;
    const now = performance.now();
    if (now - since < SLOW.ms) return false;
    const slow = sum < SLOW.bytes;
    since = now;
    sum = 0;
    return slow;
  };
}

function refused(body: Readable, detail: string): Fault {
  // leaving a body unread is an error of its stream, which nobody awaits and which would end the process
  body.on('error', () => undefined).destroy();
  return new Fault('bad_encoding', detail);
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
const isEnd = (error: unknown): boolean => codeOf(error) === 'Z_BUF_ERROR';

function readFault(error: unknown): unknown {
  const code = codeOf(error);
  if (isEnd(error)) return new Fault('truncated_body', 'the compressed body ends early', { cause: error });
  if (
    code.startsWith('Z_') ||
    code.startsWith('ERR_BROTLI') ||
    code.startsWith('ERR__ERROR') ||
    code.startsWith('ZSTD_') ||
    code.startsWith('ERR_ZSTD')
  ) {
    return new Fault('bad_encoding', code, { cause: error });
  }
  return error;
}
