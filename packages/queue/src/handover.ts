import {
  DependencyDown,
  type Fault,
  type FrontierOffer,
  type IndexJobOf,
  type JobOf,
  type Offer,
  shortText,
  type UrlStage,
} from '@newsmill/contracts';
import type { Queues } from './queues.ts';

type OfferTo = (offers: Offer[], mode: FrontierOffer['mode'], notBefore?: number) => Promise<string[]>;

/**
 * The sink for `frontier`. A full frontier makes the stage wait: nothing is dropped. A URL that was met before is told to the registry,
 * so that its article learns of one more feed.
 */
export function frontierSink(offerTo: OfferTo, queues: Queues): (job: FrontierOffer) => Promise<void> {
  return async ({ offer, mode, notBefore }) => {
    const [answer] = await offerTo([offer], mode, notBefore);
    if (answer === 'full') throw new DependencyDown('the frontier (it is full)');
    if (answer === 'seen' && offer.feedId !== null) await queues.add('index', mention(offer));
  };
}

/** One more feed that announces a known URL. */
export function mention({ origin, url, urlKey, feedId }: Offer): IndexJobOf<'url'> {
  const nothing = { outcome: null, code: null, detail: null, status: null, exchange: null, entryKey: null, jobId: null } as const;
  return { kind: 'url', v: 1, n: Date.now(), origin, url, urlKey, feedId, stage: 'parse', at: new Date().toISOString(), ...nothing };
}

/** The end of a URL whose job will not be run again. */
export function deadLetter<S extends UrlStage>(stage: S, job: JobOf<S>, fault: Fault, jobId: string | null = null): IndexJobOf<'url'> {
  const { n, origin, url, urlKey, feedId } = job;
  const exchange = 'exchange' in job ? job.exchange : null;
  const entryKey = 'entryKey' in job ? job.entryKey : null;
  const detail = shortText(fault.detail);
  return {
    kind: 'url',
    v: 1,
    n,
    origin,
    url,
    urlKey,
    feedId,
    outcome: 'dead',
    code: fault.code,
    detail,
    stage,
    status: null,
    exchange,
    entryKey,
    jobId,
    at: new Date().toISOString(),
  };
}
