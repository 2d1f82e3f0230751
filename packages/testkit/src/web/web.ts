import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { sendNotFound } from './answers.ts';
import { createAuthority } from './authority.ts';
import { listen } from './listener.ts';
import { createSite, type Site } from './site.ts';

type WebRequest = { at: number; host: string; path: string; method: string; headers: IncomingHttpHeaders; tls: boolean };

export type Web = {
  /** host:port of the one port, for FETCH_CONNECT_TO. */
  address: string;
  /** PEM of the authority behind every host's certificate, for NODE_EXTRA_CA_CERTS. */
  caFile: string;
  /** Every request so far, in order of arrival. */
  requests: WebRequest[];
  site(host: string): Site;
  close(): Promise<void>;
};

/** A web of our own on loopback: HTTP and HTTPS for any host name. `dir` takes the authority's certificate. */
export async function startWeb({ dir }: { dir: string }): Promise<Web> {
  const authority = await createAuthority(dir);
  const requests: WebRequest[] = [];
  const sites = new Map<string, ReturnType<typeof createSite>>();

  const listener = await listen(authority, async (req, res) => {
    const request = describe(req);
    requests.push(request);
    const known = sites.get(request.host);
    const answer = known?.answerFor(request.path);
    if (!answer) return sendNotFound(res, known ? 'page' : 'site');
    try {
      await answer(req, res);
    } catch (error) {
      failed(res, error);
    }
  });

  return {
    address: listener.address,
    caFile: authority.caFile,
    requests,
    site(host) {
      const name = host.toLowerCase();
      const known = sites.get(name) ?? createSite(name, listener.reset);
      sites.set(name, known);
      return known.site;
    },
    close: listener.close,
  };
}

function describe(req: IncomingMessage): WebRequest {
  const host = (req.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const tls = req.socket instanceof TLSSocket;
  return { at: Date.now(), host, path: req.url ?? '/', method: req.method ?? 'GET', headers: req.headers, tls };
}

function failed(res: ServerResponse, error: unknown): void {
  if (res.headersSent) res.destroy();
  else res.writeHead(500, { 'content-type': 'text/plain' }).end(`The test's handler threw: ${error}`);
}
