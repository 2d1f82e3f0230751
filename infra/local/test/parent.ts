import { argv, env } from 'node:process';
import { startLocal } from '../src/index.ts';

// node parent.ts <data folder> <heap>: starts both servers, says where they are, and stays until it is killed.

const [dataDir = '', heap = ''] = argv.slice(2);
const { redisUrl, elasticsearchUrl } = await startLocal({
  dataDir,
  env,
  log: console.error,
  redis: { port: 0 },
  elasticsearch: { port: 0, heap },
});
console.log(JSON.stringify({ redisUrl, elasticsearchUrl }));
