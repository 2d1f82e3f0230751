import type { Article } from '@newsmill/contracts';
import { type Delivery, newSent } from '@newsmill/search';
import { expect, test } from 'vitest';
import { mailOf, webhookBody } from '../src/message.ts';
import { alertOf, SECRET, webhook } from './installation.ts';

const alert = alertOf('"A" <b>', { webhook: webhook('https://r.example/') });
const delivery: Delivery = {
  v: 1,
  id: 'd',
  alert_id: alert.id,
  story: 's',
  doc_id: 'a',
  test: false,
  created_at: '2026-11-25T11:00:00.000Z',
  webhook: newSent(),
  email: null,
};
// only what a message is made of, each as hostile as it may come
const article = {
  title: '<script>alert(1)</script>\r\nBcc: x@y',
  summary: null,
  body: 'x'.repeat(10_000),
  url: 'javascript:alert(1)',
  source: { name: '<img src=x>', domain: 'n.example' },
  authors: Array.from({ length: 500 }, () => 'A'),
  topics: [],
  language: 'en',
  published_at: null,
  first_seen_at: '2026-11-25T11:00:00.000Z',
  image_url: null,
  revision: 1,
} as unknown as Article;

test('a webhook tells the alert, the story and the article in short, and no secret', () => {
  const body = webhookBody({ alert, delivery, article });
  expect(JSON.parse(body)).toMatchObject({
    type: 'alert.match',
    timestamp: delivery.created_at,
    data: { delivery_id: 'd', alert: { id: alert.id, name: alert.name }, story: 's', article: { id: 'a', title: article.title } },
  });
  expect(body.length).toBeLessThan(4_000);
  expect(body).not.toContain(SECRET);
});

test('a test says that it is one, and tells no article', () => {
  const told = { alert, delivery: { ...delivery, test: true }, article: undefined };
  expect(JSON.parse(webhookBody(told))).toMatchObject({ type: 'alert.test', data: { story: null, article: null } });
  expect(mailOf(told).subject).toMatch(/^Test: /);
});

test('what an article says stays text in an e-mail, its subject one line, and only a web address becomes a link', () => {
  const { subject, html, text } = mailOf({ alert, delivery, article });
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toMatch(/<script|<img|<b>|href/);
  expect(html).toContain('&lt;script&gt;');
  expect(text).toContain('javascript:alert(1)');
  expect(mailOf({ alert, delivery, article: { ...article, url: 'https://n.example/?a="&b' } }).html).toContain(
    '<a href="https://n.example/?a=&quot;&amp;b">',
  );
});
