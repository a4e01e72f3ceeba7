/** A changed agreement is a new version; the versions that were in force stay readable. */
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';
import type { AgreementRow } from './agreement.reads.js';

export type NewAgreement = Omit<AgreementRow, 'id' | 'version'> & { beginsOn: Day; endsOn: Day | null };

/** Writes the next version, unless the newest one already says the same. */
export async function writeAgreement(db: pg.Pool | pg.ClientBase, agreement: NewAgreement): Promise<void> {
  await db.query(
    `with newest as (select * from agreement where client = $1 order by version desc limit 1)
     insert into agreement (client, version, begins_on, ends_on, purposes, default_purpose, fields, daily_limit)
     select $1, coalesce((select version from newest), 0) + 1, $2, $3, $4::jsonb, $5, $6::jsonb, $7
     where not exists (select from newest where (ends_on, purposes, default_purpose, fields, daily_limit)
       is not distinct from ($3::date, $4::jsonb, $5::text, $6::jsonb, $7::integer))
     on conflict (client, version) do nothing`,
    [
      agreement.client,
      agreement.beginsOn,
      agreement.endsOn,
      JSON.stringify(agreement.purposes),
      agreement.defaultPurpose,
      JSON.stringify(agreement.fields),
      agreement.dailyLimit,
    ],
  );
}
