/** A page that names a file or a command that is not there is a dead page. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { expect, test } from 'vitest';

const pages = globSync('**/*.md', { exclude: ['node_modules/**', 'dist/**'] }).sort();
const linksOf = (text: string) => [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);

test.each(pages)('%s links to what is there', (page) => {
  const dead = linksOf(readFileSync(page, 'utf8'))
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => !existsSync(join(dirname(page), target)));
  expect(dead).toEqual([]);
});

test('every command and npm script that the pages name is there', () => {
  const text = pages.map((page) => readFileSync(page, 'utf8')).join('\n');
  const commands = readFileSync('hub/main.ts', 'utf8');
  const named = new Set([...text.matchAll(/\bhub -- ([a-z]+)|`hub ([a-z]+)/g)].map(([, a, b]) => (a ?? b)!));
  expect(named.size).toBeGreaterThan(5);
  expect([...named].filter((name) => !commands.includes(`  ${name}: [`))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const run = new Set([...text.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, name]) => name!));
  expect([...run].filter((name) => !(name in scripts))).toEqual([]);
});

test('the search itself finds a dead link', () => {
  expect(linksOf('see [there](rules/none.md#part) and [here](https://example.org)')).toEqual([
    'rules/none.md',
    'https://example.org',
  ]);
});
