import { expect, test } from 'vitest';
import { productToken } from '../src/index.ts';

test.each([
  ['Newsmill/0.1 (+https://x.example)', 'Newsmill'],
  ['my-bot', 'my-bot'],
  ['My_Bot 2', 'My_Bot'],
  ['7up/1', ''],
  ['', ''],
])('of the User-Agent %j the name in rules for robots is %j', (userAgent, token) => {
  expect(productToken(userAgent)).toBe(token);
});
