/** Reads of agreements. */
import type pg from 'pg';
import type { Access } from '../../rules/visibility.js';
import type { Day } from '../../rules/vocabulary.js';

/** Why a client may ask, and the law that lets it. */
export interface Purpose {
  code: string;
  basis: string;
}

export interface AgreementRow {
  id: string;
  client: string;
  version: number;
  purposes: Purpose[];
  /** The purpose of a request that names none; null when each request must name one. */
  defaultPurpose: string | null;
  /** Rights by field, such as `{"Person.name": "masked"}`; what is not listed is absent. */
  fields: Record<string, Access>;
  dailyLimit: number;
}

/** The newest version in force on `today`, or null. */
export async function readAgreement(db: pg.Pool, client: string, today: Day): Promise<AgreementRow | null> {
  const found = await db.query<AgreementRow>(
    `select agreement_id as id, client, version, purposes, default_purpose as "defaultPurpose", fields, daily_limit as "dailyLimit"
     from agreement where client = $1 and begins_on <= $2 and (ends_on is null or ends_on >= $2) order by version desc limit 1`,
    [client, today],
  );
  return found.rows[0] ?? null;
}
