import { stdout } from 'node:process';
import { runService } from '../../src/index.ts';

// A service whose work and whose closing are told on stdout. USER_AGENT picks how it behaves.
await runService(
  'tested',
  ['USER_AGENT', 'API_PORT', 'HOST_GAP_MS'],
  async ({ settings: { USER_AGENT: mode }, eventually, onClose, onEvent, onError }) => {
    const say = (text: string): void => void stdout.write(`${text}\n`);
    onClose(async () => say('closed first'));
    if (mode === 'throws') throw new Error('no such luck');
    onClose(async () => {
      if (mode === 'fails-to-close') throw new Error('will not close');
      if (mode === 'hangs') await new Promise(() => say('hanging'));
      say('closed second');
    });
    setInterval(() => undefined, 1_000);
    if (mode === 'waits') await eventually('what never comes', () => Promise.reject(new Error('not there')));
    for (let times = 0; times < 50; times++) onEvent({ stage: 'index', ended: 'waits', ms: 1, waitedMs: 0, code: 'dependency_down' });
    onEvent({ stage: 'fetch', ended: 'dead', ms: 1, waitedMs: 0, code: 'timeout' });
    onError(new Error('a connection went away'));
    return { well: async () => (mode === 'unwell' ? Promise.reject(new Error('unwell')) : undefined) };
  },
);
