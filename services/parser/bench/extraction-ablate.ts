import { figures, type LabelledSet, predict, type Scripts } from './extraction-sets.ts';

const RULES = [
  ...['comments', 'related', 'consent', 'chrome', 'share', 'offer', 'about', 'caption', 'aside', 'box', 'hidden'],
  ...['title', 'byline', 'links', 'credit', 'furniture', 'wall', 'repeated', 'pull_quote', 'head', 'tail', 'heading', 'lead', 'vote'],
  ...['browser', 'mend', 'correction', 'rival'],
];

type Row = { rule: string; html: number; accuracy: number; news: number; snippets: number };

/** What each line rule gains: the figures with it less those without it, in thousandths. */
export function ablate(sets: readonly LabelledSet[], scripts: Scripts): Row[] {
  const measure = (without?: string) => {
    const found = new Map(
      sets.map((set) => [
        set.name,
        figures(
          set,
          predict(set, () => undefined, without),
          scripts,
        ),
      ]),
    );
    const at = (set: 'html' | 'news' | 'web', key: string) => found.get(set)?.[key] ?? 0;
    return { html: at('html', 'f1'), accuracy: at('html', 'accuracy'), news: at('news', 'f1'), snippets: at('web', 'snippets') };
  };
  const all = measure();
  const gain = (a: number, b: number) => Math.round((a - b) * 10_000) / 10;
  return RULES.map((rule) => {
    const less = measure(rule);
    return {
      rule,
      html: gain(all.html, less.html),
      accuracy: gain(all.accuracy, less.accuracy),
      news: gain(all.news, less.news),
      snippets: gain(all.snippets, less.snippets),
    };
  });
}
