/** node packages/search/src/kibana/generate.ts: writes infra/kibana/newsmill.ndjson, the bundle of an installation without a prefix. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundle } from './bundle.ts';
import { toNdjson } from './model.ts';

const folder = join(import.meta.dirname, '../../../../infra/kibana');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'newsmill.ndjson'), toNdjson(buildBundle()));
