import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** The metrics every process has. `gauge` adds one that is asked when Prometheus asks. */
export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const jobs = new Histogram({
    name: 'newsmill_job_seconds',
    help: 'Time of one run of a job in its stage.',
    labelNames: ['stage', 'ended'],
    buckets: [0.002, 0.01, 0.05, 0.2, 1, 5, 30],
    registers: [registry],
  });
  const waits = new Histogram({
    name: 'newsmill_job_wait_seconds',
    help: 'Time between the adding of a job and the start of its run.',
    labelNames: ['stage'],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
    registers: [registry],
  });
  const faults = new Counter({
    name: 'newsmill_faults_total',
    help: 'Runs that ended with a code, by code.',
    labelNames: ['stage', 'code'],
    registers: [registry],
  });
  return {
    job: (event: { stage: string; ended: string; ms: number; waitedMs: number; code?: string }): void => {
      jobs.observe({ stage: event.stage, ended: event.ended }, event.ms / 1_000);
      waits.observe({ stage: event.stage }, event.waitedMs / 1_000);
      if (event.code !== undefined) faults.inc({ stage: event.stage, code: event.code });
    },
    /** `ask` answers label value -> number, or one number; when it fails the gauge keeps its last value. */
    gauge: (name: string, help: string, label: string, ask: () => Promise<Record<string, number>>): void => {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers: [registry],
        async collect() {
          const values = await ask().catch(() => ({}));
          for (const [value, number] of Object.entries(values)) this.set({ [label]: value }, number);
        },
      });
    },
    contentType: registry.contentType,
    text: (): Promise<string> => registry.metrics(),
  };
}
