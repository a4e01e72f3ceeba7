/** The rules stand on nothing: no clock, no chance, no Node, no package. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const forbidden = [
  /\bnew Date\(\)/,
  /\bDate\.now\b/,
  /\bMath\.random\b/,
  /\bprocess\b/,
  /\bglobalThis\b/,
  /\bperformance\b/,
  /\bfetch\(/,
  /\bsetTimeout\b/,
  /\brequire\(/,
];

/** Comments may speak of what code may not do. */
const code = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

it('no rule reads a clock, chance, the machine or the network', () => {
  const files = globSync('rules/**/*.ts');
  expect(files.length).toBeGreaterThan(30);
  const found = files.flatMap((file) =>
    forbidden
      .filter((pattern) => pattern.test(code(readFileSync(file, 'utf8'))))
      .map((pattern) => `${file}: ${pattern.source}`),
  );
  expect(found).toEqual([]);
});

it('the search itself can fail', () => {
  expect(forbidden.some((pattern) => pattern.test(code('const now = new Date(); // never')))).toBe(true);
  expect(forbidden.some((pattern) => pattern.test(code('/* never new Date() */ const a = 1;')))).toBe(false);
});
