/** CONFORMANCE.md has a word for each behaviour of each connector, and names only tests that are there. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

const page = readFileSync('test/connectors/CONFORMANCE.md', 'utf8');
const letters = ['R', 'S', 'V', 'F'];
const files = new Map(
  globSync('test/{connectors,attacks,jobs,schema}/*.test.ts').map((file) => [basename(file, '.test.ts'), file]),
);
/** What `it` and `test` are called with, also behind the rows of an `each`. */
const titlesOf = (text: string) =>
  [...text.matchAll(/(?:\b(?:it|test)\(|\)\()\s*(['`])((?:\\.|(?!\1)[^\\])*)\1/g)].map(([, , title]) => title!);

const cells = [...page.matchAll(/^\| (\d+) \|(.*)\|$/gm)].map(([, number, rest]) => ({
  number: Number(number),
  cells: rest!.split(' | ').map((cell) => cell.trim()),
}));
const namedIn = (cell: string) =>
  [...cell.matchAll(/`([\w-]+) › ([^`]+?)`/g)].map(([, file, name]) => [file!, name!] as const);

/** What is wrong with a cell, or null. */
function faultOf(cell: string): string | null {
  const named = namedIn(cell);
  if (named.length === 0 && !/(^|\s)(Cannot|Gap): \S/.test(cell)) return `says neither a test nor why not: ${cell}`;
  for (const [file, name] of named) {
    const path = files.get(file);
    if (path === undefined || !existsSync(path)) return `${file} is no file of tests`;
    if (!titlesOf(readFileSync(path, 'utf8')).includes(name)) return `${path} has no test: ${name}`;
  }
  return null;
}

test('forty behaviours, a word for each of the four connectors', () => {
  expect(cells.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  for (const { number, cells: row } of cells) expect(row, `row ${number}`).toHaveLength(1 + letters.length);
});

test('each cell names tests that are there, or says why it has none', () => {
  const faults = cells.flatMap(({ number, cells: [, ...row] }) =>
    row.flatMap((cell, at) => {
      const fault = faultOf(cell);
      return fault === null ? [] : [`${number} ${letters[at]}: ${fault}`];
    }),
  );
  expect(faults).toEqual([]);
});

test('each test of the kit stands on the page under its number', () => {
  const kit = [...files].filter(([name]) => name.startsWith('conformance-'));
  expect(kit.length).toBeGreaterThan(3);
  const unnamed = kit.flatMap(([name, path]) =>
    titlesOf(readFileSync(path, 'utf8')).filter((title) =>
      [...title.matchAll(/#(\d+)/g)].some(
        ([, number]) =>
          !cells.some(
            (row) => row.number === Number(number) && row.cells.some((cell) => cell.includes(`\`${name} › ${title}\``)),
          ),
      ),
    ),
  );
  expect(unnamed).toEqual([]);
});

test('the search itself misses a test, a file and a word', () => {
  expect(faultOf('`employment › a test that nobody wrote`')).toContain('has no test');
  expect(faultOf('`nowhere › a test`')).toContain('no file of tests');
  expect(faultOf('')).toContain('neither');
  expect(faultOf('Cannot: it has no pages.')).toBeNull();
});
