import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { Fault } from '@newsmill/contracts';
import { Agent, buildConnector, type Dispatcher, ProxyAgent } from 'undici';
import { addressGuard, isLocalName, literalAddress } from './addresses.ts';
import type { Settings } from './settings.ts';

export type Egress = {
  dispatcher: Dispatcher;
  /** Throws Fault `forbidden_address` for a URL whose host is a forbidden address or a local name. Call it for every hop. */
  vet: (url: URL) => void;
  close: () => Promise<void>;
};

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The one way out. A literal address is vetted before dispatch (undici asks no resolver for it), every resolved address in the connect step
 * itself, so that a name cannot answer one address to the check and another to the connection.
 * Behind a proxy (HTTPS_PROXY) names are looked up there: literal addresses and local names are vetted all the same.
 * With FETCH_CONNECT_TO every connection goes to that host:port instead; what is reached is then the operator's affair and nothing is vetted.
 */
export const EGRESS_SETTINGS = ['FETCH_CONNECT_TO', 'FETCH_ALLOW_ADDRESSES', 'FETCH_HEADERS_TIMEOUT_MS', 'HTTPS_PROXY'] as const;

export function createEgress(settings: Settings<(typeof EGRESS_SETTINGS)[number]>, resolve: Resolve = lookup): Egress {
  const { FETCH_CONNECT_TO: connectTo, FETCH_ALLOW_ADDRESSES: allowed, FETCH_HEADERS_TIMEOUT_MS: timeoutMs } = settings;
  const mayReach = addressGuard(allowed);
  const guardedLookup = (hostname: string, lookupOptions: LookupOptions, callback: LookupCallback): void => {
    resolve(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const bad = addresses.find(({ address }) => !mayReach(address));
      if (bad !== undefined) return callback(new Fault('forbidden_address', `${hostname} resolves to ${bad.address}`), []);
      if (lookupOptions.all === true) return callback(null, addresses);
      const [first] = addresses;
      callback(null, first?.address ?? '', first?.family);
    });
  };
  const fixed = connectTo === '' ? undefined : new URL(`http://${connectTo}`);
  const connect = buildConnector({ timeout: timeoutMs, ...(fixed === undefined ? { lookup: guardedLookup } : {}) });
  const redirected: buildConnector.connector = (target, callback) =>
    fixed === undefined
      ? connect(target, callback)
      : connect(
          {
            ...target,
            servername: target.servername ?? target.hostname,
            hostname: fixed.hostname.replace(/^\[|\]$/g, ''),
            host: fixed.host,
            // WHATWG leaves the 80 out
            port: fixed.port || '80',
          },
          callback,
        );
  const limits = {
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    // one request a host at a time: idle connections are of little use
    keepAliveTimeout: 4_000,
    maxHeaderSize: 64 * 1_024,
  };
  const proxy = fixed === undefined ? settings.HTTPS_PROXY : undefined;
  // what is asked is the proxy's affair, plain HTTP too: one way for all
  const agent =
    proxy === undefined
      ? new Agent({ ...limits, connect: redirected })
      : new ProxyAgent({ ...limits, uri: proxy, proxyTunnel: true, connect: { timeout: timeoutMs } });
  return {
    dispatcher: agent,
    vet: (url) => {
      if (fixed !== undefined) return;
      const literal = literalAddress(url);
      const forbidden = literal === undefined ? isLocalName(url.hostname) && allowed.length === 0 : !mayReach(literal);
      if (forbidden) throw new Fault('forbidden_address', url.hostname);
    },
    close: () => agent.destroy(),
  };
}
