import { join } from 'node:path';
import { freePort } from '@newsmill/local';
import { type Proc, startService, until } from '@newsmill/testkit';
import { alertOf, type Installation, webhook } from '../test/installation.ts';
import { startReceiver } from '../test/receiver.ts';

type Subscriber = { name: string; distinct: number; repeats: number; state: string };
export type OutletsFigures = {
  reached: boolean;
  outlets: number;
  kills: number;
  downMs: number;
  seconds: number;
  subscribers: Subscriber[];
};

const OUTLETS = 10;
const STORY = 'one-story';
const ENTRY = join(import.meta.dirname, '../src/main.ts');

/**
 * Ten outlets tell one story, two subscribers look for it. The receiver of the one is down for a while; the deliverer dies by kill -9 in the
 * worst moment, when the other has its message and nobody has marked it yet, `kills` times.
 */
export async function outlets(at: Installation, kills: number, downMs: number, log: (line: string) => void): Promise<OutletsFigures> {
  const from = Date.now();
  let killed = 0;
  let running: Promise<Proc> = start();
  function start(): Promise<Proc> {
    return startService({ name: 'alerter', entry: ENTRY, env: at.env });
  }
  async function die(): Promise<void> {
    killed++;
    log(`kill -9 (${killed})`);
    const dead = running;
    running = dead.then(async (proc) => {
      await proc.kill();
      return start();
    });
    await running;
  }
  // dies with the message received and the answer under way
  const up = await startReceiver((_request, response) => {
    if (killed < kills) void die();
    else response.writeHead(204).end();
  });
  const downPort = await freePort();
  const names = ['up', 'down'] as const;
  const urls = { up: up.url, down: `http://127.0.0.1:${downPort}/hook` };
  const alerts = names.map((name) => alertOf(name, { q: 'earthquake', webhook: webhook(urls[name]) }));
  for (const alert of alerts) await at.search.alerts.create(alert);

  const tell = async (first: number, last: number): Promise<void> => {
    for (let outlet = first; outlet < last; outlet++) {
      const url = `https://outlet-${outlet}.example/earthquake`;
      const parts = { title: `An earthquake, says outlet ${outlet}` };
      await at.queues.add('alert', await at.index(url, parts, { story_id: STORY }));
    }
  };
  await tell(0, 4);
  await until(() => killed > 0, { what: 'the first death', timeoutMs: 60_000 });
  await tell(4, 7);
  await until(() => Date.now() - from > downMs, { what: 'the end of the outage', timeoutMs: downMs + 1_000 });
  log('the receiver that was down is back');
  const down = await startReceiver(undefined, downPort);
  await tell(7, OUTLETS);

  const states = async (): Promise<string[]> => {
    const listed = await Promise.all(alerts.map(({ id }) => at.search.deliveries.list(id, 100)));
    return listed.map((some) => some.map(({ webhook: sent }) => sent?.state ?? '').join(' '));
  };
  const idle = async (): Promise<boolean> => (await at.queues.depth('alert')) + (await at.queues.depth('deliver')) === 0;
  const settled = async (): Promise<boolean> => (await idle()) && (await states()).every((state) => state === 'sent');
  await until(settled, { what: 'every delivery', timeoutMs: 180_000, everyMs: 200 }).catch((error: unknown) => log(String(error)));
  const ends = await states();
  const subscribers = [up, down].map((receiver, nth): Subscriber => {
    const distinct = new Set(receiver.ids()).size;
    return { name: names[nth] ?? '', distinct, repeats: receiver.received.length - distinct, state: ends[nth] ?? '' };
  });
  await (await running).stop();
  await Promise.all([up.close(), down.close()]);
  const reached =
    killed >= kills && subscribers.every(({ distinct, repeats, state }) => distinct === 1 && repeats <= killed && state === 'sent');
  return { reached, outlets: OUTLETS, kills: killed, downMs, seconds: Math.round((Date.now() - from) / 1_000), subscribers };
}
