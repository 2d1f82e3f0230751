import { exchangeFault } from '@newsmill/runtime';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { NotTaken } from '../not-taken.ts';

export type MailMessage = { id: string; to: string; subject: string; text: string; html: string };
type Options = { smtpUrl: string | undefined; from: string; timeoutMs: number };

/** Sends a message by SMTP; answers the status of the reply. Throws NotTaken. */
export function createMailSender({ smtpUrl, from, timeoutMs }: Options) {
  const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs };
  // a message is text alone: it names no file and no address that would be read into it
  const limits = { disableFileAccess: true, disableUrlAccess: true };
  const transport =
    smtpUrl === undefined ? undefined : createTransport({ url: smtpUrl, pool: true, maxConnections: 4, ...timeouts, ...limits });
  return {
    send: async ({ id, to, subject, text, html }: MailMessage): Promise<number> => {
      if (transport === undefined) throw new NotTaken('channel_off', 'SMTP_URL is not set');
      const message: SendMailOptions = {
        from,
        to,
        subject,
        text,
        html,
        // the same for a repeat, so that a mailbox can tell
        messageId: `<${id}@alerts.newsmill>`,
        // RFC 3834: no holiday answers
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Newsmill-Delivery': id },
      };
      try {
        const { response } = await transport.sendMail(message);
        return Number.parseInt(response, 10) || 250;
      } catch (error) {
        throw refusal(error);
      }
    },
    close: async (): Promise<void> => transport?.close(),
  };
}

/** RFC 5321 section 4.2.1: 5xx is for good, 4xx for now. A login that is refused is the operator's affair, not this message's. */
function refusal(error: unknown): NotTaken {
  const { responseCode: status, code, command } = error as { responseCode?: number; code?: string; command?: string };
  if (status === undefined) {
    const fault = exchangeFault(error, false);
    return new NotTaken(fault.code === 'internal' ? 'connect_failure' : fault.code, code ?? '', { isAway: true }, { cause: error });
  }
  const isLogin = code === 'EAUTH';
  const isFinal = status >= 500 && !isLogin;
  return new NotTaken(isFinal ? 'mail_refused' : 'mail_deferred', `status ${status} to ${command ?? code}`, { status, isAway: isLogin });
}
