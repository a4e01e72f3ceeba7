/** Facts as they are read back for building records. */
import type pg from 'pg';
import { compare } from '../../rules/survivorship.js';
import type { Day, FactBody, Source, StaffGroup, StoredFact } from '../../rules/vocabulary.js';

/** A fact with whom it belongs to. */
export interface OwnedFact extends StoredFact {
  personId: string | null;
  relatedPersonId: string | null;
}

export interface FactRow {
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

/** All live facts about these persons that their records are built from. */
export async function readFactsOfPersons(client: pg.ClientBase, personIds: readonly string[]): Promise<OwnedFact[]> {
  return read(client, `fact.person_id = any($1::uuid[])`, personIds);
}

/** All live facts about these organizations that their records are built from. */
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

interface StaffRow {
  credit_code: string;
  count: number;
  contract_months: number | null;
  open_ended: boolean;
  months_paid: number;
  all_paid: boolean;
  as_of: Date;
}

/**
 * Per employer its registered staff on a day, counted in groups that are alike, without legal representatives. Null: the
 * registrations are not complete. Of two registrations of one person the newest counts; a month paid by the day counts once.
 */
export async function readStaffGroups(
  client: pg.ClientBase | pg.Pool,
  creditCodes: readonly string[],
  assessOn: Day,
): Promise<Map<string, StaffGroup[] | null>> {
  const begin = await client.query<{ complete: boolean | null }>(
    `select records_begin_on <= $1 as complete from source_state where stream_id = 2`,
    [assessOn],
  );
  const complete = begin.rows[0]?.complete === true;
  const staff = new Map<string, StaffGroup[] | null>(creditCodes.map((code) => [code, complete ? [] : null]));
  if (!complete) return staff;
  const found = await client.query<StaffRow>(staffStatement, [creditCodes, assessOn]);
  for (const row of found.rows)
    staff.get(row.credit_code)?.push({
      count: row.count,
      contractMonths: row.open_ended ? 'open-ended' : row.contract_months,
      monthsPaid: row.months_paid,
      monthsPaidAreAll: row.all_paid,
      asOf: row.as_of.toISOString(),
    });
  return staff;
}

/**
 * Streams 2 registrations, 21 market entities, 33 contributions; `+ 0` keeps the planner from reading a whole stream for each
 * person, which it does while the table has no statistics. PostgreSQL adds months as the Civil Code does: to the month's last day.
 */
const staffStatement = `
with registered as (
  select distinct on (told."employerCode", person_id) told."employerCode" as credit_code, person_id, told."from" as since,
    told."contractFrom" as contract_from, told."contractTo" + 1 as contract_end, as_of
  from fact cross join lateral json_to_record(body::json)
    as told(form text, "employerCode" text, "from" date, "to" date, "contractFrom" date, "contractTo" date)
  where stream_id = 2 and body::json ->> 'employerCode' = any($1) and absent_since is null and person_id is not null
    and form = 'employee' and told."from" <= $2::date and coalesce(told."to" >= $2::date, true)
    and not exists (select from fact entity where entity.credit_code = any($1) and entity.credit_code = told."employerCode" and entity.stream_id + 0 = 21
      and entity.related_person_id = fact.person_id and entity.absent_since is null)
  order by told."employerCode", person_id, since desc, record_key
), counted as (
  select credit_code, contract_from is not null and contract_end is null as open_ended,
    months - (contract_from + make_interval(months => months) > contract_end)::int as contract_months, paid.months_paid,
    coalesce(begin.records_begin_on <= since, false) as all_paid, as_of
  from registered
  cross join lateral (select (extract(year from contract_end) - extract(year from contract_from))::int * 12
    + (extract(month from contract_end) - extract(month from contract_from))::int as months) span
  cross join lateral (select count(distinct told.month)::int as months_paid from fact
    cross join lateral json_to_record(fact.body::json) as told("employerCode" text, month text, "paidOn" date)
    where fact.person_id = registered.person_id and stream_id + 0 = 33 and absent_since is null
      and told."employerCode" = registered.credit_code and told."paidOn" <= $2::date and told.month >= to_char(since, 'YYYY-MM')) paid
  left join source_state begin on begin.stream_id = 33
)
select credit_code, open_ended, contract_months, months_paid, all_paid, count(*)::int as count, min(as_of) as as_of
from counted group by credit_code, open_ended, contract_months, months_paid, all_paid
order by credit_code, open_ended, contract_months, months_paid, all_paid`;

async function read(client: pg.ClientBase, condition: string, keys: readonly string[]): Promise<OwnedFact[]> {
  const found = await client.query<FactRow>(
    `select ${columns} from fact join source_state state using (stream_id) where ${condition} and feeds_record and fact.absent_since is null`,
    [keys],
  );
  return found.rows.map(ownedFact);
}

export function ownedFact(row: FactRow): OwnedFact {
  return {
    source: row.source,
    stream: row.stream,
    asOf: row.as_of.toISOString(),
    body: JSON.parse(row.body) as FactBody,
    creditCode: row.credit_code,
    personId: row.person_id,
    relatedPersonId: row.related_person_id,
  };
}
