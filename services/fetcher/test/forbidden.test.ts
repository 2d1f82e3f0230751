import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isIPv6, type Socket } from 'node:net';
import { type createEgress, literalAddress } from '@newsmill/runtime';
import { expect, onTestFinished, test } from 'vitest';
import { faultFrom, fetchFrom, testWeb } from './web.ts';

/** Hosts as people and attackers write them: loopback, private and link-local networks, cloud metadata, multicast, what embeds one of them. */
const HOSTS = `
  127.0.0.2 127.1.2.3 127.0.0.2. 127.2 2130706434 0x7f000002 0x7f.2 0177.0.0.2 017700000002 %31%32%37.0.0.2 １２７.０.０.２ 127。0。0。2 ①②⑦.0.0.2
  0 0.0.0.0 0x0 0.1.2.3 10.0.0.1 10.255.255.255 167772161 0xa000001 012.0.0.1 10.1 100.64.0.1 100.127.255.255 169.254.169.254 2852039166
  0xA9FEA9FE 0251.0376.0251.0376 172.16.0.1 172.31.255.255 0xac100001 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 192.168.1 3232235777
  198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
  [::] [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.2] [::ffff:7f00:2] [::ffff:10.0.0.1] [::ffff:a9fe:a9fe] [::127.0.0.2] [::ffff:0:127.0.0.2]
  [64:ff9b::127.0.0.2] [64:ff9b:1::1] [100::1] [2001::1] [2001:db8::1] [2002:7f00:2::] [3fff::1] [fc00::1] [FD00:EC2::254] [fe80::1] [fec0::1] [ff02::1]
`
  .trim()
  .split(/\s+/);
const NAMES = [
  'localhost',
  'localhost.',
  'LOCALHOST',
  'a.localhost',
  'printer.local',
  'metadata.google.internal',
  'nas.home.arpa',
  'intranet',
];
const ADDRESSES = [...new Set(HOSTS.map((host) => literalAddress(new URL(`http://${host}/`)) ?? ''))];

/** Where this process tries to connect to, from now to the end of the test. */
function attempts(): string[] {
  const seen: string[] = [];
  const watch = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.on('connectionAttempt', (ip, port) => seen.push(`${ip}:${port}`));
  };
  subscribe('net.client.socket', watch);
  onTestFinished(() => void unsubscribe('net.client.socket', watch));
  return seen;
}

/** A resolver that answers these addresses in turn. */
function resolver(...answers: string[]): NonNullable<Parameters<typeof createEgress>[1]> {
  return (_hostname, _options, callback) => {
    const address = answers.shift() ?? '';
    callback(null, [{ address, family: isIPv6(address) ? 6 : 4 }]);
  };
}

const FORBIDDEN = { code: 'forbidden_address', permanent: true };

test('the table names over 35 forbidden addresses', () => {
  expect(ADDRESSES.length).toBeGreaterThan(35);
  expect(ADDRESSES).not.toContain('');
});

test('asked for directly: no connection is made to any of them', async () => {
  const seen = attempts();
  for (const host of [...HOSTS, ...NAMES]) {
    for (const url of [`http://${host}/`, `https://${host}/`, `http://user:pw@${host}:8080/x`])
      expect(await faultFrom('', url), url).toMatchObject(FORBIDDEN);
  }
  expect(seen).toEqual([]);
  console.info(`direct: ${HOSTS.length + NAMES.length} spellings, 3 addresses each, ${seen.length} connections`);
});

test('by redirect: the hop is handed back, and asked for itself it is refused; only the redirecting server was connected to', async () => {
  const web = await testWeb();
  const port = web.address.split(':')[1];
  const env = { FETCH_ALLOW_ADDRESSES: '127.0.0.1' };
  const seen = attempts();
  let redirects = 0;
  for (const host of [...HOSTS, 'localhost.localdomain.localhost']) {
    for (const status of [301, 307]) {
      // as the bytes that browsers send: a header takes nothing above latin-1
      const location = Buffer.from(`http://${host}:${port}/secret`).toString('latin1');
      web.site('127.0.0.1').redirect('/', location, status);
      const answer = await fetchFrom('', `http://127.0.0.1:${port}/`, { env });
      if (answer.kind !== 'elsewhere') throw new Error(`${host}: ${answer.kind}`);
      // with a range open, local names are told by what they resolve to
      expect(await faultFrom('', answer.url, { env, resolve: resolver('127.0.0.2') }), host).toMatchObject(FORBIDDEN);
      redirects++;
    }
  }
  expect(web.requests.map(({ path }) => path).filter((path) => path !== '/')).toEqual([]);
  expect(new Set(seen)).toEqual(new Set([web.address]));
  console.info(`by redirect: ${redirects} redirects, ${seen.filter((one) => one !== web.address).length} connections elsewhere`);
});

test('by DNS answer: a public name that resolves to one of them, alone or beside a public address, is never connected to', async () => {
  const seen = attempts();
  for (const address of ADDRESSES) {
    for (const scheme of ['http', 'https']) {
      const url = `${scheme}://news.example.com/`;
      expect(await faultFrom('', url, { resolve: resolver(address) }), address).toMatchObject(FORBIDDEN);
    }
    const both: ReturnType<typeof resolver> = (_hostname, _options, callback) =>
      callback(null, [
        { address: '93.184.216.34', family: 4 },
        { address, family: isIPv6(address) ? 6 : 4 },
      ]);
    expect(await faultFrom('', 'http://news.example.com/', { resolve: both }), address).toMatchObject(FORBIDDEN);
  }
  expect(seen).toEqual([]);
  console.info(`by DNS answer: ${ADDRESSES.length} addresses, 3 answers each, ${seen.length} connections`);
});

test('by rebinding: a name that answers an open address first and one of them at the next hop is refused there', async () => {
  const web = await testWeb();
  const port = web.address.split(':')[1];
  // its connection ends, so that the next hop has to ask again
  web.site('news.example.com').handle('/', (_req, res) => void res.writeHead(302, { location: '/next', connection: 'close' }).end());
  const env = { FETCH_ALLOW_ADDRESSES: '127.0.0.1' };
  const seen = attempts();
  for (const address of ADDRESSES) {
    const fault = await faultFrom('', `http://news.example.com:${port}/`, { env, resolve: resolver('127.0.0.1', address) });
    expect(fault, address).toMatchObject({ ...FORBIDDEN, hops: 1 });
  }
  expect(web.requests).toHaveLength(ADDRESSES.length);
  expect(new Set(seen)).toEqual(new Set([web.address]));
  console.info(`by rebinding: ${ADDRESSES.length} addresses, ${seen.filter((one) => one !== web.address).length} connections elsewhere`);
});
