/** One organization's record by credit code. The access event commits with the read, before anything can leave. */
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';
import {
  type AccessEvent,
  type AccessStamp,
  eventAt,
  eventColumns,
  eventParameters,
  eventValues,
  writtenEvent,
} from '../access-event/access-event.writes.js';

export interface OrganizationFound {
  document: string | null;
  event: AccessEvent;
}

const textWith = (found: string) => `with found as (${found}), event as (
    insert into access_event (${eventColumns}, outcome, credit_code)
    select ${eventParameters}, case when found.credit_code is null then 'miss' else 'shown' end, $10
    from (values (1)) one left join found on true
  )
  select document, ${eventAt} from (values (1)) one left join found on true`;
const statements = {
  /** For the bureau's own, and for employers, who see one code alone. */
  any: textWith(
    'select credit_code, document from organization_record where credit_code = $10 and credit_code = coalesce($11, credit_code)',
  ),
  /** For partners: the rows of their agreements, which PostgreSQL chooses itself. */
  agreed: textWith('select credit_code, document from organization_by_agreement($10, $7::uuid, $11::date)'),
};

/** The stored document, or null when no source knows the code. `only` is the one code that the viewer may see, null for any. */
export function readOrganizationDocument(
  db: pg.Pool,
  creditCode: string,
  stamp: AccessStamp,
  only: string | null,
): Promise<OrganizationFound> {
  return read(db, 'any', creditCode, stamp, only);
}

/** The same for a partner, by its agreement as it stands on `day`. */
export function readOrganizationByAgreement(
  db: pg.Pool,
  creditCode: string,
  stamp: AccessStamp,
  day: Day,
): Promise<OrganizationFound> {
  return read(db, 'agreed', creditCode, stamp, day);
}

async function read(
  db: pg.Pool,
  rows: keyof typeof statements,
  creditCode: string,
  stamp: AccessStamp,
  last: string | null,
): Promise<OrganizationFound> {
  const values = eventValues(stamp);
  const found = await db.query<[string | null, number]>({
    name: `read-organization-${rows}`,
    text: statements[rows],
    values: [...values, creditCode, last],
    rowMode: 'array',
  });
  const [document, at] = found.rows[0]!;
  const outcome = document === null ? 'miss' : 'shown';
  return { document, event: writtenEvent(stamp, values, at, { outcome, creditCode }) };
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
