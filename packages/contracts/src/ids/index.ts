export { acceptedCanonical, type CanonicalRefusal, isHomePage } from './canonical.ts';
export { entryUrl, isEntryUrl } from './entry.ts';
export { hostOf, registrableDomain } from './host.ts';
export { contentHash, urlKey } from './keys.ts';
export { normalizeUrl } from './normalize.ts';
export { firstAddress, parseHttpUrl } from './parse.ts';
export { unwrapUrl } from './unwrap.ts';
export { plainVariants } from './variants.ts';
