import { argv, env } from 'node:process';
import { runWithServers } from '../src/run.ts';

// node run-in.ts <root> <command...>: with-servers.ts for a root that is not this repository, whose own test results must not be touched.

const [root = '', command = '', ...args] = argv.slice(2);
process.exitCode = await runWithServers({ root, command, args, env, log: console.error, print: console.log });
