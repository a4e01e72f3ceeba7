/** What the proofs switch off is still there: a guard that was reworded would end them half-way, hours later. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { guards as ofRights } from './guards.js';
import { guards as ofGraph } from './guards-of-graph.js';
import { guards as ofPeople } from './guards-of-people.js';

const all = [...ofGraph, ...ofPeople, ...ofRights.map(({ row, from, ...rest }) => ({ ...rest, name: row, on: from }))];

it.each(all.map(({ name, file, on }) => [name, file, on]))('%s stands once in %s', (_name, file, on) => {
  expect(readFileSync(file, 'utf8').split(on)).toHaveLength(2);
});
