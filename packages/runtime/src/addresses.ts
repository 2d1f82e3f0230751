import { BlockList, isIP } from 'node:net';

/**
 * Addresses that no fetch may reach: the IANA special-purpose registries (RFC 6890, as of 2025) with multicast and what is reserved.
 * The v6 ranges that embed a v4 address (compatible, NAT64, 6to4, Teredo) go as a whole: what lies behind them cannot be seen.
 */
const SPECIAL: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  // IPv4-translated (RFC 2765)
  ['::ffff:0:0:0', 96],
  ['100::', 64],
  ['100:0:0:1::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function blockList(ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of ranges) list.addSubnet(net, bits, family(net));
  return list;
}

const SPECIAL_LIST = blockList(SPECIAL);

/** Answers whether an IP address may be reached. `allowed`: CIDR ranges an operator opens; a malformed one throws. */
export function addressGuard(allowed: readonly string[]): (address: string) => boolean {
  const open = blockList(allowed.map(readCidr));
  return (address) => {
    if (isIP(address) === 0) return false;
    return open.check(address, family(address)) || !SPECIAL_LIST.check(address, family(address));
  };
}

function readCidr(text: string): readonly [string, number] {
  const [, net = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const most = isIP(net) === 6 ? 128 : 32;
  const length = bits === undefined ? most : Number(bits);
  if (isIP(net) === 0 || length > most) throw new Error(`"${text}" is no address range; write it as 10.1.0.0/16`);
  return [net, length];
}

/** The IP address that a URL's host is spelled as (WHATWG URL has already folded hexadecimal, octal and short forms), or undefined for a name. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(host) === 0 ? undefined : host;
}

/** Names that always mean this machine or a network of its own (RFC 6761, RFC 6762). */
export function isLocalName(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.+$/, '');
  return /(^|\.)(localhost|local|internal|home\.arpa)$/.test(host) || !host.includes('.');
}
