import { expect, test } from 'vitest';
import { gather } from '../../api/gather.js';

/** Reads that end when the test says so. */
function controlled() {
  const groups: { keys: readonly number[]; end: (error?: Error) => void }[] = [];
  const readAll = (keys: readonly number[]) =>
    new Promise<string[]>((resolve, reject) => {
      groups.push({ keys, end: (error) => (error ? reject(error) : resolve(keys.map((key) => `found ${key}`))) });
    });
  return { groups, readAll };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('nobody waits while few ask; who waits goes together, at most so many, each with its own answer', async () => {
  const { groups, readAll } = controlled();
  const read = gather(readAll, { atOnce: 2, most: 3 });
  const answers = Promise.all([1, 2, 3, 4, 5, 6].map((key) => read(key)));
  expect(groups.map((group) => group.keys)).toEqual([[1], [2]]);
  groups[1]!.end();
  await turn();
  expect(groups.map((group) => group.keys)).toEqual([[1], [2], [3, 4, 5]]);
  groups[0]!.end();
  await turn();
  groups[2]!.end();
  groups[3]!.end();
  expect(await answers).toEqual([1, 2, 3, 4, 5, 6].map((key) => `found ${key}`));
});

test('a group that fails fails for its own members alone, and the next ones go on', async () => {
  const { groups, readAll } = controlled();
  const read = gather(readAll, { atOnce: 1 });
  const settled = Promise.allSettled([1, 2, 3].map((key) => read(key)));
  groups[0]!.end();
  await turn();
  groups[1]!.end(new Error('connection lost'));
  expect((await settled).map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  const later = read(4);
  groups[2]!.end();
  expect(await later).toBe('found 4');
});
