import { fold } from '../text/fold.ts';
import { forms } from '../text/stem.ts';
import type { Given } from './publisher.ts';
import type { Mention } from './tag.ts';

type EntityType = Mention['type'] | 'OTHER';
/** One person, body, place or other name of a text with all its mentions, the most mentioned first. */
export type Entity = { name: string; type: EntityType; mentions: Pick<Mention, 'text' | 'start' | 'end'>[]; given: boolean };

const LONGEST = 80;
const GIVEN_WEIGHT = 3;

/** The form in which mentions are compared: folded, inflection off. */
function formOf(text: string, language: string): string {
  const words = fold(text)
    .replace(/['’]s?$/u, '')
    .split(/[\s-]+/);
  return words.map((word) => forms(word, language).at(-1) ?? word).join(' ');
}

/**
 * Mentions to entities: one kind for one form throughout the text, "Lavrov" joins "Sergei Lavrov", the publisher's spelling is
 * kept. `isCountry` forms stay places whatever a person is called.
 */
export function mergeMentions(
  mentions: readonly Mention[],
  given: readonly Given[],
  language: string,
  isCountry: (name: string) => boolean,
): Entity[] {
  const groups = groupByForm(mentions, given, language);
  const people = [...groups].filter(([form, { types }]) => form.includes(' ') && most(types) === 'PER').map(([form]) => form);
  const entities = new Map<string, Entity>();
  for (const [form, group] of groups) {
    const alone = !form.includes(' ') && !isCountry(form);
    const person = alone ? people.find((full) => full.split(' ').at(-1) === form || full.split(' ')[0] === form) : undefined;
    const target = person ?? form;
    const entity = entities.get(target) ?? { name: '', type: most(group.types), mentions: [], given: false };
    if (person === undefined) {
      entity.name = nameOf(group.texts, group.keyword);
      entity.type = most(group.types);
    }
    entity.mentions.push(...group.mentions);
    entity.given ||= group.keyword !== undefined;
    entities.set(target, entity);
  }
  return [...entities.values()]
    .filter(({ name }) => name !== '')
    .sort(
      (one, other) => Number(other.given) - Number(one.given) || other.mentions.length - one.mentions.length || start(one) - start(other),
    );
}

type Group = { texts: Map<string, number>; types: Map<EntityType, number>; mentions: Entity['mentions']; keyword?: string };

/** Mentions by form. What the publisher gives stands in the place of what the tagger found there, and counts three times. */
function groupByForm(mentions: readonly Mention[], given: readonly Given[], language: string): Map<string, Group> {
  const groups = new Map<string, Group>();
  const add = (mention: Given | Mention, weight: number, keyword?: string) => {
    if (mention.text.length > LONGEST || !/\p{L}{2}|\p{Script=Han}/u.test(mention.text)) return;
    const form = formOf(mention.text, language);
    const group: Group = groups.get(form) ?? { texts: new Map(), types: new Map(), mentions: [] };
    group.texts.set(mention.text, (group.texts.get(mention.text) ?? 0) + 1);
    group.types.set(mention.type, (group.types.get(mention.type) ?? 0) + weight);
    group.mentions.push(mention);
    if (keyword !== undefined) group.keyword = keyword;
    groups.set(form, group);
  };
  const known = given.filter(({ type }) => type !== 'OTHER');
  for (const mention of given) add(mention, GIVEN_WEIGHT, mention.keyword);
  for (const mention of mentions) if (!known.some(({ start: from, end }) => from < mention.end && end > mention.start)) add(mention, 1);
  return groups;
}

const start = ({ mentions }: Entity): number => Math.min(...mentions.map((mention) => mention.start));

function most<Key>(counts: ReadonlyMap<Key, number>): Key {
  const [first] = [...counts].sort((one, other) => other[1] - one[1]);
  if (first === undefined) throw new Error('nothing was counted');
  return first[0];
}

/** The spelling in the text that is used most, the shortest of equals (the least inflected); a keyword's capitals come from the text. */
function nameOf(texts: ReadonlyMap<string, number>, keyword: string | undefined): string {
  const clean = (name: string) => name.replace(/['’]s?$/u, '').replace(/\s+/g, ' ');
  if (keyword !== undefined && /\p{Lu}/u.test(keyword) && !/^[\p{Lu}\s]{5,}$/u.test(keyword)) return keyword;
  const [first] = [...texts].sort((one, other) => other[1] - one[1] || one[0].length - other[0].length);
  return clean(first?.[0] ?? '');
}
