const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Names that, on every site, only say where a reader came from. Lower case. Our own list, gathered from feeds and share buttons. */
const ALWAYS = words(`
  fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid msclkid yclid ysclid ymclid twclid ttclid li_fat_id
  igshid igsh mibextid epik irclickid rdt_cid cjevent dicbo tblci zanpid ef_id s_kwcid mkwid pcrid
  _gl _gid _openstat usqp amp_js_v amp_gsa fb_action_ids fb_action_types fb_source fb_ref fb_comment_id fb_xd_fragment action_object_map
  action_type_map action_ref_map __twitter_impression __tn__ __eep__ sfns
  mkt_tok mc_cid mc_eid mc_tc _bta_tid _bta_c _ke _kx __s ml_subscriber ml_subscriber_hash ck_subscriber_id et_rid et_cid dm_i
  spmailingid spuserid spjobid spreportid emci emdi nr_email_referer lctg cm_mmc oly_anon_id oly_enc_id vero_id vero_conv
  pnespid gnt-cfr mktcid mktcval hsctatracking
  utm utmsource utmmedium utmcampaign utmterm utmcontent hmsr hmpl hmcu hmkw hmci
  xtor xtref wtmc wtrid ftag ftcamp fsrc iref eref sref ito taid smtyp smprod ref_ ref_src ref_url referrer referer referringsource
  soc_src soc_trk .tsrc guccounter traffic_source rts_source id_externo_rsoc __source __vfz echobox pfrom spm scm isappinstalled
  unlocked_article_code replytocom phpsessid jsessionid
`);

/** Prefixes that belong to one measuring product. */
const OWN_PREFIX =
  /^(?:utm[_-]|__utm|_ga(?:$|_|c_)|gaa_|mtm_|matomo_|piwik_|hsa_|__hs|_hs|hss_|trk_|bsft_|guce_|elq|_branch_|__cf_chl_|__cft__|__xts__|lmd_|gca-|wt\.|aspsessionid)/;

/** Prefixes short enough that a publisher could use one for an id of its own: `ns_id` and `ns_article_id=<digits>` stay. */
const SHORT_PREFIX = /^(?:at|ns|wt)_(?!id$)/;

/** Prefixes common in content parameters too: only the campaign names of the product go. */
const CAMPAIGN_NAME =
  /^(?:(?:pk|ga|itm|stm|int|li|sc)_(?:source|medium|campaign|term|content|keyword|kwd|channel|placement|cid)|sc_(?:src|lid|uid|llid|eh))$/;

/** SocialFlow: `sf103820=1`. */
const SOCIALFLOW = /^sf\d{5,}$/;

/** Campaign names that other systems use for a company, menu or category: digits alone stay. */
const UNLESS_DIGITS = words('cmp cmpid dcmp icmp intcmp int_cmp icid intcid ncid ocid n_cid s_cid smid ico trk bxid cndid sccid');

/** Names that tell the way in on one site and select content on another: only a value that names a channel makes them tracking. */
const IF_CHANNEL = words('ref source src from share via origin partner campaign emc mbid');

const CHANNEL =
  /^(?:rss\d?|feeds?|atom|feedburner|feedly|twitter|tw|facebook|fb|instagram|linkedin|whatsapp|wa|telegram|reddit|pinterest|flipboard|bluesky|mastodon|threads|tiktok|wechat|weibo|kakao|kakaotalk|viber|singlemessage|groupmessage|timeline|e-?mail|newsletter|nl|social|socialflow|dlvr\.?it|ifttt|hootsuite|buffer|google|google-?news|gnews|apple-?news|smartnews|upday|yahoo|msn|aol|bing|push|share|sharebar|copy|copylink|synd|mdr|home|homepage|hp)(?:$|[-_.~]|%7c|%3a|%20)/;

/** Ghost puts `ref=<domain of the newsletter>` on every outgoing link. Only endings that are no file type as well. */
const REF_HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|co|news|blog|email|me|ai)$/;

/** `cid` is a category or content id nearly everywhere; these are the campaign forms of NBC, ABC, RSS exports. */
const CID_CHANNEL = /^(?:rss$|(?:rss|eml|sm|soc|social|clicksource|twitter|facebook|newsletter)_)/;

const DIGITS = /^\d+$/;
const ID_NAME = /_id$/;

/** `&amp;utm_source` that went through an encoder, and a blank after `&`. */
const DEBRIS = /^(?:amp%3b|%20)+/;

function isTrackingName(name: string, value: string): boolean {
  if (ALWAYS.has(name) || OWN_PREFIX.test(name) || CAMPAIGN_NAME.test(name)) return true;
  if (SOCIALFLOW.test(name)) return value === '1';
  if (SHORT_PREFIX.test(name)) return !(ID_NAME.test(name) && DIGITS.test(value));
  return false;
}

/**
 * Reports whether a query parameter, in its normal encoding, selects no content. `ofSite`: names that are tracking on its site.
 * In doubt it says no: a parameter kept makes a duplicate that a canonical or the duplicate search joins, one dropped wrongly loses an
 * article for good.
 */
export function isTracking(encodedName: string, encodedValue: string, ofSite: ReadonlySet<string>): boolean {
  const name = encodedName.toLowerCase().replace(DEBRIS, '');
  const value = encodedValue.toLowerCase();
  if (ofSite.has(name) || isTrackingName(name, value)) return true;
  if (UNLESS_DIGITS.has(name)) return !DIGITS.test(value);
  if (IF_CHANNEL.has(name) && CHANNEL.test(value)) return true;
  return (name === 'cid' && CID_CHANNEL.test(value)) || (name === 'ref' && REF_HOST.test(value));
}
