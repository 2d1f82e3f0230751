import { expect, test } from 'vitest';
import { addressGuard, isLocalName, literalAddress } from '../src/addresses.ts';

const FORBIDDEN = `
  0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254
  172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1
  198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
  :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::1
  100::1 100:0:0:1::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 2620:4f:8000::1 3fff::1 5f00::1 fc00::1 fd12:3456::1
  fe80::1 febf::1 fec0::1 ff02::1
`;

const PUBLIC = `
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255 172.15.255.255 172.32.0.0
  192.0.1.1 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
  ::ffff:8.8.8.8 2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450::1 2400:cb00::1
`;

/** How people and attackers write addresses in a URL; WHATWG parsing folds most of them. */
const SPELLINGS = `
  http://127.0.0.1/ http://127.0.0.1./ http://127.1/ http://127.0.1/ http://2130706433/ http://0x7f000001/ http://0x7f.0.0.1/ http://0x7f.1/
  http://017700000001/ http://0177.0.0.1/ http://0177.0.0.01/ http://0/ http://0.0.0.0:8080/ http://127.0.0.1:6379/ https://user:pw@127.0.0.1/
  http://%31%32%37.0.0.1/ http://１２７.０.０.１/ http://127。0。0。1/ http://①②⑦.0.0.1/
  http://10.0.0.1/ http://167772161/ http://0xa000001/ http://012.0.0.1/ http://172.16.0.1/ http://0xac100001/ http://192.168.1.1/
  http://192.168.257/ http://3232235777/ http://169.254.169.254/latest/meta-data/ http://2852039166/ http://0xA9FEA9FE/ http://0251.0376.0251.0376/
  http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::127.0.0.1]/
  http://[64:ff9b::127.0.0.1]/ http://[2002:7f00:1::]/ http://[fe80::1]/ http://[fd00::1]/ http://[FC00::1]:80/
`;

const words = (text: string): string[] => text.trim().split(/\s+/);

test.each(words(FORBIDDEN))('no fetch may reach %s', (address) => {
  expect(addressGuard([])(address)).toBe(false);
});

test.each(words(PUBLIC))('%s is public and may be reached', (address) => {
  expect(addressGuard([])(address)).toBe(true);
});

test.each(words(SPELLINGS))('%s is seen as the forbidden address it is', (text) => {
  const literal = literalAddress(new URL(text));
  expect(literal).toBeTypeOf('string');
  expect(addressGuard([])(literal ?? '')).toBe(false);
});

test('a name is no literal address, even where it is made of one', () => {
  for (const host of ['example.com', '127.0.0.1.nip.io', '7f000001.nip.io', 'localhost', '1.2.3.4.example']) {
    expect(literalAddress(new URL(`http://${host}/`))).toBeUndefined();
  }
});

test('what is no address at all is never reachable', () => {
  for (const text of ['', 'localhost', '127.1', '1.2.3', 'example.com', '::g'])
    expect(addressGuard(['0.0.0.0/0', '::/0'])(text)).toBe(false);
});

test('an operator opens a range, in v4, as v4 in v6, or a single address, and nothing beside it', () => {
  const mayReach = addressGuard(['10.1.0.0/16', '127.0.0.1', 'fd00::/8']);
  for (const address of ['10.1.0.1', '10.1.255.255', '::ffff:10.1.0.1', '127.0.0.1', 'fd12::1']) expect(mayReach(address)).toBe(true);
  for (const address of ['10.0.255.255', '10.2.0.0', '127.0.0.2', '::1', 'fc00::1', '192.168.0.1']) expect(mayReach(address)).toBe(false);
});

test.each(['10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/0x8', '10.0.0/8', '::/129', 'intranet/8', '/8', 'x'])(
  'the malformed range %s is refused with the way to write one, and opens nothing',
  (range) => {
    expect(() => addressGuard([range])).toThrow(`"${range}" is no address range; write it as 10.1.0.0/16`);
  },
);

test('names of this machine and of networks of its own are told apart from public ones', () => {
  for (const name of ['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'printer.local', 'db.internal', 'nas.home.arpa', 'intranet'])
    expect(isLocalName(name)).toBe(true);
  for (const name of ['example.com', 'local.example', 'internal.example.com', 'mylocalhost.com', 'bbc.co.uk.'])
    expect(isLocalName(name)).toBe(false);
});
