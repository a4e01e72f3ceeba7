/** The faults that the proof of the rules writes into them. */
import { expect, it } from 'vitest';
import { mutantsOf, mutated } from './mutants.js';

const faults = (source: string, file = 'rules/x.ts') =>
  mutantsOf(file, source).map((mutant) => `${mutant.kind}: ${mutated(source, mutant)}`);

it('a limit is moved to its other side and off by one', () => {
  expect(faults('const young = (years: 1 | 2) => years < 30;')).toEqual([
    'removal: const young = (years: 1 | 2) => undefined;',
    'comparison: const young = (years: 1 | 2) => years <= 30;',
    'comparison: const young = (years: 1 | 2) => years >= 30;',
    'number: const young = (years: 1 | 2) => years < (31);',
    'number: const young = (years: 1 | 2) => years < (29);',
  ]);
});

it.each([
  ['a && !b;', ['removal: ;', 'logic: a || !b;', 'logic: a && b;']],
  ['if (a) f();', ['branch: if (true) f();', 'branch: if (false) f();', 'removal: if (a) ;']],
  ['const x = Math.min(a, b) ?? c;', ['logic: const x = Math.min(a, b);', 'logic: const x = Math.max(a, b) ?? c;']],
  ['const x = all(null, a, b);', ['removal: const x = all(null, b);', 'removal: const x = all(null, a, );']],
  ['const x = list.filter(f);', ['removal: const x = list;']],
  ['const x = k === true;', ['comparison: const x = k !== true;', 'boolean: const x = k === false;']],
])('%s', (source, expected) => {
  expect(faults(source)).toEqual(expected);
});

it('words for readers, names and citations are counted apart, words that decide are not', () => {
  const kinds = (source: string, file?: string) => faults(source, file).map((fault) => fault.split(':')[0]);
  expect(kinds(`const x = { id: 'art05', zh: '一次', cites: [{ item: 5 }] };`)).toEqual([
    'words',
    'words',
    'citation',
    'citation',
    'citation',
  ]);
  expect(kinds(`throw new Refusal('rules', 'one')`)).toEqual(['removal', 'words', 'words']);
  expect(kinds(`const x = kind === 'flexible';`)).toEqual(['comparison', 'string']);
  expect(kinds(`const x = numberOf(null, 'months', [], f);`)).toEqual(['words']);
  expect(kinds(`const x = fixed(5, null, 'fen');`)).toEqual(['number', 'number', 'string']);
  expect(kinds(`const x = at('months');`)).toEqual(['string']);
  expect(kinds(`const x = 3;`, 'rules/parameters/example.ts')).toEqual(['words', 'words']);
});

it('what is no code is left alone: types, imports, keys', () => {
  expect(
    faults(`import { a } from 'b';\nexport { c } from 'd';\ntype T = 'x' | 3;\nconst x: { y?: 1 } = { 'y': z as 1 };`),
  ).toEqual([]);
});
