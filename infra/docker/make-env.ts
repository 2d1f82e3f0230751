/**
 * npm run env [-- FILE]: random values for the passwords, the token and the key that docker-compose.yml asks for, in .env. What the file has
 * already stays as it is, so that a second run changes nothing.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';

const NAMES = ['ELASTIC_PASSWORD', 'KIBANA_PASSWORD', 'KIBANA_ENCRYPTION_KEY', 'API_TOKEN'];

const file = argv[2] ?? join(import.meta.dirname, '../../.env');
const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
const missing = NAMES.filter((name) => !new RegExp(`^\\s*(export\\s+)?${name}\\s*=\\s*\\S`, 'm').test(before));
if (missing.length > 0) {
  const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  // of two lines of one name the last holds: one without a value may stay
  const lines = missing.map((name) => `${name}=${randomBytes(24).toString('hex')}\n`);
  writeFileSync(file, start + lines.join(''), { mode: 0o600 });
}
console.log(missing.length === 0 ? `${file} has them all` : `${file}: ${missing.join(', ')}`);
if (missing.includes('ELASTIC_PASSWORD')) console.log('An Elasticsearch that has started already keeps the password of its first start.');
