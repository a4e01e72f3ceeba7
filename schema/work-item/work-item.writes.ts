/** Rows that could not be taken become cases for a clerk; the same fault of the same row is one case with a count. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import { transact } from '../database.js';

export interface QuarantinedRow {
  /** Keyed hash in hex of the record key, or of the raw row where there is no key. */
  subjectHash: string;
  code: string;
  field: string | null;
  reason: string;
  location: unknown;
  /** The raw row, sealed. */
  sealed: Buffer;
}

export async function quarantine(
  client: pg.ClientBase,
  run: { runId: string; streamId: number; now: Date },
  rows: readonly QuarantinedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const cases = new Map(rows.map((row) => [`${row.subjectHash} ${row.code}`, row]));
  const items = [...cases.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await client.query(
    `insert into work_item as item (kind, stream_id, run_id, first_seen_at, last_seen_at, subject_hash, code, field, reason, location, sealed)
     select 'quarantine', $1, $2, $3, $3, decode(hash, 'hex'), code, field, reason, location, sealed
     from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::bytea[]) as held(hash, code, field, reason, location, sealed)
     on conflict (kind, stream_id, subject_hash, code) do update set times = item.times + 1, last_seen_at = excluded.last_seen_at,
       run_id = excluded.run_id, location = excluded.location, sealed = excluded.sealed, state = 'open', settled_by = null, finding = null`,
    [
      run.streamId,
      run.runId,
      run.now,
      items.map((row) => row.subjectHash),
      items.map((row) => row.code),
      items.map((row) => row.field),
      items.map((row) => row.reason),
      items.map((row) => JSON.stringify(row.location)),
      items.map((row) => row.sealed),
    ],
  );
}

/** A good version of these records arrived: their cases close by themselves. */
export async function closeCases(
  client: pg.ClientBase,
  streamId: number,
  subjectHashes: readonly string[],
): Promise<void> {
  const open = await client.query(
    `select from work_item where kind = 'quarantine' and stream_id = $1 and state = 'open' limit 1`,
    [streamId],
  );
  if (open.rowCount === 0) return;
  // Each found by its key: left to choose, the planner may compare every open case with every hash.
  await client.query(
    `update work_item set state = 'closed' where state = 'open' and work_item_id = any(array(
       select found.work_item_id from unnest($2::text[]) as hash, lateral (
         select work_item_id from work_item where kind = 'quarantine' and stream_id = $1 and subject_hash = decode(hash, 'hex') offset 0) found))`,
    [streamId, subjectHashes],
  );
}

/** What these cases put aside was read: an older row that can be read says nothing of a newer one that cannot. */
export async function closeRead(client: pg.ClientBase, ids: readonly string[]): Promise<void> {
  await client.query(`update work_item set state = 'closed' where work_item_id = any($1::uuid[]) and state = 'open'`, [
    ids,
  ]);
}

/** Closes a case by hand, with what was found; says when it is closed already, and null where there is none. */
export async function settleQuarantined(
  db: pg.Pool,
  { id, by, finding }: Pick<Settlement, 'id' | 'by' | 'finding'>,
): Promise<'settled' | 'closed' | null> {
  const found = await db.query<{ settled: boolean }>(
    `with settled as (
       update work_item set state = 'closed', settled_by = $2, finding = $3
       where work_item_id = $1 and kind = 'quarantine' and state = 'open' returning work_item_id
     )
     select exists (select from settled) as settled from work_item where work_item_id = $1 and kind = 'quarantine'`,
    [id, by, finding],
  );
  const [one] = found.rows;
  return one ? (one.settled ? 'settled' : 'closed') : null;
}

export interface Alarm {
  kind: 'misses' | 'officer-looks';
  /** Whom it is about, a client or an officer and never a person on record, and what else makes it a case of its own. */
  about: readonly string[];
  reason: string;
  evidence: unknown;
}

/** Something for an officer to look at; the same again opens its case again and counts. */
export async function raiseAlarm(db: pg.Pool, { kind, about, reason, evidence }: Alarm, now: Date): Promise<void> {
  await db.query(
    `insert into work_item as item (kind, subject_hash, code, reason, location, first_seen_at, last_seen_at)
     values ($1, $2, $1, $3, $4::jsonb, $5, $5)
     on conflict (kind, stream_id, subject_hash, code) do update set times = item.times + 1, last_seen_at = excluded.last_seen_at,
       location = excluded.location, state = 'open'`,
    [kind, hash('sha256', about.join('\n'), 'buffer'), reason, JSON.stringify(evidence), now],
  );
}

/** Whom an alarm is about stands in its evidence as `client`. */
export interface Settlement {
  id: string;
  by: string;
  finding: string;
  /** Whether who settles it may be whom it is about. */
  isAbout: (client: string) => boolean;
}

/** Closes an alarm with what was found; says why not, and null where there is none. Of two at once one wins. */
export function settleAlarm(
  db: pg.Pool,
  { id, by, finding, isAbout }: Settlement,
  now: Date,
): Promise<'settled' | 'closed' | 'own' | null> {
  return transact(db, async (client) => {
    const found = await client.query<{ state: string; client: string }>(
      `select state, location ->> 'client' as client from work_item
       where work_item_id = $1 and kind in ('misses', 'officer-looks') for no key update`,
      [id],
    );
    const alarm = found.rows[0];
    if (!alarm) return null;
    if (isAbout(alarm.client)) return 'own';
    if (alarm.state !== 'open') return 'closed';
    await client.query(
      `update work_item set state = 'closed', settled_by = $2, finding = $3, last_seen_at = greatest(last_seen_at, $4) where work_item_id = $1`,
      [id, by, finding, now],
    );
    return 'settled';
  });
}
