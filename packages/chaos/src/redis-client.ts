import { once } from 'node:events';
import { connect } from 'node:net';

type Reply = string | number | null | Error | Reply[];

export type RedisClient = {
  /** Sends a command, answers its reply; an error reply rejects. */
  ask: (...args: (string | number)[]) => Promise<Reply>;
  close: () => void;
};

/** A Redis client of a few lines: what chaos asks (INFO, FLUSHALL, CLUSTER) is no affair of the store. Rejects all that is open when the server goes. */
export async function connectClient(port: number): Promise<RedisClient> {
  const socket = connect({ port, host: '127.0.0.1' });
  const waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = [];
  let buffer = Buffer.alloc(0);
  const end = (): void => {
    for (const { reject } of waiting.splice(0)) reject(new Error('Redis is gone'));
  };
  socket.on('close', end);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (let parsed = parse(buffer, 0); parsed !== undefined; parsed = parse(buffer, 0)) {
      buffer = buffer.subarray(parsed.end);
      const asked = waiting.shift();
      if (parsed.reply instanceof Error) asked?.reject(parsed.reply);
      else asked?.resolve(parsed.reply);
    }
  });
  await once(socket, 'connect');
  return {
    ask: (...args) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('Redis is gone'));
        waiting.push({ resolve, reject });
        socket.write(`*${args.length}\r\n${args.map((arg) => `$${Buffer.byteLength(String(arg))}\r\n${arg}\r\n`).join('')}`);
      }),
    close: () => socket.destroy(),
  };
}

/** One reply of RESP2 from `at` on, and where it ends; undefined while it is not whole. */
function parse(buffer: Buffer, at: number): { reply: Reply; end: number } | undefined {
  const lineEnd = buffer.indexOf('\r\n', at);
  if (lineEnd < 0) return undefined;
  const kind = String.fromCharCode(buffer[at] ?? 0);
  const line = buffer.toString('utf8', at + 1, lineEnd);
  const end = lineEnd + 2;
  if (kind === '+') return { reply: line, end };
  if (kind === '-') return { reply: new Error(line), end };
  if (kind === ':') return { reply: Number(line), end };
  const size = Number(line);
  if (size < 0) return { reply: null, end };
  if (kind === '$')
    return buffer.length < end + size + 2 ? undefined : { reply: buffer.toString('utf8', end, end + size), end: end + size + 2 };
  const replies: Reply[] = [];
  let next = end;
  for (let i = 0; i < size; i++) {
    const item = parse(buffer, next);
    if (item === undefined) return undefined;
    replies.push(item.reply);
    next = item.end;
  }
  return { reply: replies, end: next };
}

/** One command on a connection of its own. */
export async function askOnce(port: number, ...args: (string | number)[]): Promise<Reply> {
  const client = await connectClient(port);
  try {
    return await client.ask(...args);
  } finally {
    client.close();
  }
}

/** A number of INFO. */
export async function infoNumber(client: RedisClient, section: string, name: string): Promise<number> {
  const text = String(await client.ask('INFO', section));
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text)?.[1] ?? 0);
}
