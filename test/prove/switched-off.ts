/** Tests with guards switched off, one at a time: a guard that nobody misses is none. In a copy, so that what is broken never stands in the repository. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Guard {
  name: string;
  file: string;
  /** What stands there, once, and what takes its place. */
  on: string;
  off: string;
  tests: string;
  /** In the names of the tests of which one must fail: whole words, as a pattern. */
  row: string;
}

/** Whole words alone: G1 is not in G18, `an officer who` not in `an officer whom`. */
const wholeWords = (pattern: string) => `(?<!\\w)(?:${pattern})(?!\\w)`;

export function isNamed(text: string, pattern: string): boolean {
  return new RegExp(wholeWords(pattern)).test(text);
}

/** Tries each guard, says so line by line, and gives the names of those that no test missed. */
export function tryGuards(guards: readonly Guard[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'hub-guards-'));
  try {
    for (const part of ['api', 'connectors', 'hub', 'jobs', 'rules', 'schema', 'test', 'dist'])
      cpSync(part, join(folder, part), { recursive: true });
    for (const part of ['package.json', 'tsconfig.json', 'vitest.config.ts']) cpSync(part, join(folder, part));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const runs = [...Map.groupBy(guards, ({ tests, row }) => `${tests} -t '${row}'`)];
    const unsound = runs.flatMap(([what, [guard]], i) => {
      const faults = whatIsUnsound(folder, guard!);
      process.stdout.write(`${i + 1} of ${runs.length}  ${['green   ', ...faults].at(-1)}  ${what}\n`);
      return faults;
    });
    if (unsound.length > 0) throw new Error(`with every guard in its place: ${unsound.join('; ')}`);
    const unseen: string[] = [];
    for (const [i, guard] of guards.entries()) {
      const [first, ...more] = whatMisses(folder, guard);
      if (first === undefined) unseen.push(guard.name);
      const told = first === undefined ? 'NOT SEEN' : 'red     ';
      const by = first === undefined ? '' : `: ${first}${more.length > 0 ? `, and ${more.length} more` : ''}`;
      process.stdout.write(`${i + 1} of ${guards.length}  ${told}  ${guard.name}${by}\n`);
    }
    return unseen;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * With every guard in its place the very same run is green: a test that leans on one before it fails by itself, and would seem to miss
 * anything. One that does not run on this machine misses nothing.
 */
function whatIsUnsound(folder: string, { name, tests, row }: Guard): string[] {
  const { isGreen, failed, names } = run(folder, tests, row);
  if (!isGreen) return [`${name}: ${tests} is not green: ${failed.join(', ')}`];
  return names.some((test) => isNamed(test, row)) ? [] : [`${name}: no test of ${tests} is named ${row}`];
}

/** The tests of the row that fail without the guard. What does not even begin without it has not missed it. */
function whatMisses(folder: string, { file, on, off, tests, row }: Guard): string[] {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(on).length !== 2) throw new Error(`${file} does not hold once: ${on}`);
  writeFileSync(
    path,
    text.replace(on, () => off),
  );
  // For tests that start the built hub. It is built in spite of what types find, such as a name that nobody uses any more.
  spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: folder });
  const { failed } = run(folder, tests, row);
  writeFileSync(path, text);
  return failed.filter((test) => isNamed(test, row));
}

interface Told {
  isGreen: boolean;
  /** Names of tests, each with what it stands in. */
  names: string[];
  failed: string[];
}

/** The tests of one file that a row names; of the others it tells the names alone. */
function run(folder: string, tests: string, row: string): Told {
  // vitest.config.ts has it written.
  const report = join(folder, 'dist/test-report.json');
  rmSync(report, { force: true });
  const vitest = [resolve('node_modules/vitest/vitest.mjs'), 'run', '--project', 'hub', tests, '-t', wholeWords(row)];
  const { status, stdout, stderr } = spawnSync(process.execPath, vitest, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (!existsSync(report)) throw new Error(`${tests} ended without a report: ${(stdout + stderr).slice(-2000)}`);
  const told = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[];
  };
  const all = told.testResults.flatMap(({ assertionResults }) => assertionResults);
  const namesOf = (tests: typeof all) => tests.map(({ fullName }) => fullName);
  return {
    isGreen: status === 0,
    names: namesOf(all),
    failed: namesOf(all.filter(({ status }) => status === 'failed')),
  };
}
