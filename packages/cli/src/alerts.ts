import type { Command } from 'commander';
import { z } from 'zod';
import type { Client } from './client.ts';

type Print = (line: string) => void;
type Asked = { language?: string; source?: string; feed?: string };
type Added = Asked & { name?: string; owner: string; webhook?: string; email?: string };

const zAlert = z.object({
  id: z.string(),
  owner: z.string(),
  name: z.string(),
  q: z.string(),
  enabled: z.boolean(),
  webhook: z.object({ url: z.string(), secret: z.string(), off_since: z.string().nullable() }).nullable(),
  email: z.object({ to: z.string() }).nullable(),
  feed_path: z.string(),
});
const zPreview = z.object({
  articles: z.number(),
  rings: z.number(),
  days: z.array(z.object({ value: z.string(), count: z.number() })),
  hits: z.array(z.object({ article: z.object({ title: z.string(), '@timestamp': z.string(), source: z.object({ name: z.string() }) }) })),
  notes: z.array(z.string()),
});
const zSent = z.object({ state: z.string(), attempts: z.number(), code: z.string().nullable() }).nullable();
const zDelivery = z.object({ id: z.string(), created_at: z.string(), test: z.boolean(), doc_id: z.string(), webhook: zSent, email: zSent });

/** Saved searches that ring. */
export function registerAlerts(program: Command, { call }: Client, print: Print): void {
  const alert = program.command('alert').description('saved searches that ring, once for each story');
  const asking = (name: string, description: string): Command =>
    alert
      .command(`${name} [words...]`)
      .description(description)
      .option('--language <code>', 'only this language')
      .option('--source <domain>', 'only this publisher')
      .option('--feed <id>', 'only this feed');

  alert
    .command('list')
    .description('all alerts')
    .action(async () => {
      const { answer } = await call(z.object({ alerts: z.array(zAlert) }), 'GET', '/alerts');
      for (const one of answer.alerts)
        print(`${one.id}  ${(one.enabled ? 'on' : 'off').padEnd(4)} ${one.owner}  ${one.name}: ${one.q}  → ${waysOf(one)}`);
      if (answer.alerts.length === 0) print('No alerts yet: newsmill alert add "words" --webhook <url>');
    });
  asking('add', 'save a search; it rings for what is indexed from now on')
    .option('--name <name>', 'what it is called; the words unless given')
    .option('--owner <name>', 'whose it is', 'me')
    .option('--webhook <url>', 'post each story there, signed')
    .option('--email <address>', 'send each story there')
    .action(async (words: string[], { name, owner, webhook, email, ...asked }: Added) => {
      const ways = { ...(webhook && { webhook: { url: webhook } }), ...(email && { email: { to: email } }) };
      const q = words.join(' ');
      const { answer } = await call(zAlert, 'POST', '/alerts', {
        ...asked,
        q,
        owner,
        name: name ?? (q === '' ? 'everything' : q),
        ...ways,
      });
      print(`saved: ${answer.id}  → ${waysOf(answer)}`);
      if (answer.webhook !== null) print(`secret, shown this once: ${answer.webhook.secret}`);
    });
  asking('preview', 'what an alert would have found in the past 30 days')
    .option('--days <n>', 'so many days', '30')
    .action(async (words: string[], { days, ...asked }: Asked & { days: string }) => {
      const { answer } = await call(zPreview, 'POST', '/alerts/preview', { ...asked, q: words.join(' '), days: Number(days) });
      print(`${answer.articles} articles; it would have rung ${answer.rings} times`);
      for (const note of answer.notes) print(`  ${note}`);
      for (const { value, count } of answer.days) print(`  ${value}  ${count}`);
      for (const { article } of answer.hits) print(`  ${article['@timestamp'].slice(0, 16)}  ${article.source.name}: ${article.title}`);
    });
  alert
    .command('test <id>')
    .description('send a test on every way of an alert')
    .action(async (id: string) => {
      const { answer } = await call(z.object({ delivery: z.string() }), 'POST', `/alerts/${encodeURIComponent(id)}/test`);
      print(`sent for delivery: ${answer.delivery}; how it went: newsmill alert deliveries ${id}`);
    });
  alert
    .command('deliveries <id>')
    .description('what an alert rang for, and how each delivery fares')
    .action(async (id: string) => {
      const zAnswer = z.object({ deliveries: z.array(zDelivery) });
      const { answer } = await call(zAnswer, 'GET', `/alerts/${encodeURIComponent(id)}/deliveries`);
      for (const { id: delivery, created_at, test, doc_id, ...ways } of answer.deliveries) {
        const told = Object.entries(ways).flatMap(([way, sent]) =>
          sent === null ? [] : [`${way} ${sent.state} (${sent.attempts} tries${sent.code === null ? '' : `, ${sent.code}`})`],
        );
        print(`${delivery}  ${created_at.slice(0, 19)}  ${test ? 'test' : `article ${doc_id}`}  ${told.join(', ') || 'feed alone'}`);
      }
    });
  alert
    .command('remove <id>')
    .description('delete an alert with its deliveries')
    .action(async (id: string) => {
      await call(z.null(), 'DELETE', `/alerts/${encodeURIComponent(id)}`);
      print(`removed: ${id}`);
    });
}

function waysOf({ webhook, email, feed_path }: z.infer<typeof zAlert>): string {
  return [
    ...(webhook === null ? [] : [`${webhook.url}${webhook.off_since === null ? '' : ' (gone)'}`]),
    ...(email === null ? [] : [email.to]),
    feed_path,
  ].join(', ');
}
