import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The right values of the seed page, as labelled. */
type Expected = {
  url: string;
  canonicalUrl: string;
  title: string;
  siteName: string;
  language: string;
  authors: string[];
  publishedAt: string;
  updatedAt: string;
  leadImage: string;
  lead: string;
  section: string;
  tags: string[];
  paragraphs: string[];
  articleBody: string;
  articleBodyWithLead: string;
  mustHave: string[];
  mustNotHave: string[];
  onlyOnce: string[];
};

export type Seed = { html: string; expected: Expected };

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'seed');

export function seedPage(): Seed {
  return {
    html: readFileSync(join(FOLDER, 'sputnik.html'), 'utf8'),
    expected: JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')),
  };
}

const TAG = /<[a-z][^\s/>]*(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?>/gi;
const ATTRIBUTE = /(\s)(class|id|for|data-[^\s=/>]+)(?:=("[^"]*"|'[^']*'|[^\s"'>]+))?(?=[\s/>])/gi;

/**
 * The same page under names that no rule can know: classes, ids and data attributes (their values too) become hashes of
 * themselves, the same name the same hash everywhere. What is a standard stays: microdata, meta tags, element names.
 */
export function renamedSeed(html: string): string {
  return html.replace(TAG, (element) => element.replace(ATTRIBUTE, (_all, space, name, value) => space + renamed(name, value)));
}

function renamed(name: string, value: string | undefined): string {
  const newName = name.toLowerCase().startsWith('data-') ? `data-${token(name.slice('data-'.length))}` : name;
  if (value === undefined) return newName;
  const names = value.replace(/^["']|["']$/g, '').split(/\s+/);
  return `${newName}="${names.map((one) => one && token(one)).join(' ')}"`;
}

/** Starts with a letter: it must be a name wherever the old one was. */
const token = (name: string) => `x${createHash('sha256').update(name).digest('hex').slice(0, 9)}`;
