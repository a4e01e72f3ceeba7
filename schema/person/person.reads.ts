/** Persons' records by ID number and name. The access events commit with the read, before anything can leave. */
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';
import {
  type AccessEvent,
  type AccessStamp,
  eventAt,
  eventColumnCount,
  eventColumns,
  eventValues,
  writtenEvent,
} from '../access-event/access-event.writes.js';
import { isGuarded } from '../guarded-person/guarded-person.reads.js';

export interface PersonLookUp {
  blindIndex: Buffer;
  /** While keys change: the index under the other version. */
  otherIndex?: Buffer | null;
  nameKey: string;
  stamp: AccessStamp;
  /** The hub's day, by which agreements begin and end. */
  day: Day;
  /** An officer said for which case it looks: who is guarded is shown with that alone. */
  hasCase?: boolean;
}

export interface PersonFound {
  /** The stored document; null when number and name do not match, when no agreement shows the row, and of who is guarded. */
  document: string | null;
  /** Number and name match somebody who is guarded against the officer that asks. */
  isGuarded: boolean;
  event: AccessEvent;
}

const shownTo = {
  /** The bureau's own: any record. */
  any: 'person_record shown on shown.person_id = known_id and shown.name_keys @> array[name_key]',
  /** Partners: the rows of their agreements, which PostgreSQL chooses itself. */
  agreed: `(select one.* from (
       select array_agg(place) as places, array_agg(known_id) as ids, array_agg(name_key) as names, array_agg(agreement_id) as agreements,
         array_agg(day) as days from known) of_all,
       persons_by_agreement(places, ids, names, agreements, days) as one) shown using (place)`,
};
const guarded = {
  any: `(shown.document is not null and ${isGuarded('known_id', 'known.client', 'known.day')})`,
  agreed: 'false',
};
/** While keys change, each is looked for under both indexes. */
const indexes = {
  one: { array: '', column: '', is: '= asked.blind_index' },
  either: { array: ', $14::bytea[]', column: ', other_index', is: 'in (asked.blind_index, asked.other_index)' },
};

// One statement, one commit: without its event there is no row. Found or not, each look-up does the same work. A look-up of a
// known number under a wrong name is an event about its person, who may learn of it; the asker does not.
const textBy = (rows: keyof typeof shownTo, { array, column, is }: (typeof indexes)['one']) => `with known as (
    select asked.*, identified.person_id as known_id
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::bytea[],
        $11::text[], $12::date[], $13::boolean[]${array}) with ordinality
      as asked (${eventColumns}, blind_index, name_key, day, has_case${column}, place)
    left join person_identifier identified on identified.blind_index ${is}
  ), found as (
    select known.*, shown.document, ${guarded[rows]} as guarded from known left join ${shownTo[rows]}
  ), event as (
    insert into access_event (${eventColumns}, outcome, person_id)
    select ${eventColumns}, case when document is null then 'miss' when guarded and not has_case then 'refused' else 'shown' end, known_id
    from found
  )
  select case when guarded and not has_case then null else document end, known_id, ${eventAt}, guarded from found order by place`;

export async function readPersonDocuments(
  db: pg.Pool,
  asked: readonly PersonLookUp[],
  rows: keyof typeof shownTo,
): Promise<PersonFound[]> {
  const values = asked.map(({ stamp, blindIndex, nameKey, day, hasCase = false, otherIndex = null }) => [
    ...eventValues(stamp),
    blindIndex,
    nameKey,
    day,
    hasCase,
    otherIndex,
  ]);
  const by = asked.some(({ otherIndex }) => otherIndex) ? 'either' : 'one';
  const columns = Array.from({ length: eventColumnCount + (by === 'either' ? 5 : 4) }, (_, column) =>
    values.map((row) => row[column]),
  );
  const found = await db.query<[string | null, string | null, number, boolean]>({
    name: `read-persons-${rows}-by-${by}`,
    text: textBy(rows, indexes[by]),
    values: columns,
    rowMode: 'array',
  });
  return found.rows.map(([document, personId, at, isGuarded], i) => ({
    document,
    isGuarded,
    event: writtenEvent(asked[i]!.stamp, values[i] as string[], at, {
      outcome: document !== null ? 'shown' : isGuarded ? 'refused' : 'miss',
      personId,
    }),
  }));
}
