import { run } from './run.ts';

run('steady', ({ tell, stay }) => {
  tell('up');
  stay();
});
