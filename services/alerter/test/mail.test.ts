import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { createMailSender } from '../src/channels/mail.ts';
import { NotTaken } from '../src/not-taken.ts';

type Mail = { from: string; to: string[]; raw: string };

/** A mail server on loopback; answers what came in. */
async function mailbox(more: SMTPServerOptions = {}): Promise<{ url: string; mails: Mail[] }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, session, done) => {
      void text(stream).then((raw) => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({ from: mailFrom === false ? '' : (mailFrom?.address ?? ''), to: rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
    ...more,
  });
  server.on('error', () => undefined);
  const listening: Server = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`, mails };
}

function sender(smtpUrl: string | undefined) {
  const mail = createMailSender({ smtpUrl, from: 'Newsmill <news@mill.example>', timeoutMs: 1_000 });
  onTestFinished(mail.close);
  return (more: object = {}) =>
    mail.send({ id: 'delivery-1', to: 'ada@reader.example', subject: 'A subject', text: 'Words', html: '<p>Words</p>', ...more });
}
async function refusal(sending: Promise<unknown>): Promise<NotTaken> {
  const error = await sending.catch((thrown: unknown) => thrown);
  if (error instanceof NotTaken) return error;
  throw new Error('it was taken', { cause: error });
}
const refusing = (responseCode: number): SMTPServerOptions => ({
  onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode })),
});

test('a mail comes in with text and HTML, the same Message-ID for a repeat, and marked as sent by a machine', async () => {
  const { url, mails } = await mailbox();
  const send = sender(url);
  expect([await send(), await send()]).toEqual([250, 250]);
  expect(mails).toHaveLength(2);
  for (const { from, to, raw } of mails) {
    expect([from, to]).toEqual(['news@mill.example', ['ada@reader.example']]);
    for (const line of [
      'Subject: A subject',
      'Message-ID: <delivery-1@alerts.newsmill>',
      'Auto-Submitted: auto-generated',
      'text/plain',
      'text/html',
    ])
      expect(raw).toContain(line);
  }
});

test('no text of an article becomes a header or another recipient', async () => {
  const { url, mails } = await mailbox();
  await sender(url)({ subject: 'A\r\nBcc: eve@evil.example\r\n\r\nbody', text: '.\r\nQUIT\r\n.\r\nMAIL FROM:<eve@evil.example>' });
  expect(mails).toHaveLength(1);
  expect(mails[0]?.to).toEqual(['ada@reader.example']);
  expect(mails[0]?.raw).not.toMatch(/^Bcc:/m);
});

test.each([
  [550, { code: 'mail_refused', permanent: true, isAway: false }],
  [451, { code: 'mail_deferred', permanent: false }],
])('a %i reply is told as what it is', async (status, expected) => {
  const { url } = await mailbox(refusing(status));
  expect(await refusal(sender(url)())).toMatchObject({ ...expected, status });
});

test('a login that is refused is tried again: it is the operator who has to mend it', async () => {
  const { url } = await mailbox({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('no'), { responseCode: 535 })),
  });
  const fault = await refusal(sender(url.replace('//', '//user:hush-password@'))());
  expect(fault).toMatchObject({ code: 'mail_deferred', permanent: false, isAway: true });
  expect(`${fault.message} ${fault.detail}`).not.toContain('hush');
});

test('a server that is away, or says nothing, is tried again later', async () => {
  expect(await refusal(sender('smtp://127.0.0.1:1')())).toMatchObject({ code: 'connect_failure', permanent: false, isAway: true });
  const { url } = await mailbox({ onConnect: () => undefined });
  expect(await refusal(sender(url)())).toMatchObject({ code: 'timeout', permanent: false, isAway: true });
});

test('without a mail server a mail is refused and says which setting is missing', async () => {
  expect(await refusal(sender(undefined)())).toMatchObject({ code: 'channel_off', permanent: true, detail: 'SMTP_URL is not set' });
});
