/** One organization's record by credit code. The access event commits with the read, before anything can leave. */
import type pg from 'pg';
import {
  type AccessEvent,
  type AccessStamp,
  eventAt,
  eventColumns,
  eventParameters,
  eventValues,
  writtenEvent,
} from '../access-event/access-event.writes.js';

const text = `with found as (
    select credit_code, document from organization_record where credit_code = $10 and credit_code = coalesce($11, credit_code)
  ), event as (
    insert into access_event (${eventColumns}, outcome, credit_code)
    select ${eventParameters}, case when found.credit_code is null then 'miss' else 'shown' end, $10
    from (values (1)) one left join found on true
    returning event_id
  )
  select document, ${eventAt} from event left join found on true`;

/** The stored document, or null when no source knows the code. `only` is the one code that the viewer may see, null for any. */
export async function readOrganizationDocument(
  db: pg.Pool,
  creditCode: string,
  stamp: AccessStamp,
  only: string | null,
): Promise<{ document: string | null; event: AccessEvent }> {
  const values = eventValues(stamp);
  const found = await db.query<[string | null, number]>({
    name: 'read-organization',
    text,
    values: [...values, creditCode, only],
    rowMode: 'array',
  });
  const [document, at] = found.rows[0]!;
  return {
    document,
    event: writtenEvent(stamp, values, at, { outcome: document === null ? 'miss' : 'shown', creditCode }),
  };
}

/** The name of an organization, for filing a notice in its name; no access event, since nothing of it leaves to a reader. */
export async function readOrganizationName(db: pg.Pool, creditCode: string): Promise<string | null> {
  const found = await db.query<{ document: string }>(
    `select document from organization_record where credit_code = $1`,
    [creditCode],
  );
  const document = found.rows[0] && (JSON.parse(found.rows[0].document) as { name: { value: string } | null });
  return document?.name?.value ?? null;
}
