import type { Alert, Article } from '@newsmill/contracts';
import type { Delivery } from '@newsmill/search';

type Told = { alert: Pick<Alert, 'id' | 'name'>; delivery: Delivery; article: Article | undefined };

const TEASER = 400;

/** The body of a webhook, as Standard Webhooks has it: type, timestamp, data. `article` is null in a test. */
export function webhookBody({ alert, delivery, article }: Told): string {
  return JSON.stringify({
    type: delivery.test ? 'alert.test' : 'alert.match',
    timestamp: delivery.created_at,
    data: {
      delivery_id: delivery.id,
      alert: { id: alert.id, name: alert.name },
      story: delivery.test ? null : delivery.story,
      article: article === undefined ? null : shown(delivery.doc_id, article),
    },
  });
}

const shown = (id: string, article: Article) => ({
  id,
  url: article.url,
  title: article.title,
  summary: article.summary ?? teaserOf(article),
  source: { name: article.source.name, domain: article.source.domain },
  authors: article.authors.slice(0, 20),
  language: article.language,
  published_at: article.published_at,
  first_seen_at: article.first_seen_at,
  image_url: article.image_url,
  topics: article.topics.slice(0, 50),
  revision: article.revision,
});

/** The same as an e-mail. */
export function mailOf({ alert, delivery, article }: Told): { subject: string; text: string; html: string } {
  if (article === undefined || delivery.test) {
    const text = `This is a test of the alert "${alert.name}". It works.`;
    return { subject: `Test: ${line(alert.name)}`, text, html: `<p>${escaped(text)}</p>` };
  }
  const { title, source, url } = article;
  const at = (article.published_at ?? article.first_seen_at).slice(0, 16).replace('T', ' ');
  const by = `${source.name}, ${at} UTC`;
  const summary = article.summary ?? teaserOf(article);
  // only a web address may become a link
  const heading = /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}">${escaped(title)}</a>` : escaped(title);
  const foot = `Alert: ${alert.name}`;
  return {
    subject: `${line(alert.name)}: ${line(title)}`,
    text: [title, by, url, '', summary, '', foot].join('\n'),
    html: `<h2>${heading}</h2><p>${escaped(by)}</p><p>${escaped(summary)}</p><p><small>${escaped(foot)}</small></p>`,
  };
}

const teaserOf = ({ body }: Article): string => (body.length > TEASER ? `${body.slice(0, TEASER).trimEnd().toWellFormed()}…` : body);
const line = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, 200)
    .toWellFormed();
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => NAMED[sign] ?? '');
