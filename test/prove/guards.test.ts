/** What the proofs switch off is still there: a guard that was reworded would end them half-way, hours later. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { lists } from './guards.js';
import { isNamed } from './switched-off.js';

describe.each(Object.entries(lists))('%s:', (_word, { guards }) => {
  it.each(guards.map((guard) => [guard.name, guard] as const))('%s', (_name, { file, on, off, tests, row }) => {
    expect(readFileSync(file, 'utf8').split(on)).toHaveLength(2);
    expect(off).not.toBe(on);
    expect(existsSync(tests)).toBe(true);
    // One that finds nothing in particular would let any test do.
    expect(isNamed('', row)).toBe(false);
  });

  it('each by a name of its own', () => {
    expect(new Set(guards.map(({ name }) => name)).size).toBe(guards.length);
  });
});

test('each list tells under a title of its own', () => {
  const titles = Object.values(lists).map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});

test('a row is found by whole words', () => {
  expect(isNamed('G1 G1: a thousand aliases', 'G1')).toBe(true);
  expect(isNamed('G18: bytes', 'G1')).toBe(false);
  expect(isNamed('A7: an officer whom somebody turned away', 'A7: an officer who')).toBe(false);
});
