/** What a publisher asks of those who keep and mine its pages; flags of the article. */
export type Wish = 'noarchive' | 'noindex' | 'tdm_reserved';

/** Flag of an article whose publisher's wish is obeyed: its text is neither kept nor indexed, only title, summary and address are. */
export const BODY_NOT_KEPT = 'body_not_kept';
/** Flag of an article that enrichers leave alone, but for its language. */
export const NOT_MINED = 'not_mined';

const WISH_HEADERS = ['x-robots-tag', 'tdm-reservation'] as const;
/** What the headers of an answer (by lower-case name) wish, as they word it; '' where they say nothing. To be compared with what they said before. */
export const wordedWishes = (headers: Readonly<Record<string, string>>): string =>
  WISH_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [`${name}: ${headers[name]}`]))
    .join('\n')
    .slice(0, 300);

type Flagged = { quality: { flags: readonly string[] } };
export const isBodyKept = ({ quality }: Flagged): boolean => !quality.flags.includes(BODY_NOT_KEPT);
export const isMined = ({ quality }: Flagged): boolean => !quality.flags.includes(NOT_MINED);
