import { Transform } from 'node:stream';
import { createInflate, createInflateRaw } from 'node:zlib';

/** `deflate` means zlib (RFC 9110 section 8.4.1.2), but some servers send it bare; browsers read both. The first bytes tell. */
export function createAnyInflate(): Transform {
  let decoder: Transform | undefined;
  const choose = (head: Buffer): Transform => {
    const isZlib = ((head[0] ?? 0) & 0x0f) === 8 && (head.length < 2 || head.readUInt16BE() % 31 === 0);
    const made = isZlib ? createInflate() : createInflateRaw();
    made.on('data', (chunk) => outer.push(chunk));
    made.on('error', (error) => outer.destroy(error));
    return made;
  };
  const outer = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      decoder ??= choose(chunk);
      decoder.write(chunk, () => done());
    },
    flush: (done) => {
      if (decoder === undefined) return done();
      decoder.once('end', () => done());
      decoder.end();
    },
    destroy: (error, done) => {
      decoder?.destroy();
      done(error);
    },
  });
  return outer;
}
