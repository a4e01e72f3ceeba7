/** Persons' records by ID number and name. The access events commit with the read, before anything can leave. */
import type pg from 'pg';
import {
  type AccessEvent,
  type AccessStamp,
  eventAt,
  eventColumnCount,
  eventColumns,
  eventValues,
  writtenEvent,
} from '../access-event/access-event.writes.js';

export interface PersonLookUp {
  blindIndex: Buffer;
  /** While keys change: the index under the other version. */
  otherIndex?: Buffer | null;
  nameKey: string;
  stamp: AccessStamp;
}

export interface PersonFound {
  /** The stored document, or null when the pair of number and name does not match. */
  document: string | null;
  event: AccessEvent;
}

// One statement, one commit: without its event there is no row. Found or not, each look-up does the same work. A look-up of a
// known number under a wrong name is an event about its person, who may learn of it; the asker does not.
const textBy = (more: { arrays: string; columns: string; index: string }) => `with found as (
    select asked.*, identified.person_id, document
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::bytea[], $11::text[]${more.arrays}) with ordinality
      as asked (${eventColumns}, blind_index, name_key${more.columns}, place)
    left join person_identifier identified on identified.blind_index ${more.index}
    left join person_record on person_record.person_id = identified.person_id and name_keys @> array[name_key]
  ), event as (
    insert into access_event (${eventColumns}, outcome, person_id)
    select ${eventColumns}, case when document is null then 'miss' else 'shown' end, person_id from found
  )
  select document, person_id, ${eventAt} from found order by place`;
const byIndex = { name: 'read-persons', text: textBy({ arrays: '', columns: '', index: '= asked.blind_index' }) };
const byEither = {
  name: 'read-persons-by-either',
  text: textBy({
    arrays: ', $12::bytea[]',
    columns: ', other_index',
    index: 'in (asked.blind_index, asked.other_index)',
  }),
};

export async function readPersonDocuments(db: pg.Pool, asked: readonly PersonLookUp[]): Promise<PersonFound[]> {
  const rows = asked.map(({ stamp, blindIndex, nameKey, otherIndex = null }) => [
    ...eventValues(stamp),
    blindIndex,
    nameKey,
    otherIndex,
  ]);
  const isChanging = asked.some(({ otherIndex }) => otherIndex);
  const values = Array.from({ length: eventColumnCount + (isChanging ? 3 : 2) }, (_, column) =>
    rows.map((row) => row[column]),
  );
  const found = await db.query<[string | null, string | null, number]>({
    ...(isChanging ? byEither : byIndex),
    values,
    rowMode: 'array',
  });
  return found.rows.map(([document, personId, at], i) => ({
    document,
    event: writtenEvent(asked[i]!.stamp, rows[i] as string[], at, {
      outcome: document === null ? 'miss' : 'shown',
      personId,
    }),
  }));
}
