import { run } from './run.ts';

// it crashes twice, then stays
run('crashing', ({ tell, told, stay }) => {
  tell('up');
  if (told('crashing').length < 3) process.exit(1);
  stay();
});
