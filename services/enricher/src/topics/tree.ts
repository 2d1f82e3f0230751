import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { fold } from '../text/fold.ts';

/** A Media Topic in use. `near`: English words that stand near its cues. */
type Topic = { id: string; parent: string | null; names: Record<string, string>; cues: Record<string, string[]>; near: string[] };

/** The Media Topics that are given, and what speaks for each. */
export type TopicTree = {
  /** What a folded word of a language says: topics and how much. */
  cues: (key: string, language: string) => readonly { id: string; weight: number }[];
  /** The topic that a section's name or a part of a URL's path means. */
  section: (name: string) => string | undefined;
  /** The topic and those above it, itself first. */
  path: (id: string) => string[];
  name: (id: string) => string;
};

const NEAR = 0.35;
const data = (name: string): URL => new URL(`../../data/${name}`, import.meta.url);
const plain = (name: string): string => fold(name).replaceAll(/[-_]+/g, ' ').trim();
// IPTC's names of its languages
const NAMES: Readonly<Record<string, string>> = {
  'en-GB': 'en',
  dk: 'da',
  'no-NB': 'no',
  'pt-PT': 'pt',
  'pt-BR': 'pt',
  se: 'sv',
  'zh-Hans': 'zh',
};

export function loadTopics(): TopicTree {
  const topics: Topic[] = JSON.parse(brotliDecompressSync(readFileSync(data('topics.json.br'))).toString('utf8'));
  const byId = new Map(topics.map((topic) => [topic.id, topic]));
  const cues = new Map<string, Map<string, { id: string; weight: number }[]>>();
  const add = (language: string, word: string, id: string, weight: number): void => {
    const own = cues.get(language) ?? new Map<string, { id: string; weight: number }[]>();
    cues.set(language, own.set(word, [...(own.get(word) ?? []), { id, weight }]));
  };
  const sections = new Map<string, string>();
  for (const { id, names, cues: words, near } of topics) {
    for (const [language, own] of Object.entries(words)) for (const word of own) add(language, word, id, 1);
    for (const word of near) add('en', word, id, NEAR);
    for (const [language, name] of Object.entries(names)) {
      const key = plain(name);
      sections.set(key, id);
      // a name of one word is itself a cue
      if (!key.includes(' ')) add(NAMES[language] ?? language, key, id, 1);
    }
  }
  addSections(sections, byId);
  const none: { id: string; weight: number }[] = [];
  return {
    cues: (key, language) => cues.get(language)?.get(key) ?? none,
    section: (name) => sections.get(plain(name)),
    path: (id) => {
      const path: string[] = [];
      for (let at: string | null | undefined = id; at !== null && at !== undefined; at = byId.get(at)?.parent) path.push(at);
      return path;
    },
    name: (id) => byId.get(id)?.names['en-GB'] ?? id,
  };
}

/** data/sections.tsv: single words, and of names of several words each run that the line holds in order. */
function addSections(sections: Map<string, string>, topics: ReadonlyMap<string, Topic>): void {
  for (const line of readFileSync(data('sections.tsv'), 'utf8').split('\n')) {
    const [code = '', names = ''] = line.split('\t');
    if (line.startsWith('#') || !topics.has(`medtop:${code}`)) continue;
    for (const name of names.split(';')) sections.set(plain(name), `medtop:${code}`);
  }
}
