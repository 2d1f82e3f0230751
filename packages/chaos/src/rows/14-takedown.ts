import { setTimeout } from 'node:timers/promises';
import { until } from '@newsmill/testkit';
import { storedArticles, untilCount } from '../elastic.ts';
import type { Row } from '../row.ts';
import { gapViolations, openStage, type Stage, untilSettled } from '../stage.ts';
import { articlePage, buildWorld } from '../world.ts';

const HOST = 'taken-down.example.com';
const url = (name: string): string => `http://${HOST}/${name}.html`;
const GONE = ['indexed', 'dead', 'in-flight'];
const SLOW_MS = 4_000;

export const row14: Row = {
  id: 14,
  test: 'a removed URL: replay, re-poll, rebuild, import, a job that was in flight',
  bar: 'stays removed',
  run: async (context) => {
    const stage = await openStage(context, { POLL_INTERVAL_MS: '3600000' });
    const { elasticUrl } = context.servers;
    try {
      const world = buildWorld(stage.web, context.random, { documents: context.short ? 10 : 50, hosts: 5, name: 'bystander' });
      const site = stage.web.site(HOST);
      const items = ['indexed', 'dead'].map((name) => ({ url: url(name), title: `Story ${name}`, guid: name }));
      site.page('/indexed.html', articlePage(context.random, 'Story indexed'));
      site.page('/in-flight.html', { body: articlePage(context.random, 'Story in-flight'), delayMs: SLOW_MS });
      site.feed('/feed.xml', items);
      await stage.submit([...world.feeds, `http://${HOST}/feed.xml`]);
      const stayed = world.urls.length;
      await untilCount(elasticUrl, stage.prefix, stayed + 1, 60_000);
      await untilSettled(stage, 60_000);

      const day = new Date().toISOString().slice(0, 10);
      const archive = Buffer.from(await (await fetch(`${stage.fleet.api}/archive?from=${day}&to=${day}`)).arrayBuffer());
      const letters = await stage.api<{ letters: { url_key: string; url: string }[] }>('GET', '/dead');
      const deadKeys = letters.letters.map(({ url_key }) => url_key);

      // the third is being fetched when it is taken down
      items.push({ url: url('in-flight'), title: 'Story in-flight', guid: 'in-flight' });
      await poll(stage);
      await until(() => stage.web.requests.some(({ path }) => path === '/in-flight.html'), {
        what: 'the slow page to be asked',
        timeoutMs: 20_000,
      });
      for (const name of GONE) await stage.api('POST', '/remove', { url: url(name), why: 'chaos' });
      const back: Record<string, string[]> = {};
      const look = async (step: string): Promise<void> => {
        await untilSettled(stage, 60_000);
        const articles = await storedArticles(elasticUrl, stage.prefix);
        back[step] = articles.filter((article) => article.url.includes(HOST)).map((article) => article.url);
        const lost = world.urls.filter((known) => !articles.some((article) => article.url === known));
        if (lost.length > 0) back[step].push(...lost.map((one) => `lost: ${one}`));
      };
      await setTimeout(SLOW_MS + 2_000);
      await look('in flight');
      // the site is alive and has changed every word: the feed offers all three again
      for (const item of items) item.title = `${item.title}, corrected`;
      site.page('/dead.html', articlePage(context.random, 'Story dead'));
      await poll(stage);
      await look('re-poll');
      if (deadKeys.length > 0) await stage.api('POST', '/dead/replay', { keys: deadKeys });
      await look('replay');
      await stage.api('POST', '/rebuild/index', {});
      await until(async () => ['done', 'failed'].includes((await stage.api<{ phase: string }>('GET', '/rebuild')).phase), {
        what: 'the rebuild',
        timeoutMs: 120_000,
        everyMs: 200,
      });
      await look('rebuild');
      const imported = await fetch(`${stage.fleet.api}/archive`, {
        method: 'POST',
        headers: { 'content-type': 'application/warc' },
        body: archive,
      });
      const { taken, skipped } = (await imported.json()) as { taken: number; skipped: number };
      await look('import');
      const traces = await Promise.all(
        GONE.map(async (name) => (await stage.api<{ status: string }>('GET', `/trace?${new URLSearchParams({ url: url(name) })}`)).status),
      );
      const returned = Object.entries(back).filter(([, urls]) => urls.length > 0);
      const removed = traces.every((status) => status === 'removed');
      return {
        reached: returned.length === 0 && removed && deadKeys.length === 1 && taken === stayed,
        lost: 0,
        duplicates: 0,
        gapViolations: gapViolations(stage.web),
        figure: `${returned.length === 0 ? 'none came back in 5 ways' : JSON.stringify(returned)}; traces ${[...new Set(traces)].join(', ')}; import took ${taken}, refused ${skipped}`,
        figures: {
          cameBack: returned.length,
          traces: traces.join(' '),
          importTaken: taken,
          importSkipped: skipped,
          deadLettersBefore: deadKeys.length,
        },
      };
    } finally {
      await stage.close();
    }
  },
};

/** Polls the feed of the host now, and waits until it was. */
async function poll(stage: Stage): Promise<void> {
  type Feeds = { feeds: { id: string; url: string; state: { last_polled_at: string | null } }[] };
  const find = async () => (await stage.api<Feeds>('GET', '/feeds')).feeds.find((feed) => feed.url.includes(HOST));
  const before = new Date().toISOString();
  const feed = await find();
  await stage.api('POST', `/feeds/${feed?.id}/resume`);
  await until(async () => ((await find())?.state.last_polled_at ?? '') > before, { what: 'the poll', timeoutMs: 20_000, everyMs: 100 });
}
