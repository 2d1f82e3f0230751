import { join } from 'node:path';
import { env } from 'node:process';
import { startRedis } from '@newsmill/local';
import { until } from '@newsmill/testkit';
import type { Random } from './random.ts';
import { askOnce, connectClient, infoNumber } from './redis-client.ts';

const SLOTS = 16_384;
const MASTERS = 3;
/** The bus of a node takes the port 10,000 above its own. */
const PORTS = [12_000, 32_000] as const;

/** Three masters on loopback, joined by plain CLUSTER commands. */
export async function startCluster(folder: string, random: Random, log: (line: string) => void) {
  const nodes: Awaited<ReturnType<typeof startRedis>>[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    for (let at = 0; at < MASTERS; at++) nodes.push(await startNode(join(folder, `node-${at}`), random, log));
    const ports = nodes.map(({ url }) => Number(new URL(url).port));
    const [first = 0] = ports;
    for (const [at, port] of ports.entries()) {
      const [from, to] = [Math.ceil((at * SLOTS) / MASTERS), Math.ceil(((at + 1) * SLOTS) / MASTERS)];
      await askOnce(port, 'CLUSTER', 'ADDSLOTS', ...Array.from({ length: to - from }, (_, i) => from + i));
      if (port !== first) await askOnce(port, 'CLUSTER', 'MEET', '127.0.0.1', first);
    }
    const isWhole = async (port: number): Promise<boolean> => {
      const info = String(await askOnce(port, 'CLUSTER', 'INFO'));
      return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${MASTERS}`);
    };
    await until(async () => (await Promise.all(ports.map(isWhole))).every(Boolean), {
      what: 'the cluster',
      timeoutMs: 60_000,
      everyMs: 100,
    });
    const clients = await Promise.all(ports.map(connectClient));
    return {
      url: nodes.map(({ url }) => url).join(','),
      commands: async (): Promise<number> => {
        const counts = await Promise.all(clients.map((client) => infoNumber(client, 'stats', 'total_commands_processed')));
        return counts.reduce((sum, count) => sum + count, 0);
      },
      stop: async (): Promise<void> => {
        for (const client of clients) client.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(dataDir: string, random: Random, log: (line: string) => void) {
  for (let tries = 0; ; tries++) {
    const port = random.between(...PORTS);
    const node = await startRedis({ dataDir, env, log, port, cluster: true }).catch((error: unknown) => {
      if (tries >= 5) throw error;
      return undefined;
    });
    if (node !== undefined && Number(new URL(node.url).port) === port) return node;
    await node?.stop();
    if (tries >= 5) throw new Error('no free pair of ports for a cluster node');
  }
}
