/** Facts as they are read back for building records. */
import type pg from 'pg';
import { compare } from '../../rules/survivorship.js';
import type { FactBody, Source, StoredFact } from '../../rules/vocabulary.js';

/** A fact with whom it belongs to. */
export interface OwnedFact extends StoredFact {
  personId: string | null;
  relatedPersonId: string | null;
}

interface Row {
  source: Source;
  stream: string;
  as_of: Date;
  body: string;
  credit_code: string | null;
  person_id: string | null;
  related_person_id: string | null;
}

const columns =
  'state.source, state.stream, fact.as_of, fact.body, fact.credit_code, fact.person_id, fact.related_person_id';

/** All live facts about these persons. */
export async function readFactsOfPersons(client: pg.ClientBase, personIds: readonly string[]): Promise<OwnedFact[]> {
  return read(client, `fact.person_id = any($1::uuid[])`, personIds);
}

/** All live facts about these organizations. */
export async function readFactsOfOrganizations(
  client: pg.ClientBase,
  creditCodes: readonly string[],
): Promise<OwnedFact[]> {
  return read(client, `fact.credit_code = any($1)`, creditCodes);
}

/** Credit codes of the firms whose legal representative one of these persons is. */
export async function readCreditCodesOfFounders(
  client: pg.ClientBase,
  personIds: readonly string[],
): Promise<string[]> {
  const found = await client.query<{ credit_code: string }>(
    `select distinct credit_code from fact where related_person_id = any($1::uuid[]) and absent_since is null and credit_code is not null`,
    [personIds],
  );
  return found.rows.map((row) => row.credit_code);
}

/** Legal representatives of these firms, present and past. */
export async function readFounders(client: pg.ClientBase, creditCodes: readonly string[]): Promise<string[]> {
  const found = await client.query<{ related_person_id: string }>(
    `select distinct related_person_id from fact where credit_code = any($1) and related_person_id is not null`,
    [creditCodes],
  );
  return found.rows.map((row) => row.related_person_id);
}

/** Every name that a source gives or gave these persons. */
export async function readNamesOfPersons(
  client: pg.ClientBase,
  personIds: readonly string[],
): Promise<Map<string, string[]>> {
  const found = await client.query<{ person_id: string; name: string }>(
    `select distinct person_id, body::json ->> 'name' as name from (
       select person_id, stream_id, body from fact where person_id = any($1::uuid[])
       union all select person_id, stream_id, body from fact_history where person_id = any($1::uuid[])) told
     join source_state state using (stream_id)
     where (state.source, state.stream) in (('employment', 'job-seekers'), ('social-insurance', 'persons'))`,
    [personIds],
  );
  const names = new Map<string, string[]>();
  for (const { person_id: personId, name } of found.rows)
    names.set(personId, [...(names.get(personId) ?? []), name].sort(compare));
  return names;
}

async function read(client: pg.ClientBase, condition: string, keys: readonly string[]): Promise<OwnedFact[]> {
  const found = await client.query<Row>(
    `select ${columns} from fact join source_state state using (stream_id) where ${condition} and fact.absent_since is null`,
    [keys],
  );
  return found.rows.map((row) => ({
    source: row.source,
    stream: row.stream,
    asOf: row.as_of.toISOString(),
    body: JSON.parse(row.body) as FactBody,
    creditCode: row.credit_code,
    personId: row.person_id,
    relatedPersonId: row.related_person_id,
  }));
}
