/** The shape of the house: short files, a README in each room, commands that the usage line knows. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rooms, sourceFiles } from '../support/source-files.js';

const lines = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');

test('a file has at most 250 lines; a test may hold all that one source can do', () => {
  const most = (file: string) => {
    // Two languages of description for every public field.
    if (file.endsWith('.type.ts')) return 400;
    // Whoever does not trust this hub carries it away as one file.
    if (file === 'hub/audit-verify.ts') return 500;
    return file.startsWith('test/') ? 520 : 250;
  };
  const long = sourceFiles().filter((file) => lines(file).length > most(file));
  expect(long.map((file) => `${file}: ${lines(file).length}`)).toEqual([]);
});

test.each(rooms)('%s has a README of at most 48 lines', (room) => {
  expect(existsSync(`${room}/README.md`), `${room}/README.md is missing`).toBe(true);
  expect(lines(`${room}/README.md`).length).toBeLessThanOrEqual(48);
});

test('files are named in kebab-case, with a role from the closed list', () => {
  const roles =
    'entity|type|reads|writes|resolver|page|browser|connector|client|records|translate|batches|deliveries|picture|wsdl|job|test|bench';
  const shape = new RegExp(`^[a-z0-9]+(-[a-z0-9]+)*(\\.(${roles}))?\\.tsx?$`);
  const odd = sourceFiles().filter((file) => !shape.test(file.split('/').at(-1)!));
  expect(odd).toEqual([]);
});

test('nothing lies at the top but the rooms and what tools insist on', () => {
  const known = [
    ...rooms,
    'node_modules',
    'dist',
    'secrets',
    'Dockerfile',
    'LICENSE',
    'README.md',
    'docker-compose.yml',
  ];
  const tools = ['package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.ts'];
  expect(globSync('*').filter((name) => ![...known, ...tools].includes(name))).toEqual([]);
});
