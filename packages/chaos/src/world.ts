import type { Web } from '@newsmill/testkit';
import type { Random } from './random.ts';

export type World = { urls: string[]; titles: string[]; hosts: string[]; feeds: string[] };

const WORDS =
  `harbour council bridge winter market railway teacher minister river factory museum budget village storm airport hospital election verdict
  committee summit tunnel library stadium vineyard festival reservoir parliament orchestra fishery shipyard survey archive province canal glacier
  announced rejected opened repaired questioned postponed delivered examined restored measured abandoned celebrated inspected defended purchased
  quickly yesterday unexpectedly finally carefully publicly reportedly together abroad`.split(/\s+/);

/** Sites with a feed and its pages each. Every page is an article of its own with a text of its own. */
export function buildWorld(
  web: Web,
  random: Random,
  { documents, hosts, delayMs = 0, name = 'world' }: { documents: number; hosts: number; delayMs?: number; name?: string },
): World {
  const world: World = { urls: [], titles: [], hosts: [], feeds: [] };
  for (let at = 0; at < hosts; at++) {
    const host = `${name}-${at}.example.com`;
    const site = web.site(host);
    const items: { url: string; title: string; guid: string; published: Date }[] = [];
    for (let page = at; page < documents; page += hosts) {
      const title = `${sentence(random, 5)} ${page}`;
      const path = `/story/${page}.html`;
      const url = `http://${host}${path}`;
      site.page(path, { body: articlePage(random, title), delayMs });
      items.push({ url, title, guid: `${name}-${page}`, published: new Date(Date.now() - page * 1_000) });
      world.urls.push(url);
      world.titles.push(title);
    }
    site.feed('/feed.xml', items);
    world.hosts.push(host);
    world.feeds.push(`http://${host}/feed.xml`);
  }
  return world;
}

export function articlePage(random: Random, title: string, head = ''): string {
  const paragraphs = Array.from({ length: 4 }, () => `<p>${Array.from({ length: 4 }, () => `${sentence(random, 12)}.`).join(' ')}</p>`);
  return `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><article><h1>${title}</h1>${paragraphs.join('')}</article></body></html>`;
}

function sentence(random: Random, length: number): string {
  const words = Array.from({ length }, () => random.pick(WORDS)).join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
