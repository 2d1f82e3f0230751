import { askElastic, duplicates, storedArticles, untilCount } from '../elastic.ts';
import type { Row } from '../row.ts';
import { gapViolations, openStage, untilSettled } from '../stage.ts';
import { articlePage } from '../world.ts';

const SITE = 'one-article.example.com';
const CANONICAL = `https://${SITE}/news/one.html`;
const TITLE = 'One article under many addresses';

/** What three feeds call it: tracking of their own, http and https, and pages of their own that name the canonical one. */
const ANNOUNCED: Record<string, string[]> = {
  'first.example.com': [`${CANONICAL}?utm_source=first&utm_medium=rss`, `http://${SITE}/news/one.html?print=1`],
  'second.example.com': [`http://${SITE}/news/one.html?utm_source=second&fbclid=abc`, `https://m.${SITE}/news/one.html`],
  'third.example.com': [`https://${SITE}/amp/one.html?gclid=third#comments`],
};

export const row12: Row = {
  id: 12,
  test: 'the same article in three feeds with different tracking parameters, in 5 URL variants, with http/https and canonical',
  bar: '1 document, `feeds` lists 3',
  run: async (context) => {
    const stage = await openStage(context);
    try {
      const page = articlePage(context.random, TITLE, `<link rel="canonical" href="${CANONICAL}">`);
      for (const path of ['/news/one.html', '/amp/one.html']) stage.web.site(SITE).page(path, page);
      stage.web.site(`m.${SITE}`).page('/news/one.html', page);
      const feeds = Object.entries(ANNOUNCED).map(([host, urls]) => {
        stage.web.site(host).feed(
          '/feed.xml',
          urls.map((url) => ({ url, title: TITLE, guid: url })),
        );
        return `http://${host}/feed.xml`;
      });
      await stage.submit(feeds);
      await untilCount(context.servers.elasticUrl, stage.prefix, 1, 60_000);
      const pollsOver = async (): Promise<number> => {
        const { feeds: all } = await stage.api<{ feeds: { state: { last_polled_at: string | null } }[] }>('GET', '/feeds');
        return all.filter(({ state }) => state.last_polled_at === null).length + (await stage.pending());
      };
      const open = await untilSettled({ pending: pollsOver }, 60_000);
      // a mention of a known URL is an index job that no ledger waits for
      await untilSettled({ pending: async () => 3 - (await feedCount()) }, 20_000);
      async function feedCount(): Promise<number> {
        const [first] = await storedArticles(context.servers.elasticUrl, stage.prefix);
        return first?.feeds.length ?? 0;
      }
      const articles = await storedArticles(context.servers.elasticUrl, stage.prefix);
      await askElastic(context.servers.elasticUrl, 'POST', `${stage.prefix}newsmill-urls/_refresh`);
      const { count: records } = await askElastic<{ count: number }>(
        context.servers.elasticUrl,
        'GET',
        `${stage.prefix}newsmill-urls/_count?q=outcome:(indexed OR merged)`,
      );
      const listed = articles[0]?.feeds.length ?? 0;
      const dead = await stage.deadLetters();
      const reached = articles.length === 1 && listed === 3 && open === 0 && dead === 0 && articles[0]?.canonical_url === CANONICAL;
      return {
        reached,
        lost: articles.length === 0 ? 1 : 0,
        duplicates: Math.max(duplicates(articles), articles.length - 1),
        gapViolations: gapViolations(stage.web),
        figure: `${articles.length} document, feeds lists ${listed}, ${records} URLs belong to it, ${dead} dead letters`,
        figures: { documents: articles.length, feeds: listed, urls: records, open, deadLetters: dead },
      };
    } finally {
      await stage.close();
    }
  },
};
