/** The attacks on clients and people with each guard switched off once: a guard that nobody misses is none. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Guard, guards } from './guards-of-people.js';
import { stand, writeSection } from './proof-file.js';

/** `-- people PART` tries those alone whose names it finds, such as `'key|login'`. */
const wanted = guards.filter(({ name }) => new RegExp(process.argv[3] ?? '').test(name));
// In a copy, so that what is broken never stands in the repository.
const folder = mkdtempSync(join(tmpdir(), 'hub-guards-'));

interface Told {
  isGreen: boolean;
  /** The names of the tests that failed. */
  failed: string;
}

function run(tests: string, row: string | null): Told {
  const vitest = [resolve('node_modules/vitest/vitest.mjs'), 'run', '--project', 'hub', tests];
  const { status, stdout, stderr } = spawnSync(process.execPath, row === null ? vitest : [...vitest, '-t', row], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
  });
  return { isGreen: status === 0, failed: (stdout + stderr).match(/^ *FAIL .+$/gm)?.join('\n') ?? '' };
}

function isMissed({ file, on, off, tests, row }: Guard): boolean {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(on).length !== 2) throw new Error(`${file} does not hold once: ${on}`);
  writeFileSync(
    path,
    text.replace(on, () => off),
  );
  const { isGreen, failed } = run(tests, row);
  writeFileSync(path, text);
  // What does not even begin without the guard has not missed it.
  return !isGreen && new RegExp(row).test(failed);
}

const unseen: string[] = [];
try {
  for (const part of ['api', 'connectors', 'hub', 'jobs', 'rules', 'schema', 'test', 'dist'])
    cpSync(part, join(folder, part), { recursive: true });
  for (const part of ['package.json', 'tsconfig.json', 'vitest.config.ts']) cpSync(part, join(folder, part));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const tests of new Set(wanted.map((guard) => guard.tests)))
    if (!run(tests, null).isGreen) throw new Error(`${tests} is not green with every guard in its place`);
  for (const guard of wanted) {
    const missed = isMissed(guard);
    process.stdout.write(`${missed ? 'red' : 'NOT SEEN'}  ${guard.name}\n`);
    if (!missed) unseen.push(guard.name);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (wanted.length === guards.length) {
  const seen = `Guards switched off one by one: ${guards.length}; seen red: ${guards.length - unseen.length}`;
  const rest = unseen.length > 0 ? `; not seen: ${unseen.join(', ')}` : '';
  const head = `${stand('api', 'hub', 'rules', 'schema', 'test/attacks')}. Written by \`npm run prove -- people\`.`;
  writeSection(`## Clients and people\n\n${head}\n\n${seen}${rest}.`);
}
if (unseen.length > 0) process.exitCode = 1;
