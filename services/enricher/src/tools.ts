import { type Aliases, parseAliases } from './names/aliases.ts';
import { loadRecogniser, type Recogniser } from './names/recognise.ts';
import { loadTopics, type TopicTree } from './topics/tree.ts';

/** The enrichers that can be switched off, by name. */
export const SWITCHES = ['lead', 'entities', 'keyphrases', 'topics'] as const;
export type Switch = (typeof SWITCHES)[number];

/** What the enrichers work with, loaded once. */
export type Tools = { on: ReadonlySet<Switch>; recogniser: Recogniser; topics: TopicTree; aliases: Aliases };

/** Loads all data files (about a second, 150 MB). `aliases` is the text of an operator's alias file. Throws where a file is missing or torn. */
export function loadTools({ off = [], aliases = '' }: { off?: readonly string[]; aliases?: string } = {}): Tools {
  return {
    on: new Set(SWITCHES.filter((name) => !off.includes(name))),
    recogniser: loadRecogniser(),
    topics: loadTopics(),
    aliases: parseAliases(aliases),
  };
}
