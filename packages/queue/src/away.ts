import { DependencyDown } from '@newsmill/contracts';
import type { Queue } from 'bullmq';

const READY_WITHIN_MS = 2_000;
/** Clients that were ready once: they stay the same when Redis goes and comes, and need no timer for each command. */
const connected = new WeakMap<Queue, { status: string }>();

/**
 * Runs a command of a queue. While Redis is away it fails with DependencyDown instead of waiting: before its first connection BullMQ
 * waits without limit whatever the connection options say, later a command fails by itself.
 */
export async function ask<T>(queue: Queue, command: (queue: Queue) => Promise<T>): Promise<T> {
  const client = connected.get(queue) ?? (await within(READY_WITHIN_MS, queue.getBackend().client));
  connected.set(queue, client);
  try {
    return await command(queue);
  } catch (error) {
    if (client.status !== 'ready') throw new DependencyDown('Redis', { cause: error });
    throw error;
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DependencyDown('Redis')), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
