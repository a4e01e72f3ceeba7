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
    `select person_id, document, name_keys, changes_on from person_record`,
  );
  const firms = await database.pool.query(`select credit_code, document from organization_record order by 1`);
  const decisions = await database.pool.query<{ person_id: string }>(
    `select person_id, rule, outcome, amount_fen, changes_on from entitlement_decision`,
  );
  const known = <R extends { person_id: string }>(rows: R[]) =>
    rows.map((row) => timeless(JSON.stringify(row).replaceAll(row.person_id, names.get(row.person_id)!))).sort();
  const lines = [...facts.rows, ...firms.rows].map((row) => timeless(JSON.stringify(row)));
  return [...lines, ...known(records.rows), ...known(decisions.rows)].sort();
}

/** What stands in one state and not in the other: empty when both are the same. */
export function differences(one: readonly string[], other: readonly string[]): string[] {
  const [here, there] = [new Set(one), new Set(other)];
  return [
    ...one.filter((line) => !there.has(line)).map((line) => `- ${line}`),
    ...other.filter((line) => !here.has(line)).map((line) => `+ ${line}`),
  ];
}
