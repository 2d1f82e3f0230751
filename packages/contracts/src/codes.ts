/**
 * The closed list of reasons why a URL or a feed did not end as an article.
 * `ends`: what the URL's outcome becomes when the reason is final: `dead` (a dead letter, replayable) or `skipped` (as intended, nothing to replay).
 * `permanent`: trying the same thing again at once cannot help; the others are tried again by the frontier or the queue first.
 * `withdraws`: an article that was indexed from this page before is taken out again.
 */
type CodeRow = { readonly ends: 'dead' | 'skipped'; readonly permanent: boolean; readonly says: string; readonly withdraws?: true };

const dead = (says: string): CodeRow => ({ ends: 'dead', permanent: true, says });
const retry = (says: string): CodeRow => ({ ends: 'dead', permanent: false, says });
const skipped = (says: string): CodeRow => ({ ends: 'skipped', permanent: true, says });

/** A skip that also holds for what was indexed before. */
const withdrawn = (says: string): CodeRow => ({ ...skipped(says), withdraws: true });

export const CODES = {
  bad_url: dead('The address cannot be read as an http or https URL; check its spelling.'),
  forbidden_address: dead(
    'The host is, or resolves to, a private or reserved address; an operator can allow it with FETCH_ALLOW_ADDRESSES.',
  ),
  dns_failure: retry('The host name could not be resolved.'),
  connect_failure: retry('The server could not be reached, or it dropped the connection.'),
  tls_failure: retry('No secure connection could be made: the certificate is not trusted, has expired or names another host.'),
  timeout: retry('The server did not answer in time.'),
  too_large: dead('The answer is larger than the limit FETCH_MAX_BYTES, counted after decompression.'),
  bad_encoding: dead('The compressed answer is damaged or uses an encoding that is not supported.'),
  truncated_body: retry('The connection ended before the whole answer had arrived.'),
  redirect_loop: dead('The address redirects in a circle.'),
  too_many_redirects: dead('The address redirects too many times.'),
  bad_redirect: dead('The address redirects to something that is not an http or https URL.'),
  http_not_found: dead('The server says that nothing is there (404).'),
  http_gone: dead('The server says that it was taken away for good (410).'),
  http_refused: dead('The server refuses access (401, 402, 403 or 451).'),
  http_client_error: dead('The server calls the request wrong (another 4xx status).'),
  http_rate_limited: retry('The server asks for fewer requests (429).'),
  http_server_error: retry('The server failed (5xx status).'),
  robots_disallowed: skipped("The site's robots.txt asks that this page is not fetched; an operator can set ROBOTS=ignore."),
  host_blocked: skipped('An operator has blocked this host (BLOCK_HOSTS).'),
  unsupported_type: skipped('The answer is neither a web page nor a feed (an image, a video, a document).'),
  empty_body: dead('The server answered with nothing.'),
  not_a_feed: dead('There is no RSS, Atom or JSON feed at this address.'),
  soft_404: dead('The page says it is not there, or redirects to the home page, though its status is 200.'),
  no_article: skipped('The page holds no article text (a list, a gallery, a video, a wall), and neither does the feed entry.'),
  noindex: withdrawn('The page asks not to be indexed (a robots meta element or X-Robots-Tag); an operator can set PUBLISHER_WISHES=flag.'),
  parse_timeout: dead('Parsing took longer than PARSE_TIMEOUT_MS and was ended.'),
  parse_crash: dead('The parser failed on this input; it is kept for a later version.'),
  body_missing: retry('The kept exchange is missing or damaged; it is fetched again.'),
  expired: skipped('It was deleted when its time of keeping was over.'),
  index_rejected: dead('Elasticsearch refused the document.'),
  webhook_refused: retry('The receiver of a webhook did not answer with a 2xx status; redirects are not followed.'),
  mail_refused: dead('The mail server refuses the message for good (a 5xx reply).'),
  mail_deferred: retry('The mail server does not take the message now (a 4xx reply).'),
  not_delivered: dead('The delivery was tried for a day without success.'),
  channel_off: dead('The alert no longer has this way of delivery, or SMTP_URL is not set.'),
  poison: dead('The job ended its worker several times and is not tried again.'),
  invalid_job: dead('The job does not have the shape its stage expects.'),
  internal: retry('An unexpected error in our own code.'),
} as const satisfies Record<string, CodeRow>;

export type Code = keyof typeof CODES;

export const CODE_NAMES = Object.keys(CODES) as [Code, ...Code[]];

/** Reports whether text is one of the closed list. */
export const isCode = (text: string): text is Code => Object.hasOwn(CODES, text);

/** Whether a reason takes an article that is indexed already out again. */
export const withdraws = (code: string | null): boolean => code !== null && isCode(code) && CODES[code].withdraws === true;

/** The code for an HTTP status of 400 and above. */
export function codeOfStatus(status: number): Code {
  if (status === 404) return 'http_not_found';
  if (status === 410) return 'http_gone';
  if (status === 429) return 'http_rate_limited';
  if (status === 401 || status === 402 || status === 403 || status === 451) return 'http_refused';
  return status >= 500 ? 'http_server_error' : 'http_client_error';
}
