import { CODES, isCode } from '@newsmill/contracts';
import type { Evidence, Trace } from './trace.ts';

type Step = Trace['steps'][number];

/** A code as a sentence, with its detail. */
export const why = (code: string | null, detail: string | null): string =>
  code !== null && isCode(code) ? `${CODES[code].says}${detail ? ` (${detail})` : ''}` : '';

export const step = (name: string, at: string | null, says: string): Step => ({ step: name, at, says });

/** What is known of a URL's way, in the order of the stages. */
export function stepsOf(evidence: Evidence): Step[] {
  const { record, view, feed } = evidence;
  const steps: Step[] = [];
  if (record !== undefined) {
    const from = record.feeds.length > 0 ? `in ${record.feeds.map((one) => one.url).join(', ')}` : 'by hand, or as a canonical address';
    steps.push(step('met', record.first_seen_at, `Met ${from}.`));
  }
  if (view.pendingSince !== null)
    steps.push(step('offered', new Date(view.pendingSince).toISOString(), 'Offered to the frontier; its outcome is open.'));
  if (evidence.cameFrom.length > 0) steps.push(step('led_here', null, `Redirected from ${evidence.cameFrom.join(', then ')}.`));
  if (record?.exchange) steps.push(fetched(evidence, record.exchange));
  if (feed?.last_polled_at) {
    steps.push(
      step('polled', feed.last_polled_at, `Status ${feed.last_status ?? 'none'}, ${feed.entries_in_body} entries in the last body.`),
    );
  }
  return [...steps, ...understood(evidence), ...ended(evidence)];
}

function fetched({ record, exchange }: Evidence, key: string): Step {
  const status = exchange?.status ?? record?.status ?? null;
  const parts = [
    ...(status === null ? [] : [`status ${status}`]),
    ...(exchange === undefined ? ['the body is not kept any more'] : [`${exchange.body.length} bytes`]),
    ...(record?.etag ? [`ETag ${record.etag}`] : []),
    ...(record?.last_modified ? [`Last-Modified ${record.last_modified}`] : []),
  ];
  return step('fetched', exchange?.fetchedAt ?? null, `${parts.join(', ')}; kept as ${key}.`);
}

function understood({ article }: Evidence): Step[] {
  if (article === undefined) return [];
  const { pipeline, quality, language, language_confidence, word_count, fetched_at } = article;
  const flags = quality.flags.length === 0 ? '' : `, flags ${quality.flags.join(' ')}`;
  return [
    step('parsed', fetched_at, `By ${pipeline.extractor} (version ${pipeline.version}), quality ${quality.score.toFixed(2)}${flags}.`),
    step('enriched', null, `Language ${language} (${language_confidence.toFixed(2)}), ${word_count} words.`),
  ];
}

function ended({ record, document, article }: Evidence): Step[] {
  if (record === undefined || record.outcome === 'pending') return [];
  const says =
    document === null
      ? why(record.code, record.detail) || record.outcome
      : `${document.index}/${document.id}, revision ${document.revision}.`;
  return [step(record.outcome, article?.indexed_at ?? record.updated_at, says)];
}
