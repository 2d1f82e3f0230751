import { Fault } from '@newsmill/contracts';

const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']);
const TIMEOUT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT', 'ABORT_ERR']);
const TRUNCATED = new Set(['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ERR_STREAM_PREMATURE_CLOSE']);
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$)/;

/** What went wrong with an exchange, told by error codes alone, as one of our codes. A Fault is handed through. */
export function exchangeFault(error: unknown, bodyBegun: boolean): Fault {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof Fault) return cause;
    const code = 'code' in cause ? String(cause.code) : '';
    const tell = `${code} ${cause.message}`.trim().slice(0, 300);
    if (cause.name === 'TimeoutError' || TIMEOUT.has(code)) return new Fault('timeout', tell, { cause: error });
    if (DNS.has(code)) return new Fault('dns_failure', tell, { cause: error });
    if (TLS.test(code)) return new Fault('tls_failure', tell, { cause: error });
    // undici gives it no code where its parser gives none
    const isNoHttp = cause.name === 'HTTPParserError';
    if (TRUNCATED.has(code) || (bodyBegun && (isNoHttp || code === 'UND_ERR_SOCKET' || code === 'ECONNRESET'))) {
      return new Fault('truncated_body', tell, { cause: error });
    }
    if (isNoHttp || code.startsWith('UND_ERR_') || code.startsWith('E')) return new Fault('connect_failure', tell, { cause: error });
  }
  return new Fault('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
