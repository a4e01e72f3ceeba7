import { expect, test } from 'vitest';
import { openTurns } from '../../api/turns.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What begins in each turn of the event loop; beginning takes `tookMs` of a clock of its own. */
async function beginnings(asked: string, tookMs: number, turns: number): Promise<string[]> {
  let now = 0;
  const takeTurn = openTurns(() => now);
  let begun = '';
  const begin = (client: string) => {
    begun += client;
    now += tookMs;
  };
  for (const client of asked) {
    const wait = takeTurn(client);
    if (wait) void wait.then(() => begin(client));
    else begin(client);
  }
  const told: string[] = [];
  for (let n = 0; n < turns; n++) {
    told.push(begun);
    begun = '';
    await turn();
  }
  return told;
}

test('whoever asks alone begins several small operations in a turn', async () => {
  expect(await beginnings('a'.repeat(20), 0.01, 4)).toEqual(['a'.repeat(8), 'a'.repeat(8), 'a'.repeat(4), '']);
});

test('but no further one once those have taken their time', async () => {
  expect(await beginnings('aaaaa', 0.2, 4)).toEqual(['aa', 'aa', 'a', '']);
  expect(await beginnings('aaa', 5, 4)).toEqual(['a', 'a', 'a', '']);
});

test('while several ask, each begins one in a turn, however many it has sent', async () => {
  expect(await beginnings(`${'a'.repeat(30)}bb`, 0.01, 4)).toEqual([
    `${'a'.repeat(8)}b`,
    'ab',
    'a'.repeat(8),
    'a'.repeat(8),
  ]);
});
