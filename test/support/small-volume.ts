/**
 * A volume of its own for a few megabytes. Only a file system that is really full makes PostgreSQL answer 53100: a limit on the size of
 * files gives EFBIG, which it takes for an internal error, and `temp_file_limit` counts nothing that lasts.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUser } from '../../schema/postgres-binaries.js';

export interface SmallVolume {
  path: string;
  /** Takes what room is left. */
  fill(): void;
  free(): void;
  close(): void;
}

/** Mounting takes an administrator, also within a container. */
export function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
}

export function openSmallVolume(path: string, mebibytes: number): SmallVolume {
  const { uid, gid } = { uid: 0, gid: 0, ...databaseUser() };
  mkdirSync(path);
  const mounted = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${mebibytes}m,uid=${uid},gid=${gid},mode=700`,
    'none',
    path,
  ]);
  if (mounted.status !== 0) throw new Error(`no volume at ${path}: ${String(mounted.stderr)}`);
  const filler = join(path, 'filler');
  return {
    path,
    fill() {
      const file = openSync(filler, 'a');
      for (const size of [65_536, 4096]) {
        try {
          for (;;) writeSync(file, Buffer.alloc(size));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
      closeSync(file);
    },
    free: () => rmSync(filler, { force: true }),
    close() {
      spawnSync('umount', ['-l', path]);
    },
  };
}
