import { expect, test } from 'vitest';
import { CleanUp } from './clean-up.ts';

test('Things are undone newest first, except those that were dropped', async () => {
  const undone: string[] = [];
  const cleanUp = new CleanUp();
  for (const key of ['a', 'b', 'c']) cleanUp.add(key, () => void undone.push(key));
  cleanUp.drop('b');
  expect(await cleanUp.run()).toEqual([]);
  expect(undone).toEqual(['c', 'a']);
});

test('What fails to be undone is named, and the rest is undone all the same', async () => {
  const undone: string[] = [];
  const cleanUp = new CleanUp();
  cleanUp.add('first', () => void undone.push('first'));
  cleanUp.add('stuck', () => Promise.reject(new Error('no')));
  expect(await cleanUp.run()).toEqual(['stuck: no']);
  expect(undone).toEqual(['first']);
});

test('What is made after the clean-up is undone at once', async () => {
  const undone: string[] = [];
  const cleanUp = new CleanUp();
  await cleanUp.run();
  cleanUp.add('late', () => void undone.push('late'));
  await expect.poll(() => undone).toEqual(['late']);
});
