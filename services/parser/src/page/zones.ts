import type { El } from './types.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** What the class and id words of an element say. A zone is left out only while it holds less of the page's text than its guard. */
export type Zone = { readonly rule: string; readonly guard: number };

const RULES: readonly { rule: string; guard: number; words: ReadonlySet<string> }[] = [
  {
    rule: 'comments',
    guard: 0.9,
    words: set(
      'comment comments commentlist commentform commentbox disqus respond livefyre kommentare kommentar comentarios commentaires reacties commenti disqusthread',
    ),
  },
  {
    rule: 'related',
    guard: 0.7,
    words: set(
      `related relateds relatedarticles relatedposts relatedstories relatedlinks relatedcontent recommended recommendation recommendations recirc recirculation outbrain taboola
      trending mostread mostpopular readnext upnext morefrom morestories readmore seealso similar jetpackrelatedposts yarpp inlinelinks inrelated teaser teasers teaserlist
      linkbox articleteaser crosslink crosslinks promobox newsfeed ticker`,
    ),
  },
  {
    rule: 'consent',
    guard: 0.9,
    words: set(
      'cookie cookies cookiebar cookiebanner consent gdpr dsgvo onetrust didomi quantcast privacybanner privacynotice privacydialog',
    ),
  },
  {
    rule: 'chrome',
    guard: 0.5,
    words: set(
      `breadcrumb breadcrumbs nav navbar navigation menu submenu footer sidebar modal popup overlay lightbox pagination pager toolbar login register
      signin signup masthead skiplink skip offcanvas pagefooter sitefooter siteheader topbar bottombar`,
    ),
  },
  {
    rule: 'share',
    guard: 0.4,
    words: set(
      'share sharing sharebar sharebuttons sharebutton shares social socials socialmedia addthis addtoany sharethis sharedaddy sociallinks followus follow',
    ),
  },
  {
    rule: 'offer',
    guard: 0.4,
    words: set(
      `newsletter newsletters subscribe subscription subscriptions ad ads adv advert adverts advertisement advertising adslot adsense adbox promo promos promotion sponsored sponsor
      donate donation banner mailchimp mcembedsignup appstore dfp adunit leaderboard`,
    ),
  },
  {
    rule: 'about',
    guard: 0.4,
    words: set(
      `tags tag taglist tagcloud keywords keyword authorbox authorbio authorinfo aboutauthor aboutauthors bio biography authors authordescription authorprofile contributors
      topics topiclist categories postmeta entrymeta articlemeta metadata byline bylines dateline timestamp pubdate publishdate postdate entrydate postinfo articleinfo
      rating ratings vote votes print printonly readingtime readtime copyright license`,
    ),
  },
  {
    rule: 'caption',
    guard: 0.4,
    words: set(
      'caption captions figcaption imagecaption wpcaption wpcaptiontext credit credits photocredit imagecredit gallery slideshow carousel slider bildunterschrift legende creditline photographer',
    ),
  },
  { rule: 'hidden', guard: 0.3, words: set('sronly visuallyhidden screenreadertext offscreen noprint') },
];

const TAG_ZONES: Readonly<Record<string, Zone>> = {
  nav: { rule: 'chrome', guard: 0.5 },
  footer: { rule: 'chrome', guard: 0.5 },
  aside: { rule: 'aside', guard: 0.35 },
  figcaption: { rule: 'caption', guard: 0.5 },
  figure: { rule: 'caption', guard: 0.4 },
  address: { rule: 'about', guard: 0.4 },
  dialog: { rule: 'chrome', guard: 0.5 },
  form: { rule: 'chrome', guard: 0.3 },
};

const words = new Map<string, readonly string[]>();
const MAX_CACHED = 20_000;

/** The words of a class or id: lower case, single and in pairs (`author-bio` gives author, bio, authorbio); build hashes give none. */
export function nameWords(name: string): readonly string[] {
  const known = words.get(name);
  if (known !== undefined) return known;
  const all: string[] = [];
  for (const part of name.slice(0, 500).split(/\s+/)) {
    const inside = part
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .split(/[^A-Za-z0-9]+/)
      .filter((word) => /^[A-Za-z]+\d{0,3}$/.test(word))
      .map((word) => word.toLowerCase().replace(/\d+$/, ''));
    all.push(...inside);
    for (let at = 1; at < inside.length; at++) all.push(`${inside[at - 1]}${inside[at]}`);
  }
  if (words.size > MAX_CACHED) words.clear();
  words.set(name, all);
  return all;
}

const zones = new Map<string, Zone | null>();

/** The zone an element opens by its tag or its names, if any. */
export function zoneOf(el: El): Zone | undefined {
  const byTag = TAG_ZONES[el.tag];
  if (byTag !== undefined) return byTag;
  const name = `${el.attrs['class'] ?? ''} ${el.attrs['id'] ?? ''}`;
  if (name === ' ') return undefined;
  let zone = zones.get(name);
  if (zone === undefined) {
    const all = new Set(nameWords(name));
    zone = RULES.find((rule) => all.size < 60 && [...all].some((word) => rule.words.has(word))) ?? null;
    if (zones.size > MAX_CACHED) zones.clear();
    zones.set(name, zone);
  }
  return zone ?? undefined;
}

// In the order of how sure they are; written as single words or as joined pairs.
const CONTAINERS: readonly ReadonlySet<string>[] = [
  set(
    'articlebody storybody entrycontent postcontent articlecontent storycontent bodycontent contentbody postbody articletext storytext entrybody newsbody newstext newscontent bodycopy bodytext textbody articlebodytext',
  ),
  set('article story post entry articlemain maincontent pagecontent content main richtext blogpost'),
];

/** 2 for an element that names itself the article's text, 1 for one that may hold it, else 0. */
export function containerRank(el: El): number {
  if (el.attrs['itemprop']?.toLowerCase() === 'articlebody') return 3;
  const name = `${el.attrs['class'] ?? ''} ${el.attrs['id'] ?? ''}`;
  const all = name === ' ' ? [] : nameWords(name);
  if (all.some((word) => CONTAINERS[0]?.has(word))) return 2;
  if (el.tag === 'article' || el.tag === 'main' || el.attrs['role'] === 'main') return 1;
  return all.some((word) => CONTAINERS[1]?.has(word)) ? 1 : 0;
}
