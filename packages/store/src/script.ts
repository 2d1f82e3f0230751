import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** A Lua script of one key: by its hash, and by its text where Redis does not know the hash yet (restart, FLUSHALL, another node). */
export function luaScript(redis: Redis, lua: string): (key: string, ...args: (string | number)[]) => Promise<unknown> {
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (key, ...args) => {
    try {
      return await redis.evalsha(sha, 1, key, ...args);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return redis.eval(lua, 1, key, ...args);
      throw error;
    }
  };
}

/** The same for arguments and an answer of bytes: the answer is a list of them. */
export function bufferScript(redis: Redis, lua: string): (key: string, ...args: (string | number | Buffer)[]) => Promise<Buffer[]> {
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (key, ...args) => {
    try {
      return (await redis.callBuffer('evalsha', sha, 1, key, ...args)) as Buffer[];
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('NOSCRIPT'))
        return (await redis.callBuffer('eval', lua, 1, key, ...args)) as Buffer[];
      throw error;
    }
  };
}

/** The strings of a script's array answer. */
export function strings(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}
