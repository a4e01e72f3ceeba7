import { expect, test } from 'vitest';
import { gather, together } from '../../api/gather.js';

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

test('what is the same for everybody is read once for all who ask at the same time, and never from before they asked', async () => {
  let now = 1;
  const ends: (() => void)[] = [];
  const read = together(() => {
    const found = now;
    return new Promise<number>((resolve) => ends.push(() => resolve(found)));
  });
  const first = read();
  const second = read();
  const waiting = [read(), read(), read()];
  now = 2;
  ends[0]!();
  expect(await first).toBe(1);
  await turn();
  ends[2]!();
  expect(await Promise.all(waiting)).toEqual([2, 2, 2]);
  ends[1]!();
  expect(await second).toBe(1);
  expect(ends).toHaveLength(3);
});
