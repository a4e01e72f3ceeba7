/** How key versions come and go. Each step is one transaction, and only from the state before it. */
import type pg from 'pg';
import { transact } from '../database.js';
import type { Vault } from '../vault.js';
import { readKeyReaders, readKeyVersions, versionsInUse } from './key-version.reads.js';
import type { KeyReader } from './key-version.reads.js';
import { sealedPlaces, standsUnder, standsUnderAnother } from './reseal.writes.js';

/** Says what a process goes by, and forgets those who have been silent for long. */
export async function reportReader(
  db: pg.Pool,
  reader: string,
  { keyVersion, otherVersion }: Pick<Vault, 'keyVersion' | 'otherVersion'>,
): Promise<void> {
  await db.query(
    `insert into key_reader (reader, writes, other, seen_at) values ($1, $2, $3, now())
     on conflict (reader) do update set writes = excluded.writes, other = excluded.other, seen_at = excluded.seen_at`,
    [reader, keyVersion, otherVersion],
  );
}

export async function forgetReader(db: pg.Pool, reader: string): Promise<void> {
  await db.query(`delete from key_reader where reader = $1 or seen_at < now() - interval '1 day'`, [reader]);
}

/** One command at a time changes keys: two that wrote the file at once would leave a key in it that the database knows nothing of. */
export async function holdKeyChanges(session: pg.ClientBase): Promise<boolean> {
  const turn = await session.query<{ mine: boolean }>(
    `select pg_try_advisory_lock(hashtext('puyang-hub/keys')) as mine`,
  );
  return turn.rows[0]!.mine;
}

/** Notes a new version that stands in the key file; null while another change is under way. */
export async function addKeyVersion(db: pg.Pool, version: number, check: string, now: Date): Promise<boolean> {
  const added = await db.query(
    `insert into key_version (version, state, key_check, added_at) select $1::smallint, 'added', $2, $3
     where not exists (select from key_version where state in ('added', 'leaving')) on conflict do nothing`,
    [version, check, now],
  );
  return added.rowCount === 1;
}

export type Rotation = { is: 'done'; from: number; to: number } | { is: 'none' } | { is: 'unheard'; by: KeyReader[] };

/** The added version is written from now on, once every process that is up looks up by it. */
export function beginRotation(pool: pg.Pool, now: Date): Promise<Rotation> {
  return transact(pool, async (client) => {
    await client.query('lock table key_version in exclusive mode');
    const versions = await readKeyVersions(client);
    const to = versions.find(({ state }) => state === 'added')?.version;
    if (to === undefined) return { is: 'none' };
    const from = versionsInUse(versions).writes;
    const by = (await readKeyReaders(client)).filter(({ other }) => other !== to);
    if (by.length > 0) return { is: 'unheard', by };
    await client.query(`update key_version set state = 'leaving' where version = $1`, [from]);
    await client.query(`update key_version set state = 'writing', writes_since = $2 where version = $1`, [to, now]);
    await client.query(`insert into reseal (version, place) select $1::smallint, unnest($2::text[])`, [
      to,
      sealedPlaces.map(({ name }) => name),
    ]);
    return { is: 'done', from, to };
  });
}

/**
 * The old version has left once every place is done, nobody writes with it any more, and a last look finds nothing under it. Imports hold
 * the versions while they write: the lock waits for their batches, and the next ones see what came of it.
 */
export function endRotation(pool: pg.Pool, now: Date): Promise<boolean> {
  return transact(pool, async (client) => {
    await client.query('lock table key_version in exclusive mode');
    const { writes, other } = versionsInUse(await readKeyVersions(client));
    const leaving = await client.query(`select from key_version where version = $1 and state = 'leaving'`, [other]);
    const undone = await client.query(`select from reseal where version = $1 and not done`, [writes]);
    if (leaving.rowCount === 0 || undone.rowCount! > 0) return false;
    if ((await readKeyReaders(client)).some((reader) => reader.writes !== writes)) return false;
    for (const place of sealedPlaces) {
      if (!(await standsUnderAnother(client, place, writes))) continue;
      await client.query(`update reseal set done = false, position = null where version = $1 and place = $2`, [
        writes,
        place.name,
      ]);
      return false;
    }
    await client.query(`update key_version set state = 'left', left_at = $2 where version = $1`, [other, now]);
    return true;
  });
}

/** Its key goes out of the file next. False unless it has left, no process that is up still goes by it, and nothing stands under it. */
export function dropKeyVersion(pool: pg.Pool, version: number): Promise<boolean> {
  return transact(pool, async (client) => {
    const readers = await readKeyReaders(client);
    if (readers.some(({ writes, other }) => writes === version || other === version)) return false;
    // It has left; looked at once more, for there is no way back.
    for (const place of sealedPlaces) if (await standsUnder(client, place, version)) return false;
    const dropped = await client.query(
      `update key_version set state = 'dropped' where version = $1 and state in ('left', 'dropped')`,
      [version],
    );
    return dropped.rowCount === 1;
  });
}
