export { type BatchLimits, createBatcher } from './batcher.ts';
export type { QueueSettings } from './connection.ts';
export { deadLetter, frontierSink, mention } from './handover.ts';
export { checkJob, openQueues, type QueueCounts, type Queues } from './queues.ts';
export { type Handler, type JobEvent, type Sinks, type StageWorker, startWorker } from './worker.ts';
