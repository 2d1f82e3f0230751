import { type HomePeriod, homeOf } from '@newsmill/contracts';

/** Every index and alias of an installation. `home` is what `homeOf` answers. */
export function indexNames(prefix: string, period?: HomePeriod) {
  return {
    homeOf: (article: Parameters<typeof homeOf>[0]): string => homeOf(article, period),
    /** Alias over all articles: what is searched. */
    articles: `${prefix}news`,
    articlePattern: (group: string) => `${prefix}news-${group}-*`,
    /** Alias of one home; the index behind it carries a rebuild number. */
    home: (home: string) => `${prefix}${home}`,
    homeIndex: (home: string) => `${prefix}${home}-r1`,
    urls: `${prefix}newsmill-urls`,
    feeds: `${prefix}newsmill-feeds`,
    feedStates: `${prefix}newsmill-feed-states`,
    dead: `${prefix}newsmill-dead`,
    fetches: `${prefix}newsmill-fetches`,
    /** Not under `news-`: a rebuild takes what is there for its own. */
    revisions: `${prefix}newsmill-revisions`,
    alerts: `${prefix}newsmill-alerts`,
    deliveries: `${prefix}newsmill-deliveries`,
    template: (name: string) => `${prefix}newsmill-${name}`,
  };
}
export type IndexNames = ReturnType<typeof indexNames>;
