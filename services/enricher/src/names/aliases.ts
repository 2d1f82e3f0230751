import { fold } from '../text/fold.ts';

/** What an operator's alias file says of a name. */
export type Alias = { id: string; name: string };
export type Aliases = ReadonlyMap<string, Alias>;

const LONGEST = 200;

/**
 * An alias file: `id <tab> name <tab> other name|other name`, one entity a line, `#` a comment; made from Wikidata, say.
 * Its ids are taken as they are. Lines of another shape are passed over.
 */
export function parseAliases(text: string): Aliases {
  const aliases = new Map<string, Alias>();
  for (const line of text.split('\n')) {
    const [id = '', name = '', others = ''] = line.trimEnd().split('\t');
    if (line.startsWith('#') || id === '' || name === '' || id.length > LONGEST || name.length > LONGEST) continue;
    for (const each of [name, ...others.split('|')]) if (each !== '') aliases.set(fold(each), { id, name });
  }
  return aliases;
}
