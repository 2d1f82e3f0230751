/** RFC 3986 section 2.3. */
const UNRESERVED = /[A-Za-z0-9._~-]/;

/**
 * Characters whose encoded and plain forms no server tells apart in a path: the unreserved ones of RFC 3986, the marks of RFC 2396
 * (`! * ' ( )`), and `$ , : @`. Encoders disagree about them all the time. `/ ? # % ; = & +` can delimit, so they stay as written.
 */
const PATH_DATA = /[A-Za-z0-9._~\-!$'()*,:@]/;

/** What may stand plain in a path (RFC 3986 `pchar` and `/`). The WHATWG set is smaller and has grown over the years; ids must not. */
const PATH_PLAIN = /[A-Za-z0-9._~\-!$&'()*+,;=:@/]/;

const OCTET_OR_CHAR = /%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~-]/g;

const encoded = (code: number): string => `%${code.toString(16).toUpperCase().padStart(2, '0')}`;

const isOctet = (token: string): boolean => token.length === 3;

/** Percent-encoding normalised in a path or fragment a WHATWG parser wrote (so ASCII only). A bare `%` becomes `%25`. RFC 3986 section 6.2.2. */
export function normalPath(path: string): string {
  return path.replace(OCTET_OR_CHAR, (token) => {
    if (!isOctet(token)) return PATH_PLAIN.test(token) ? token : encoded(token.charCodeAt(0));
    const char = String.fromCharCode(Number.parseInt(token.slice(1), 16));
    return PATH_DATA.test(char) ? char : token.toUpperCase();
  });
}

/** A name or value of a query, where encoded and plain are equal (form decoding) and `+` is a space. Only unreserved characters stay plain. */
export function normalQueryPart(part: string): string {
  return part.replace(OCTET_OR_CHAR, (token) => {
    if (token === '+') return '%20';
    if (!isOctet(token)) return encoded(token.charCodeAt(0));
    const char = String.fromCharCode(Number.parseInt(token.slice(1), 16));
    return UNRESERVED.test(char) ? char : token.toUpperCase();
  });
}
