/** Access events. A read of a record writes its event in its own statement (see {@link eventColumns}); refusals are written here. */
import type pg from 'pg';

/** Who asks, why, and for what; the same for every look-up of one operation. */
export interface AccessStamp {
  client: string;
  audience: string;
  purpose: string;
  agreementId: string | null;
  /** Root field and digest of the document: no text of the client's own, which might hold a name. */
  operation: string;
  /** Codes of the fields that the operation asks for. */
  fields: string;
}

export const eventColumns = 'client, audience, purpose, agreement_id, operation, fields';

export function eventValues(stamp: AccessStamp): (string | null)[] {
  return [stamp.client, stamp.audience, stamp.purpose, stamp.agreementId, stamp.operation, stamp.fields];
}

/** Notes that a request for records was turned away; nothing was read. */
export async function writeRefusal(db: pg.Pool, stamp: AccessStamp): Promise<void> {
  await db.query(
    `insert into access_event (${eventColumns}, outcome) values ($1, $2, $3, $4, $5, $6, 'refused')`,
    eventValues(stamp),
  );
}

/** Notes a look at personal data that is read apart from its event; to be awaited before anything of it leaves. */
export async function writeAccess(db: pg.Pool, stamp: AccessStamp, outcome: 'shown' | 'miss'): Promise<void> {
  await db.query(`insert into access_event (${eventColumns}, outcome) values ($1, $2, $3, $4, $5, $6, $7)`, [
    ...eventValues(stamp),
    outcome,
  ]);
}
