import { run } from './run.ts';

run('other', ({ tell, stay }) => {
  tell('up');
  stay();
});
