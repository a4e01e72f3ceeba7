/** The versions of the keys: which is written, which one more is looked up by, and who has heard of it. */
import type pg from 'pg';

type Db = pg.Pool | pg.ClientBase;

/** `added`: known, not yet written. `leaving`: rows are being sealed again. `left`: no row is under it. `dropped`: its key is gone. */
export type KeyState = 'added' | 'writing' | 'leaving' | 'left' | 'dropped';

export interface KeyVersion {
  version: number;
  state: KeyState;
  check: string;
  addedAt: Date;
  writesSince: Date | null;
  leftAt: Date | null;
}

export async function readKeyVersions(db: Db): Promise<KeyVersion[]> {
  const found = await db.query<KeyVersion>(
    `select version, state, key_check as check, added_at as "addedAt", writes_since as "writesSince", left_at as "leftAt"
     from key_version order by version`,
  );
  return found.rows;
}

/** What a process goes by: the version to write, and while keys change the other one to look up by, too. */
export function versionsInUse(versions: readonly Pick<KeyVersion, 'version' | 'state'>[]): {
  writes: number;
  other: number | null;
} {
  const numberOf = (...states: KeyState[]) => versions.find(({ state }) => states.includes(state))?.version ?? null;
  const writes = numberOf('writing');
  if (writes === null) throw new Error('no key version is written: run hub migrate, and start the hub once');
  return { writes, other: numberOf('added', 'leaving') };
}

export interface KeyReader {
  reader: string;
  writes: number;
  other: number | null;
}

/** Processes that spoke within the last half minute. */
export async function readKeyReaders(db: Db): Promise<KeyReader[]> {
  const found = await db.query<KeyReader>(
    `select reader, writes, other from key_reader where seen_at > now() - interval '30 seconds' order by reader`,
  );
  return found.rows;
}

/**
 * Whether keys have changed further than this process has heard: then it could write a person twice. The versions stay as they are until
 * the transaction ends.
 */
export async function isBehind(
  client: pg.ClientBase,
  { keyVersion, otherVersion }: { keyVersion: number; otherVersion: number | null },
): Promise<boolean> {
  const found = await client.query<Pick<KeyVersion, 'version' | 'state'>>({
    name: 'hold-key-versions',
    text: `select version, state from key_version where state <> 'dropped' for key share`,
  });
  if (found.rows.length === 0) return false;
  const isUsed = ({ state }: Pick<KeyVersion, 'state'>) => state === 'writing' || state === 'leaving';
  const known = [keyVersion, otherVersion];
  const writes = found.rows.find(({ version }) => version === keyVersion);
  return !writes || !isUsed(writes) || found.rows.some((row) => isUsed(row) && !known.includes(row.version));
}

export interface ResealProgress {
  version: number;
  place: string;
  rows: number;
  unreadable: number;
  done: boolean;
}

export async function readResealProgress(db: Db): Promise<ResealProgress[]> {
  const found = await db.query<ResealProgress>(
    `select version, place, rows, unreadable, done from reseal order by version, place`,
  );
  return found.rows;
}

/** The least version that is not everywhere yet; null when there is nothing to do. Version 0 stands for phones in facts. */
export async function readResealDue(db: Db): Promise<number | null> {
  const found = await db.query<{ version: number }>(
    `select min(version) as version from (
       select version from reseal where not done union all
       select version from key_version where state = 'writing' and exists (select from key_version where state = 'leaving')) due`,
  );
  return found.rows[0]!.version;
}
