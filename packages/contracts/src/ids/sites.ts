/**
 * Parameters that are tracking on one site only, their names being too common for the general list. A key covers its subdomains.
 * Written out and not derived from the public suffix list, which changes while ids must not.
 */
const SITES: Readonly<Record<string, string>> = {
  'twitter.com': 's t cxt',
  'x.com': 's t cxt',
  'youtube.com': 'feature si pp ab_channel t',
  'youtu.be': 'feature si t',
  'open.spotify.com': 'si',
  'facebook.com': 'refid paipv eav rdid share_url',
  'linkedin.com': 'trackingid refid lipi licu rcm midtoken',
  'reddit.com': 'share_id rdt',
  'tiktok.com': '_r _t is_from_webapp sender_device is_copy_url',
  'medium.com': 'source gi sk',
  'mp.weixin.qq.com':
    'chksm scene mpshare srcid subscene clicktime enterid ascene devicetype version nettype abtest_cookie pass_ticket wx_header exportkey sharer_shareid sharer_sharetime',
  'news.google.com': 'oc',
  'msn.com': 'cvid ei pc',
  'yahoo.com': 'fr tsrc',
  'nytimes.com':
    'partner emc ref rref _r te nl nlid instance_id segment_id campaign_id regi_id user_id action module pgtype region contentcollection clicksource hp',
  'washingtonpost.com': 'tid itid wpisrc wpmm hpid pwapi_token',
  'wsj.com': 'mod reflink st',
  'marketwatch.com': 'mod reflink',
  'barrons.com': 'mod reflink',
  'bloomberg.com': 'srnd leadsource',
  'reuters.com': 'feedtype feedname rpc il',
  'npr.org': 'ft f',
  'cnn.com': 'hpt sr',
  'cnbc.com': 'par',
  'forbes.com': 'sh ss',
  'ft.com': 'segmentid sharetype',
  'bbc.com': 'intlink_from_url link_location',
  'bbc.co.uk': 'intlink_from_url link_location',
  'businessinsider.com': 'r ir',
  'elpais.com': 'ssm rel prm sma event event_log',
  'elmundo.es': 'emk s_kw cid',
  'dw.com': 'maca',
  'faz.net': 'gepc',
  'welt.de': 'source',
  'nrc.nl': 't',
  'haaretz.com': 'lts',
  'yna.co.kr': 'input section site',
  'joongang.co.kr': 'cloc',
};

const NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(SITES).map(([site, names]) => [site, new Set(names.split(' '))]),
);

const NONE: ReadonlySet<string> = new Set();

/** The (lower-case) names that are tracking on this host's site. */
export function trackingOfSite(host: string): ReadonlySet<string> {
  for (let from = 0; from !== -1; ) {
    const names = NAMES.get(host.slice(from));
    if (names !== undefined) return names;
    const dot = host.indexOf('.', from);
    from = dot === -1 ? -1 : dot + 1;
  }
  return NONE;
}
