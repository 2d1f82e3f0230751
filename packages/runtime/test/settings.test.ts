import { expect, test } from 'vitest';
import { describeSettings, givenSetting, readSettings, SETTINGS, type SettingName, SettingsFault } from '../src/index.ts';

const ALL = Object.keys(SETTINGS) as SettingName[];

function faultOf(names: readonly SettingName[], env: Record<string, string>): string {
  try {
    readSettings(names, env);
  } catch (error) {
    if (error instanceof SettingsFault) return error.message;
    throw error;
  }
  return '';
}

test('every setting has a default that is valid, and a meaning', () => {
  const settings = readSettings(ALL, {});
  expect(settings).toMatchObject({ REDIS_URL: 'redis://127.0.0.1:6379', API_HOST: '127.0.0.1', API_PORT: 3000, HOST_GAP_MS: 2000 });
  expect(settings.API_TOKEN).toBeUndefined();
  for (const { name, meaning } of describeSettings({})) expect(meaning, name).toMatch(/\w{3}.*\./);
});

test('all faults are told at once, each with its name, what is wrong and what the setting means', () => {
  const message = faultOf(ALL, {
    REDIS_URL: 'http://127.0.0.1',
    API_PORT: '70000',
    NEWSMILL_PREFIX: 'News_',
    LOG_LEVEL: 'loud',
    FETCH_CONNECT_TO: 'gateway',
    FETCH_ALLOW_ADDRESSES: '10.0.0.0/8, 10.0.0.0/99',
    USER_AGENT: 'Zürich\n',
  });
  expect(message).toMatch(/^The configuration has 7 fault\(s\)/);
  expect(message).toMatch(/REDIS_URL: must be a URL such as .*Redis: what is in motion/);
  expect(message).toMatch(/API_PORT: .*65535.*Port of the API/);
  expect(message).toMatch(/NEWSMILL_PREFIX: must be lower-case letters/);
  expect(message).toMatch(/LOG_LEVEL: .*"info"/);
  expect(message).toMatch(/FETCH_CONNECT_TO: must be host:port/);
  expect(message).toMatch(/FETCH_ALLOW_ADDRESSES: "10\.0\.0\.0\/99" is no address range; write it as 10\.1\.0\.0\/16/);
  expect(message).toMatch(/USER_AGENT: must be printable ASCII/);
  expect(message).toContain('"newsmill config" lists every setting.');
});

test('Redis is one server or some nodes of a cluster, which has no numbered databases', () => {
  for (const good of ['rediss://u:p@a:6379/1', 'redis://a:1,redis://b:2', 'rediss://a, rediss://b/'])
    expect(readSettings(['REDIS_URL'], { REDIS_URL: good })).toEqual({ REDIS_URL: good });
  for (const bad of ['redis://a,', 'redis://a,http://b', 'a:6379,b:6379', 'redis://a/1,redis://b/1'])
    expect(faultOf(['REDIS_URL'], { REDIS_URL: bad }), bad).toContain('or several, comma separated');
});

test('a setting that is asked for twice is told once', () => {
  expect(faultOf(['API_PORT', 'API_PORT'], { API_PORT: 'x' })).toMatch(/^The configuration has 1 fault/);
});

test('numbers are read as numbers and bounded; a fraction, a word and a blank within are faults', () => {
  expect(readSettings(['FETCH_CONCURRENCY'], { FETCH_CONCURRENCY: '7' })).toEqual({ FETCH_CONCURRENCY: 7 });
  for (const bad of ['0', '1001', '1.5', 'many', '1 2', '-1', 'NaN', 'Infinity']) {
    expect(faultOf(['FETCH_CONCURRENCY'], { FETCH_CONCURRENCY: bad }), bad).toContain('FETCH_CONCURRENCY: ');
  }
});

test('a blank value counts as not given, so that no gap or limit becomes 0 by an empty variable', () => {
  const blank = Object.fromEntries(ALL.map((name) => [name, ' ']));
  expect(readSettings(ALL, blank)).toEqual(readSettings(ALL, {}));
  expect(givenSetting('REDIS_URL', { REDIS_URL: '' })).toBeUndefined();
  expect(givenSetting('REDIS_URL', { REDIS_URL: 'redis://a' })).toBe('redis://a');
});

test.each(['host:0x50', 'host:99999', 'http://host:80', 'host:80/path', ':80', 'host:', 'a b:80'])(
  'FETCH_CONNECT_TO refuses %s',
  (text) => {
    expect(faultOf(['FETCH_CONNECT_TO'], { FETCH_CONNECT_TO: text })).toContain('must be host:port');
  },
);

test.each(['127.0.0.1:8080', 'egress.example:3128', '[::1]:8080'])('FETCH_CONNECT_TO takes %s', (text) => {
  expect(readSettings(['FETCH_CONNECT_TO'], { FETCH_CONNECT_TO: text })).toEqual({ FETCH_CONNECT_TO: text });
});

test('lists are parted by commas and blanks', () => {
  const { FETCH_ALLOW_ADDRESSES: list } = readSettings(['FETCH_ALLOW_ADDRESSES'], {
    FETCH_ALLOW_ADDRESSES: ' 10.0.0.0/8,,fd00::/8\n127.0.0.1 ',
  });
  expect(list).toEqual(['10.0.0.0/8', 'fd00::/8', '127.0.0.1']);
});

test('no secret is ever shown: not a token, not a password of its own, not one inside an address, not in a fault', () => {
  const env = {
    API_TOKEN: 'hush-token',
    ELASTICSEARCH_PASSWORD: 'hush-password',
    REDIS_URL: 'redis://default:hush-redis@10.0.0.1:6379/1',
    ELASTICSEARCH_URL: 'ftp://elastic:hush-elastic@10.0.0.1:9200',
    NEWSMILL_API: 'https://me:hush-api@news.example',
  };
  const shown = describeSettings(env);
  expect(JSON.stringify(shown)).not.toContain('hush');
  expect(faultOf(ALL, env)).toContain('ELASTICSEARCH_URL');
  expect(faultOf(ALL, env)).not.toContain('hush');
  const value = (name: SettingName) => shown.find((one) => one.name === name)?.value;
  expect(value('API_TOKEN')).toBe('(set)');
  expect(value('REDIS_URL')).toBe('redis://***@10.0.0.1:6379/1');
  expect(value('ELASTICSEARCH_URL')).toBe('(bad: ftp://***@10.0.0.1:9200)');
});

test('a bad value is shown as bad, an unset secret as unset', () => {
  const shown = new Map(describeSettings({ API_PORT: 'x' }).map(({ name, value }) => [name, value]));
  expect(shown.get('API_PORT')).toBe('(bad: x)');
  expect(shown.get('API_TOKEN')).toBe('');
  expect([...shown.keys()]).toEqual(ALL);
});
