/** Unified records are written whole, many at a time; one that came out the same is not touched. */
import type pg from 'pg';
import type { Population } from '../../rules/agreement.js';
import { waitsForResume } from '../sync-run/sync-run.reads.js';

export interface PersonRecordRow {
  personId: string;
  nameKeys: string[];
  document: string;
}

/** What agreements choose their rows by stands beside the document, and follows from it. */
export interface NewPersonRecord extends PersonRecordRow {
  region: string;
  populations: readonly Population[];
}

/** Picks up to `limit` touched entities, the longest waiting first. Two workers never pick the same rows. */
export async function pickTouched(
  client: pg.ClientBase,
  limit: number,
): Promise<{ personIds: string[]; creditCodes: string[] }> {
  const picked = await client.query<{ person_id: string | null; credit_code: string | null }>(
    `select person_id, credit_code from touched_entity order by touched_id limit $1 for update skip locked`,
    [limit],
  );
  return {
    personIds: unique(picked.rows.map((row) => row.person_id)),
    creditCodes: unique(picked.rows.map((row) => row.credit_code)),
  };
}

/**
 * Forgets that these entities were touched, however often; inside the caller's transaction and before the facts are read, so
 * that a crash leaves them touched and what is committed meanwhile touches them again. Rows that another worker holds stay.
 */
export async function forgetTouched(
  client: pg.ClientBase,
  personIds: readonly string[],
  creditCodes: readonly string[],
): Promise<void> {
  await client.query(
    `delete from touched_entity where touched_id in (
       select touched_id from touched_entity where person_id = any($1::uuid[]) or credit_code = any($2::text[]) for update skip locked)`,
    [personIds, creditCodes],
  );
}

/** Touches who founded the firms: their decisions rest on the firms' staff. `except` are being rebuilt with that staff already. */
export async function touchFounders(
  client: pg.ClientBase,
  creditCodes: readonly string[],
  except: readonly string[],
): Promise<void> {
  if (creditCodes.length === 0) return;
  await client.query(
    `insert into touched_entity (person_id)
     select distinct related_person_id from fact
     where credit_code = any($1) and related_person_id is not null and related_person_id <> all($2::uuid[]) and absent_since is null`,
    [creditCodes, except],
  );
}

/** Locks these persons for rebuilding, always in one order. What another worker commits meanwhile is seen by the reads that follow. */
export async function lockPersons(client: pg.ClientBase, personIds: readonly string[]): Promise<void> {
  await client.query(
    `select from person_identifier where person_id = any($1::uuid[]) order by person_id for no key update`,
    [personIds],
  );
}

/** The records of these persons as they were last written. */
export async function readRecordsToRebuild(
  client: pg.ClientBase,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PersonRecordRow>> {
  const found = await client.query<PersonRecordRow>(
    `select person_id as "personId", name_keys as "nameKeys", document from person_record where person_id = any($1::uuid[])`,
    [personIds],
  );
  return new Map(found.rows.map((row) => [row.personId, row]));
}

export async function writePersonRecords(
  client: pg.ClientBase,
  rows: readonly NewPersonRecord[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `merge into person_record record using (
       select person_id, array(select json_array_elements_text(name_keys)) as name_keys, document, region,
         string_to_array(populations, ',') as populations
       from unnest($1::uuid[], $2::json[], $3::text[], $5::text[], $6::text[]) as built(person_id, name_keys, document, region, populations)) built
     on record.person_id = built.person_id
     when matched and (record.document, record.name_keys) is distinct from (built.document, built.name_keys) then
       update set document = built.document, name_keys = built.name_keys, region = built.region, populations = built.populations, built_at = $4
     when not matched then
       insert (person_id, name_keys, document, region, populations, built_at)
       values (built.person_id, built.name_keys, built.document, built.region, built.populations, $4)`,
    [
      rows.map((row) => row.personId),
      rows.map((row) => JSON.stringify(row.nameKeys)),
      rows.map((row) => row.document),
      now,
      rows.map((row) => row.region),
      rows.map((row) => row.populations.join(',')),
    ],
  );
}

function unique(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort((a, b) => (a < b ? -1 : 1));
}

/** How many touched entities wait for their rebuild. */
export async function readTouchedCount(db: pg.Pool): Promise<number> {
  const counted = await db.query<{ count: string }>(`select count(*) from touched_entity`);
  return Number(counted.rows[0]!.count);
}

/** Whether touched records wait and nothing is in their way: no run is at work, or one has been since before `since`. */
export async function isRebuildDue(db: pg.Pool, since: Date): Promise<boolean> {
  const due = await db.query<{ due: boolean }>(
    `select exists (select from touched_entity) and (
       not exists (select from sync_run join source_state using (stream_id) where state in ('queued', 'running') and feeds_record
         and not ${waitsForResume})
       or exists (select from sync_run where state = 'running' and started_at < $1)) as due`,
    [since],
  );
  return due.rows[0]!.due;
}
