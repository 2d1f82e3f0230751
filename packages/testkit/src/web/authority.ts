import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

type Certificate = { key: string; cert: string };

export type Authority = {
  /** PEM of the authority's certificate. */
  caFile: string;
  /** A certificate for this host name. */
  issue(host: string): Promise<Certificate>;
};

const DAY_MS = 24 * 60 * 60 * 1000;
const LOOPBACK: { type: 7; ip: string }[] = [
  { type: 7, ip: '127.0.0.1' },
  { type: 7, ip: '::1' },
];

/** A certificate authority that lives as long as the test: its key is never written down. */
export async function createAuthority(dir: string): Promise<Authority> {
  const validity = { notBeforeDate: new Date(Date.now() - DAY_MS), notAfterDate: new Date(Date.now() + 365 * DAY_MS) };
  const common = { ...validity, keyType: 'ec', algorithm: 'sha256' } as const;
  const ca = await generate([{ name: 'commonName', value: 'Test web authority' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const caFile = join(dir, 'ca.pem');
  await mkdir(dir, { recursive: true });
  await writeFile(caFile, ca.cert);

  return {
    caFile,
    async issue(host) {
      // the host is in the SAN only: a common name ends at 64 characters, a host name does not
      const leaf = await generate([{ name: 'commonName', value: 'Test web' }], {
        ...common,
        ca: { key: ca.private, cert: ca.cert },
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          { name: 'subjectAltName', altNames: [{ type: 2, value: host }, ...(host === 'localhost' ? LOOPBACK : [])] },
        ],
      });
      return { key: leaf.private, cert: leaf.cert };
    },
  };
}
