/** One person's record by ID number and name. The access event commits with the read, before anything can leave. */
import type pg from 'pg';
import { type AccessStamp, eventColumns, eventValues } from '../access-event/access-event.writes.js';

// One statement, one commit: without the event there is no row. Found or not, it does the same work.
const text = `with found as (
    select person_id, document from person_identifier join person_record using (person_id)
    where blind_index = $7 and name_keys @> array[$8]
  ), event as (
    insert into access_event (${eventColumns}, outcome, person_id)
    select $1, $2, $3, $4::uuid, $5, $6, case when found.person_id is null then 'miss' else 'shown' end, found.person_id
    from (values (1)) one left join found on true
    returning event_id
  )
  select document from event left join found on true`;

/** The stored document, or null when the pair of number and name does not match. */
export async function readPersonDocument(
  db: pg.Pool,
  who: { blindIndex: Buffer; nameKey: string },
  stamp: AccessStamp,
): Promise<string | null> {
  const found = await db.query<[string | null]>({
    name: 'read-person',
    text,
    values: [...eventValues(stamp), who.blindIndex, who.nameKey],
    rowMode: 'array',
  });
  return found.rows[0]![0];
}
