/** The product token at the start of a User-Agent (RFC 9309 section 2.2.1): `Newsmill/0.1 (+...)` is `Newsmill`. Under it robots rules are meant for us. */
export const productToken = (userAgent: string): string => /^[A-Za-z_-]+/.exec(userAgent)?.[0] ?? '';
