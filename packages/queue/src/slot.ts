import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export type ClusterNode = { host: string; port: number };
export type Login = { username: string; password: string; tls: boolean };

const ANSWER_WITHIN_MS = 2_000;

/**
 * For ioredis' option `Connector`: each connection goes to the node of a Redis Cluster that holds the slot of `key` now. All keys of the queues
 * share that slot, so that BullMQ, which takes a cluster only as an object of ioredis, needs to know of one server alone; when the slot has moved,
 * a new connection finds it.
 */
export function slotConnector(nodes: readonly ClusterNode[], login: Login, key: string) {
  let turn = 0;
  return class SlotConnector {
    firstError: Error | undefined;
    #stream: Socket | undefined;
    #open = false;

    check(): boolean {
      return true;
    }

    async connect(): Promise<Socket> {
      this.#open = true;
      const owner = await ownerOf(nodes, login, key);
      if (!this.#open) throw new Error('Connection is closed.');
      // where none answers, the connection fails as that to a single server does, and is tried again
      const { host, port } = owner ?? nodes[turn++ % nodes.length] ?? { host: '127.0.0.1', port: 6379 };
      const stream = open({ host, port }, login);
      stream.once('error', (error) => {
        this.firstError = error;
      });
      this.#stream = stream;
      return stream;
    }

    disconnect(): void {
      this.#open = false;
      this.#stream?.destroySoon();
    }
  };
}

const open = ({ host, port }: ClusterNode, { tls }: Login): Socket => (tls ? connectTls({ host, port }) : connectTcp({ host, port }));

/** The first node that knows. Undefined when none answers. */
async function ownerOf(nodes: readonly ClusterNode[], login: Login, key: string): Promise<ClusterNode | undefined> {
  for (const node of nodes) {
    const answer = await ask(node, login, key).catch(() => '');
    if (answer.startsWith('$')) return node;
    const [, host, port] = /^-MOVED \d+ (.*):(\d+)$/.exec(answer) ?? [];
    // a node that does not know its own name leaves the host out: it is the one that was asked
    if (port !== undefined) return { host: host || node.host, port: Number(port) };
  }
  return undefined;
}

/** What a node answers to a GET: its first line. One that does not hold the slot says who does. */
function ask(node: ClusterNode, login: Login, key: string): Promise<string> {
  const { username, password } = login;
  const questions = [...(password === '' ? [] : [['AUTH', ...(username === '' ? [] : [username]), password]]), ['GET', key]];
  const stream = open(node, login);
  return new Promise((resolve, reject) => {
    let text = '';
    stream.setTimeout(ANSWER_WITHIN_MS, () => stream.destroy(new Error('no answer')));
    stream.on('error', reject);
    stream.on('close', () => reject(new Error('closed')));
    stream.on('data', (data) => {
      text += data.toString();
      const lines = text.split('\r\n');
      if (lines.length <= questions.length) return;
      resolve(lines[questions.length - 1] ?? '');
      stream.destroy();
    });
    stream.write(questions.map(encoded).join(''));
  });
}

const encoded = (words: string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
