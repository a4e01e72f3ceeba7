/** Who is guarded is added and never taken back: each guard has its last day. */
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';

export interface NewGuard {
  /** Of the ID number, under each version of the key. */
  indexes: readonly Buffer[];
  nameKey: string;
  officer: string | null;
  until: Day;
  reason: string;
  guardedBy: string;
}

/** The guard's id; null where number and name do not match anybody on record. */
export async function guardPerson(
  db: pg.Pool,
  { indexes, nameKey, officer, until, reason, guardedBy }: NewGuard,
  now: Date,
): Promise<string | null> {
  const guarded = await db.query<{ id: string }>(
    `insert into guarded_person (person_id, officer, until, reason, guarded_by, guarded_at)
     select person_id, $3, $4, $5, $6, $7 from person_identifier join person_record using (person_id)
     where blind_index = any($1) and name_keys @> array[$2] returning guard_id as id`,
    [indexes, nameKey, officer, until, reason, guardedBy, now],
  );
  return guarded.rows[0]?.id ?? null;
}
