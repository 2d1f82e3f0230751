import type { Zone } from './types.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Zones by the words that open them, the first that applies. */
export const ZONES: readonly (Zone & { readonly words: ReadonlySet<string> })[] = [
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
  { rule: 'box', guard: 0.45, words: set('infobox factbox faktaboks faktabox faktenbox infokasten factsbox infoboxes') },
  { rule: 'hidden', guard: 0.3, words: set('sronly visuallyhidden screenreader screenreadertext offscreen noprint') },
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

/** The zone that an element's tag opens, if any. */
export const tagZone = (tag: string): Zone | undefined => (Object.hasOwn(TAG_ZONES, tag) ? TAG_ZONES[tag] : undefined);
