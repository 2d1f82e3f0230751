import { BODY_NOT_KEPT, NOT_MINED } from '@newsmill/contracts';
import type { Page } from './page/index.ts';
import { headerWishes } from './page/wishes.ts';
import { clip } from './text/plain.ts';

/** A longer summary is the text itself. */
const MOST_SUMMARY = 500;

/** The page with what the headers of its answer wish beside what its elements do. */
export function withHeaderWishes(page: Page, headers: Readonly<Record<string, string>>, agent: string): Page {
  const more = headerWishes(headers, agent).filter((wish) => !page.quality.flags.includes(wish));
  return more.length === 0 ? page : { ...page, quality: { ...page.quality, flags: [...page.quality.flags, ...more] } };
}

/** Whether a page's text must not be kept: by `noarchive`, or since its rights of mining are reserved (a search over the text is made by mining it). */
export const asksNoCopy = ({ quality: { flags } }: Page): boolean => flags.includes('noarchive') || flags.includes('tdm_reserved');
export const asksNoIndex = ({ quality: { flags } }: Page): boolean => flags.includes('noindex');

/** What may be kept of a page that asks for no copy: title, summary and all that describes it, flagged. */
export function withoutText(page: Page): Page {
  const mining = page.quality.flags.includes('tdm_reserved') ? [NOT_MINED] : [];
  return {
    ...page,
    summary: page.summary && clip(page.summary, MOST_SUMMARY),
    body: '',
    body_truncated: false,
    corrections: [],
    quality: { ...page.quality, flags: [...page.quality.flags, BODY_NOT_KEPT, ...mining] },
  };
}
