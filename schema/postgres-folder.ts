/** The data folder of the embedded PostgreSQL: made once, checked at each start, never deleted. */
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseUser } from './postgres-binaries.js';

const majorVersion = '18';

/** PostgreSQL gets no settings of ours by accident, and speaks English so that its complaints can be recognised. */
export const postgresEnvironment = { PATH: '/usr/bin:/bin', LC_MESSAGES: 'C' };

/** Makes the folder in one step: what an interrupted start leaves behind is never taken for a database. */
export function createDataFolder(programs: string, folder: string, password: string): void {
  const user = databaseUser();
  const half = `${folder}.half`;
  const passwordFile = `${folder}.password`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [half, passwordFile]) if (user.uid) chownSync(path, user.uid, user.gid);
  const flags = [
    `--pgdata=${half}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The builtin provider sorts by code point, on every machine alike; ICU orders are asked for by name.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C.UTF-8',
    '--no-sync',
  ];
  const run = spawnSync(join(programs, 'initdb'), flags, {
    cwd: '/',
    env: postgresEnvironment,
    encoding: 'utf8',
    ...user,
  });
  rmSync(passwordFile);
  if (run.status !== 0) {
    const reason = run.error?.message ?? run.stderr.trim().split('\n').at(-1);
    throw new Error(`PostgreSQL could not make ${folder}: ${reason}`);
  }
  renameSync(half, folder);
}

/** Refuses a folder that no server should be started on, before anything touches it. */
export function assertDataFolder(folder: string): void {
  const versionFile = join(folder, 'PG_VERSION');
  if (!existsSync(versionFile)) throw unusable(folder, 'it holds no PostgreSQL database');
  const version = readFileSync(versionFile, 'utf8').trim();
  if (version !== majorVersion) throw unusable(folder, `it was made by PostgreSQL ${version}, this is ${majorVersion}`);
  const owner = databaseUser().uid ?? process.getuid?.();
  if (statSync(folder).uid !== owner) {
    throw new Error(
      `the database folder ${folder} belongs to another user: start as that user, or name another HUB_HOME`,
    );
  }
}

export function unusable(folder: string, reason: string): Error {
  return new Error(
    `the database folder ${folder} cannot be used: ${reason}. Nothing was deleted. To begin anew, move it away: mv '${folder}' '${folder}.damaged'`,
  );
}

/** A server that a killed hub left on this folder is stopped; a note of one that is long gone is removed. */
export async function stopLeftOver(folder: string): Promise<void> {
  const note = join(folder, 'postmaster.pid');
  const pid = readPid(note);
  if (pid === null) return;
  if (!isServerOn(pid, folder)) return rmSync(note, { force: true });
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isServerOn(pid, folder); waited += 50) {
    if (waited === 10_000) process.kill(pid, 'SIGQUIT');
    if (waited > 20_000)
      throw new Error(`an earlier PostgreSQL (process ${pid}) does not leave ${folder}: end it, then start again`);
    await sleep(50);
  }
}

function readPid(note: string): number | null {
  if (!existsSync(note)) return null;
  const pid = Number(readFileSync(note, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** Process numbers are used again: only one that works in this very folder is ours to stop. */
function isServerOn(pid: number, folder: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === folder && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
    );
  } catch {
    return false; // Gone, or not ours to look at.
  }
}
