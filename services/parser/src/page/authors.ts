import { isItem, listIn, textIn, typesOf } from './json-ld.ts';
import { byClass, byHead, byLink, byLogin, byRel, unmarkedByline, visibleByline } from './bylines.ts';
import { type Facts, ofArticles, ofPage } from './meta-read.ts';
import { cleanNames, siteNames } from './names.ts';
import { hostName } from './title.ts';
import type { El } from './types.ts';

const META_KEYS = [
  'author',
  'article:author',
  'dc.creator',
  'dcterms.creator',
  'parsely-author',
  'sailthru.author',
  'byl',
  'article:author_name',
  'cxenseparse:author',
  'dc.contributor',
  'twitter:data1:author',
  'og:article:author',
];
const BY = /\b(?:by|von|par|por|da|di|door|av|af)\b/i;

/**
 * Authors' names: JSON-LD persons, a byline at the headline, meta, microdata, other bylines, user names, JSON-LD organisations: the first that
 * names a person. Where none does, the desk, agency or organisation that the first of them names; the site itself is never its own author.
 */
export function readAuthors(facts: Facts, site: string | null, head: El | undefined): string[] {
  const sites = siteNames([site ?? '', hostName(facts.url), ...facts.meta('application-name'), ...publishers(facts)]);
  const people = (values: readonly unknown[], organisations: boolean) =>
    values.filter((value) => isOrganisation(value) === organisations).map((value) => textIn(value, facts.items) ?? '');
  const declared = (key: string) => ofArticles(facts, key).slice(0, 1).flatMap(listIn);
  const sources: readonly { login?: true; read: () => string[] }[] = [
    { read: () => people(declared('author'), false) },
    { read: () => people(declared('creator'), false) },
    { read: () => byHead(facts, head) },
    { read: () => facts.meta(...META_KEYS) },
    { read: () => (BY.test(facts.first('twitter:label1') ?? '') ? facts.meta('twitter:data1') : []) },
    { read: () => facts.micro.get('author.name') ?? facts.micro.get('author') ?? facts.micro.get('creator.name') ?? [] },
    { read: () => byRel(facts, head) },
    { read: () => byClass(facts, head) },
    { read: () => byLink(facts, head) },
    { read: () => visibleByline(facts, head) },
    { login: true, read: () => ofPage(facts, 'author').slice(0, 1).flatMap(listIn).map((value) => textIn(value, facts.items) ?? '') },
    { login: true, read: () => byLogin(facts) },
    { read: () => unmarkedByline(facts, head) },
    { read: () => people(declared('author'), true) },
  ];
  let groups: string[] = [];
  for (const { read, login } of sources) {
    const found = cleanNames(read(), sites, login);
    if (found.people.length > 0) return found.people;
    if (groups.length === 0) groups = found.groups;
  }
  return groups;
}

const isOrganisation = (value: unknown): boolean => isItem(value) && typesOf(value).some((type) => type.includes('Organization'));

const publishers = (facts: Facts): string[] =>
  [...ofArticles(facts, 'publisher').map((value) => textIn(value, facts.items)), facts.micro.get('publisher.name')?.[0]].filter(
    (name) => name !== undefined,
  );
