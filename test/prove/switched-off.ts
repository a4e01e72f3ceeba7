/** Tests with guards switched off, one at a time: a guard that nobody misses is none. In a copy, so that what is broken never stands in the repository. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Guard {
  name: string;
  file: string;
  /** What stands there, once, and what takes its place. */
  on: string;
  off: string;
  tests: string;
  /** Part of the names of the tests that must fail. */
  row: string;
}

export interface Told {
  isGreen: boolean;
  /** The names of the tests that failed. */
  failed: string;
}

/** Runs tests in the copy. */
export type Run = (args: readonly string[], env?: NodeJS.ProcessEnv) => Told;

/** Tries each guard, says so line by line, and gives the names of those that no test missed; then `more`, in the same copy. */
export function tryGuards<More>(guards: readonly Guard[], more: (run: Run) => More): { unseen: string[]; more: More } {
  const folder = mkdtempSync(join(tmpdir(), 'hub-guards-'));
  const run: Run = (args, env = {}) => {
    const vitest = [resolve('node_modules/vitest/vitest.mjs'), 'run', '--project', 'hub', ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, vitest, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1e8,
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1', ...env },
    });
    return { isGreen: status === 0, failed: (stdout + stderr).match(/^ *FAIL .+$/gm)?.join('\n') ?? '' };
  };
  try {
    for (const part of ['api', 'connectors', 'hub', 'jobs', 'rules', 'schema', 'test', 'dist'])
      cpSync(part, join(folder, part), { recursive: true });
    for (const part of ['package.json', 'tsconfig.json', 'vitest.config.ts']) cpSync(part, join(folder, part));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    for (const tests of new Set(guards.map((guard) => guard.tests)))
      if (!run([tests]).isGreen) throw new Error(`${tests} is not green with every guard in its place`);
    const unseen = guards.filter((guard) => !isMissed(folder, run, guard)).map(({ name }) => name);
    return { unseen, more: more(run) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isMissed(folder: string, run: Run, { name, file, on, off, tests, row }: Guard): boolean {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(on).length !== 2) throw new Error(`${file} does not hold once: ${on}`);
  writeFileSync(
    path,
    text.replace(on, () => off),
  );
  const { isGreen, failed } = run([tests, '-t', row]);
  writeFileSync(path, text);
  // What does not even begin without the guard has not missed it.
  const missed = !isGreen && new RegExp(row).test(failed);
  process.stdout.write(`${missed ? 'red' : 'NOT SEEN'}  ${name}\n`);
  return missed;
}

/** The line of test/PROOF.md. */
export function toldOf(guards: readonly Guard[], unseen: readonly string[]): string {
  const rest = unseen.length > 0 ? `; not seen: ${unseen.join(', ')}` : '';
  return `Guards switched off one by one: ${guards.length}; seen red: ${guards.length - unseen.length}${rest}.`;
}
