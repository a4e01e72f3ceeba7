import type { Database } from '../../schema/database.js';

const instant = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/**
 * Everything that a reader could see, without ids that differ from hub to hub. A source that does not say how old a value is
 * gets the time of reading: instants from `since` on read alike.
 */
export async function readableState(database: Database, since: Date): Promise<string[]> {
  const timeless = (text: string) => text.replace(instant, (found) => (new Date(found) >= since ? 'when read' : found));
  const ids = await database.pool.query<{ index: string; id: string }>(
    `select encode(blind_index, 'hex') as index, person_id as id from person_identifier`,
  );
  const names = new Map(ids.rows.map(({ index, id }) => [id, index]));
  const facts = await database.pool.query(
    `select stream_id, encode(record_key, 'hex') as key, encode(content_hash, 'hex') as hash, credit_code, version, body, absent_since from fact order by 1, 2`,
  );
  const records = await database.pool.query<{ person_id: string; document: string; name_keys: string[] }>(
    `select person_id, document, name_keys from person_record`,
  );
  const firms = await database.pool.query(`select credit_code, document from organization_record order by 1`);
  const sheets = await database.pool.query<{ person_id: string }>(
    `select person_id, basis, region, changes_on, decisions from entitlement_sheet`,
  );
  const candidates = await database.pool.query<{ person_id: string }>(`select * from entitlement_candidate`);
  // How often a record was built on the way is left to chance, and so are the steps of its history; where they lead is not.
  const astray = await database.pool.query<{ person_id: string }>(
    `select distinct on (person_id, rule) person_id, rule, to_outcome as "history leads to", stood.outcome as "but stands at"
     from entitlement_change join entitlement_sheet sheet using (person_id),
       lateral (select coalesce(sheet.decisions::json -> rule ->> 'outcome', 'ineligible') as outcome, (sheet.decisions::json -> rule ->> 'amountFen')::bigint as amount_fen) stood
     where not exists (select from entitlement_change later where (later.person_id, later.rule) = (entitlement_change.person_id, entitlement_change.rule) and later.change_id > entitlement_change.change_id)
       and (to_outcome, nullif(to_amount_fen, 0)) is distinct from (stood.outcome, nullif(stood.amount_fen, 0))`,
  );
  const known = <R extends { person_id: string }>(rows: R[]) =>
    rows.map((row) => timeless(JSON.stringify(row).replaceAll(row.person_id, names.get(row.person_id)!))).sort();
  const lines = [...facts.rows, ...firms.rows].map((row) => timeless(JSON.stringify(row)));
  return [
    ...lines,
    ...known(records.rows),
    ...known(sheets.rows),
    ...known(candidates.rows),
    ...known(astray.rows),
  ].sort();
}

/** What stands in one state and not in the other: empty when both are the same. */
export function differences(one: readonly string[], other: readonly string[]): string[] {
  const [here, there] = [new Set(one), new Set(other)];
  return [
    ...one.filter((line) => !there.has(line)).map((line) => `- ${line}`),
    ...other.filter((line) => !here.has(line)).map((line) => `+ ${line}`),
  ];
}
