/** Facts as the hub had recorded them by a point in time: what stands now and what stood before, each while it stood. */
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';
import { ownedFact } from './fact.reads.js';
import type { FactRow, OwnedFact } from './fact.reads.js';

const versions = (where: string) => `
  select source, stream, as_of, body, credit_code, person_id, related_person_id from (
    select stream_id, as_of, body, credit_code, person_id, related_person_id, absent_since
      from fact where ${where} and recorded_at <= $2
    union all
    select stream_id, as_of, body, credit_code, person_id, related_person_id, absent_since
      from fact_history where ${where} and recorded_at <= $2 and superseded_at > $2) told
  join source_state using (stream_id) where feeds_record and absent_since is null`;

/** What was recorded of a person by then. */
export async function readPersonFactsAsKnown(db: pg.Pool, personId: string, by: Date): Promise<OwnedFact[]> {
  const found = await db.query<FactRow>(versions('person_id = $1'), [personId, by]);
  return found.rows.map(ownedFact);
}

/** What was recorded by then of the firms whose legal representative the person was, as far as recorded by then. */
export async function readFoundedFactsAsKnown(db: pg.Pool, personId: string, by: Date): Promise<OwnedFact[]> {
  const led = await db.query<FactRow>(versions('related_person_id = $1'), [personId, by]);
  const codes = [...new Set(led.rows.map((row) => row.credit_code).filter((code) => code !== null))];
  if (codes.length === 0) return [];
  const found = await db.query<FactRow>(versions('credit_code = any($1)'), [codes, by]);
  return found.rows.map(ownedFact);
}

/** Since which day absence meant "none", by what was known then: a stream counts once a run had read all of it. */
export async function readRecordsBeginOnAsKnown(db: pg.Pool, by: Date): Promise<Record<string, Day>> {
  const found = await db.query<{ name: string; day: Day }>(
    `select source || '/' || stream as name, records_begin_on::text as day from source_state
     where feeds_record and records_begin_on is not null and exists (
       select from sync_run where sync_run.stream_id = source_state.stream_id and scope = 'ALL' and state = 'done' and not dry_run and finished_at <= $1)
     order by stream_id`,
    [by],
  );
  return Object.fromEntries(found.rows.map(({ name, day }) => [name, day]));
}
