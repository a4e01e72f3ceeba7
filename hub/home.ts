/** HUB_HOME: where the embedded mode keeps its keys, its database and a note of what runs. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Refusal } from './command.js';

/** The folder, whether it is there or not. */
export function homeOf(env: NodeJS.ProcessEnv): string {
  return resolve(env['HUB_HOME'] || '.hub');
}

/** The folder, made when missing. */
export function openHome(env: NodeJS.ProcessEnv): string {
  const home = homeOf(env);
  try {
    mkdirSync(home, { recursive: true, mode: 0o755 });
    accessSync(home, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Refusal(
      `the folder ${home} cannot be used (${(error as NodeJS.ErrnoException).code}): set HUB_HOME to one that you may write`,
    );
  }
  return home;
}

const secretNames = ['postgres', 'hub', 'app', 'employment', 'tax', 'commerce', 'drop'] as const;

/** Words that this home made up at its first start and keeps: passwords between its own processes. */
export function keptSecrets(home: string): Record<(typeof secretNames)[number], string> {
  const file = join(home, 'keys', 'passwords.json');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let kept: Partial<ReturnType<typeof keptSecrets>> = {};
  try {
    if (existsSync(file)) kept = JSON.parse(readFileSync(file, 'utf8')) as typeof kept;
  } catch {
    throw new Refusal(`${file} is damaged: restore it, or remove ${home} to begin with an empty hub`);
  }
  // An older home lacks what was not needed then.
  const lacks = secretNames.filter((name) => kept[name] === undefined);
  const made = { ...kept, ...Object.fromEntries(lacks.map((name) => [name, randomBytes(18).toString('base64url')])) };
  if (lacks.length > 0) {
    writeFileSync(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return made as ReturnType<typeof keptSecrets>;
}

/** What runs on this home, for other commands to find; it holds no secret. */
export interface RunNote {
  supervisor: number;
  pids: Record<string, number>;
  url: string;
  postgresPort: number;
}

const noteIn = (home: string) => join(home, 'run.json');

export function writeRunNote(home: string, note: RunNote): void {
  writeFileSync(`${noteIn(home)}.new`, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${noteIn(home)}.new`, noteIn(home));
}

/** Takes the home for this process, or refuses when a hub runs on it. */
export function claimHome(home: string, url: string): void {
  const running = readRunNote(home);
  if (running)
    throw new Refusal(
      `a hub already runs on ${home}: ${running.url} (process ${running.supervisor}); stop it first, or set another HUB_HOME`,
    );
  mkdirSync(join(home, 'keys'), { recursive: true, mode: 0o700 });
  mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
  writeRunNote(home, { supervisor: process.pid, pids: {}, url, postgresPort: 0 });
}

export function removeRunNote(home: string): void {
  rmSync(noteIn(home), { force: true });
}

/** The note of a hub that is running on this home, or null. */
export function readRunNote(home: string): RunNote | null {
  try {
    const note = JSON.parse(readFileSync(noteIn(home), 'utf8')) as RunNote;
    return isHub(note.supervisor) ? note : null;
  } catch {
    return null;
  }
}

/** Process numbers are used again: only one that runs our program counts. */
function isHub(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('hub/main.js');
  } catch {
    return false;
  }
}
