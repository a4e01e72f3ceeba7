/** Persons' records by ID number and name. The access events commit with the read, before anything can leave. */
import type pg from 'pg';
import { type AccessStamp, eventColumns, eventValues } from '../access-event/access-event.writes.js';

export interface PersonLookUp {
  blindIndex: Buffer;
  /** While keys change: the index under the other version. */
  otherIndex?: Buffer | null;
  nameKey: string;
  stamp: AccessStamp;
}

// One statement, one commit: without its event there is no row. Found or not, each look-up does the same work.
const textBy = (more: { arrays: string; columns: string; index: string }) => `with found as (
    select asked.*, person_id, document
    from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::bytea[], $8::text[]${more.arrays}) with ordinality
      as asked (${eventColumns}, blind_index, name_key${more.columns}, place)
    left join (person_identifier join person_record using (person_id))
      on person_identifier.blind_index ${more.index} and name_keys @> array[name_key]
  ), event as (
    insert into access_event (${eventColumns}, outcome, person_id)
    select ${eventColumns}, case when person_id is null then 'miss' else 'shown' end, person_id from found
  )
  select document from found order by place`;
const byIndex = { name: 'read-persons', text: textBy({ arrays: '', columns: '', index: '= asked.blind_index' }) };
const byEither = {
  name: 'read-persons-by-either',
  text: textBy({
    arrays: ', $9::bytea[]',
    columns: ', other_index',
    index: 'in (asked.blind_index, asked.other_index)',
  }),
};

/** The stored document of each look-up, or null when the pair of number and name does not match. */
export async function readPersonDocuments(db: pg.Pool, asked: readonly PersonLookUp[]): Promise<(string | null)[]> {
  const rows = asked.map(({ stamp, blindIndex, nameKey, otherIndex = null }) => [
    ...eventValues(stamp),
    blindIndex,
    nameKey,
    otherIndex,
  ]);
  const isChanging = asked.some(({ otherIndex }) => otherIndex);
  const values = Array.from({ length: isChanging ? 9 : 8 }, (_, column) => rows.map((row) => row[column]));
  const found = await db.query<[string | null]>({ ...(isChanging ? byEither : byIndex), values, rowMode: 'array' });
  return found.rows.map(([document]) => document);
}
