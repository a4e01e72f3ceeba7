/** Unified records of firms, written whole; one that came out the same is not touched. */
import type pg from 'pg';

export async function writeOrganizationRecords(
  client: pg.ClientBase,
  rows: readonly { creditCode: string; document: string; region: string }[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `merge into organization_record record using unnest($1::text[], $2::text[], $4::text[]) as built(credit_code, document, region)
     on record.credit_code = built.credit_code
     when matched and record.document <> built.document then update set document = built.document, region = built.region, built_at = $3
     when not matched then insert (credit_code, document, region, built_at) values (built.credit_code, built.document, built.region, $3)`,
    [rows.map((row) => row.creditCode), rows.map((row) => row.document), now, rows.map((row) => row.region)],
  );
}

/** Takes these firms for rebuilding until the transaction ends, always in one order. */
export async function lockOrganizations(client: pg.ClientBase, creditCodes: readonly string[]): Promise<void> {
  await client.query(
    `select pg_advisory_xact_lock(hashtextextended(code, 0)) from (select code from unnest($1::text[]) as code order by code) ordered`,
    [creditCodes],
  );
}
