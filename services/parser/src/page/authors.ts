import { byClass, byHead, byLink, byLogin, byRel, unmarkedByline, visibleByline } from './bylines.ts';
import { isItem, listIn, textIn, typesOf } from './json-ld.ts';
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
  const sites = siteNames([site ?? '', hostName(facts.url), ...publishers(facts), ...accounts(facts)]);
  const sources: readonly { login?: true; read: () => string[] }[] = [
    { read: () => persons(facts, 'author') },
    { read: () => persons(facts, 'creator') },
    { read: () => byHead(facts, head) },
    { read: () => facts.meta(...META_KEYS) },
    { read: () => (BY.test(facts.first('twitter:label1') ?? '') ? facts.meta('twitter:data1') : []) },
    { read: () => facts.micro.get('author.name') ?? facts.micro.get('author') ?? facts.micro.get('creator.name') ?? [] },
    { read: () => byRel(facts, head) },
    { read: () => byClass(facts, head) },
    { read: () => byLink(facts, head) },
    { read: () => visibleByline(facts, head) },
    {
      login: true,
      read: () =>
        ofPage(facts, 'author')
          .slice(0, 1)
          .flatMap(listIn)
          .map((value) => textIn(value, facts.items) ?? ''),
    },
    { login: true, read: () => byLogin(facts) },
    { read: () => unmarkedByline(facts, head) },
  ];
  let groups = cleanNames(organisations(facts), sites, true).people;
  for (const { read, login } of sources) {
    const found = cleanNames(read(), sites, login);
    if (found.people.length > 0) return found.people;
    if (groups.length === 0) groups = found.groups;
  }
  return groups;
}

const declared = (facts: Facts, key: string): unknown[] => ofArticles(facts, key).slice(0, 1).flatMap(listIn);
const persons = (facts: Facts, key: string): string[] =>
  declared(facts, key)
    .filter((value) => !isOrganisation(value) && !isAccount(value))
    .map((value) => textIn(value, facts.items) ?? '');
// With an organisation among the authors, the desks named beside it belong to it.
function organisations(facts: Facts): string[] {
  const all = declared(facts, 'author');
  return all.some(isOrganisation) ? all.map((value) => textIn(value, facts.items) ?? '') : [];
}
// The account that a CMS was set up with is nobody.
const ACCOUNT = /\/author\/(?:admin\w*|webmaster|editor)\/?$/i;
const isAccount = (value: unknown): boolean => isItem(value) && ['@id', 'url'].some((key) => ACCOUNT.test(textIn(value[key]) ?? ''));
const isOrganisation = (value: unknown): boolean => isItem(value) && typesOf(value).some((type) => type.includes('Organization'));

const publishers = (facts: Facts): string[] =>
  [
    ...facts.meta('application-name', 'publisher', 'dc.publisher').map((name) => name.replace(/\s*\([^()]{0,60}\)/, '')),
    ...ofArticles(facts, 'publisher').map((value) => textIn(value, facts.items)),
    facts.micro.get('publisher.name')?.[0],
  ].filter((name) => name !== undefined);
const accounts = (facts: Facts): string[] =>
  declared(facts, 'author')
    .filter(isAccount)
    .map((value) => textIn(value, facts.items) ?? '');
