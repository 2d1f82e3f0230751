import { setTimeout } from 'node:timers/promises';
import { DependencyDown } from '@newsmill/contracts';
import { expect, test } from 'vitest';
import { createBreaker } from '../src/breaker.ts';

/** A cluster that can be taken away, and how often it was asked. */
function cluster() {
  const state = { away: false, asked: 0 };
  const ask = async (): Promise<string> => {
    state.asked++;
    await setTimeout(5);
    if (state.away) throw new DependencyDown('Elasticsearch');
    return 'yes';
  };
  return { state, ask };
}

test('while the cluster answers, everybody asks it', async () => {
  const { state, ask } = cluster();
  const guarded = createBreaker();
  expect(await Promise.all([guarded(ask), guarded(ask), guarded(ask)])).toEqual(['yes', 'yes', 'yes']);
  expect(state.asked).toBe(3);
});

test('while it is away one caller a second asks it, the others learn what that one learned', async () => {
  const { state, ask } = cluster();
  const guarded = createBreaker();
  state.away = true;
  await expect(guarded(ask)).rejects.toBeInstanceOf(DependencyDown);
  for (let at = 0; at < 5; at++) await expect(guarded(ask)).rejects.toBeInstanceOf(DependencyDown);
  expect(state.asked).toBe(1);
  await setTimeout(1_010);
  const answers = await Promise.allSettled([guarded(ask), guarded(ask), guarded(ask)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(state.asked).toBe(2);
});

test('when the one that asks gets an answer, all go on at once', async () => {
  const { state, ask } = cluster();
  const guarded = createBreaker();
  state.away = true;
  await expect(guarded(ask)).rejects.toBeInstanceOf(DependencyDown);
  state.away = false;
  await setTimeout(1_010);
  expect(await Promise.all([guarded(ask), guarded(ask)])).toEqual(['yes', 'yes']);
});

test('an error that says nothing of the cluster shuts nothing', async () => {
  const { ask } = cluster();
  const guarded = createBreaker();
  await expect(guarded(() => Promise.reject(new Error('a bad request')))).rejects.toThrow('a bad request');
  expect(await guarded(ask)).toBe('yes');
});
