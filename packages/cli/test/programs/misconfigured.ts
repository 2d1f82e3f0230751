import { run } from './run.ts';

run('misconfigured', ({ say }) => {
  say('The configuration has 1 fault(s)');
  process.exit(2);
});
