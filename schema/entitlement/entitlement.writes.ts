/** Decisions are written many persons at a time; a sheet or candidate that came out the same is not touched. */
import type pg from 'pg';
import type { Day, Fen } from '../../rules/vocabulary.js';
import type { Basis, Certainty } from './entitlement.reads.js';

export interface SheetRow {
  personId: string;
  region: string;
  changesOn: Day | null;
  /** A {@link Sheet} as JSON. */
  decisions: string;
  /** Counted staff of the firms that the person founded, as JSON by credit code; firms without any are left out. */
  staff: string | null;
}

export interface CandidateRow {
  personId: string;
  rule: string;
  /** Null: no candidate any more. */
  certainty: Certainty | null;
  region: string;
  amountFen: Fen | null;
  atMostFen: Fen | null;
  missing: string | null;
  reasons: readonly string[];
  decidedOn: Day;
  /** Credit code of the founded firm that it is about. */
  firm: string | null;
}

export interface ChangeRow {
  personId: string;
  rule: string;
  region: string;
  fromOutcome: string | null;
  fromAmountFen: Fen | null;
  toOutcome: string;
  toAmountFen: Fen | null;
  causes: readonly string[];
}

/** Notes a basis that comes into use; one that is known stays as it is. */
export async function keepBasis(db: pg.Pool | pg.ClientBase, basis: Basis, today: Day): Promise<void> {
  await db.query(
    `insert into entitlement_basis (basis, rules_version, parameter_version, trace_format, rules, parameters, first_used_on)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (basis) do nothing`,
    [
      basis.basis,
      basis.rulesVersion,
      basis.parameterVersion,
      basis.traceFormat,
      basis.rules,
      JSON.stringify(basis.parameters),
      today,
    ],
  );
}

/** Touches whoever would be decided otherwise with no new fact: by the calendar up to `today`, on another basis, or as the
 * staff of a firm comes and goes, which is counted anew each time. */
export async function touchDuePersons(db: pg.Pool, today: Day, basis: string): Promise<number> {
  const touched = await db.query(
    `insert into touched_entity (person_id)
     select person_id from entitlement_sheet sheet where (changes_on <= $1 or basis < $2 or basis > $2 or staff is not null)
       and not exists (select from touched_entity waiting where waiting.person_id = sheet.person_id)`,
    [today, basis],
  );
  return touched.rowCount ?? 0;
}

/** Touches whoever was decided by the same rules with other parameters. Costs next to nothing where there is nobody. */
export async function touchPersonsOfOtherParameters(
  db: pg.Pool,
  { basis, rulesVersion }: Pick<Basis, 'basis' | 'rulesVersion'>,
): Promise<number> {
  const touched = await db.query(
    `insert into touched_entity (person_id)
     select person_id from entitlement_sheet sheet
     where basis = any(array(select basis from entitlement_basis where rules_version = $2 and basis <> $1))
       and not exists (select from touched_entity waiting where waiting.person_id = sheet.person_id)`,
    [basis, rulesVersion],
  );
  return touched.rowCount ?? 0;
}

export async function writeSheets(client: pg.ClientBase, basis: string, rows: readonly SheetRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `merge into entitlement_sheet sheet using unnest($2::uuid[], $3::text[], $4::date[], $5::text[], $6::text[])
       as decided(person_id, region, changes_on, decisions, staff) on sheet.person_id = decided.person_id
     when matched and (sheet.basis, sheet.region, sheet.changes_on, sheet.decisions, sheet.staff)
         is distinct from ($1, decided.region, decided.changes_on, decided.decisions, decided.staff) then
       update set basis = $1, region = decided.region, changes_on = decided.changes_on, decisions = decided.decisions, staff = decided.staff
     when not matched then
       insert (person_id, basis, region, changes_on, decisions, staff)
       values (decided.person_id, $1, decided.region, decided.changes_on, decided.decisions, decided.staff)`,
    [
      basis,
      rows.map((row) => row.personId),
      rows.map((row) => row.region),
      rows.map((row) => row.changesOn),
      rows.map((row) => row.decisions),
      rows.map((row) => row.staff),
    ],
  );
}

export async function writeCandidates(client: pg.ClientBase, rows: readonly CandidateRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `merge into entitlement_candidate candidate using (
       select person_id, rule, certainty, region, amount_fen, at_most_fen, missing, array(select json_array_elements_text(reasons)) as reasons, decided_on, firm
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::json[], $9::date[], $10::text[])
         as given(person_id, rule, certainty, region, amount_fen, at_most_fen, missing, reasons, decided_on, firm)) decided
     on candidate.rule = decided.rule and candidate.person_id = decided.person_id
     when matched and decided.certainty is null then delete
     when matched and (candidate.certainty, candidate.region, candidate.amount_fen, candidate.at_most_fen, candidate.missing, candidate.reasons, candidate.decided_on, candidate.firm)
         is distinct from (decided.certainty, decided.region, decided.amount_fen, decided.at_most_fen, decided.missing, decided.reasons, decided.decided_on, decided.firm) then
       update set certainty = decided.certainty, region = decided.region, amount_fen = decided.amount_fen, at_most_fen = decided.at_most_fen,
         missing = decided.missing, reasons = decided.reasons, decided_on = decided.decided_on, firm = decided.firm
     when not matched and decided.certainty is not null then
       insert (person_id, rule, certainty, region, amount_fen, at_most_fen, missing, reasons, decided_on, firm)
       values (decided.person_id, decided.rule, decided.certainty, decided.region, decided.amount_fen, decided.at_most_fen, decided.missing, decided.reasons, decided.decided_on, decided.firm)`,
    [
      rows.map((row) => row.personId),
      rows.map((row) => row.rule),
      rows.map((row) => row.certainty),
      rows.map((row) => row.region),
      rows.map((row) => row.amountFen),
      rows.map((row) => row.atMostFen),
      rows.map((row) => row.missing),
      rows.map((row) => JSON.stringify(row.reasons)),
      rows.map((row) => row.decidedOn),
      rows.map((row) => row.firm),
    ],
  );
}

/** Persons who moved take their candidacies along, also those that nothing else changes. */
export async function moveCandidates(client: pg.ClientBase, rows: readonly SheetRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `update entitlement_candidate candidate set region = moved.region from unnest($1::uuid[], $2::text[]) as moved(person_id, region)
     where candidate.person_id = moved.person_id and candidate.region <> moved.region`,
    [rows.map((row) => row.personId), rows.map((row) => row.region)],
  );
}

export async function appendChanges(
  client: pg.ClientBase,
  basis: string,
  today: Day,
  rows: readonly ChangeRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `insert into entitlement_change (person_id, rule, region, changed_on, from_outcome, from_amount_fen, to_outcome, to_amount_fen, causes, basis)
     select person_id, rule, region, $2, from_outcome, from_amount_fen, to_outcome, to_amount_fen, array(select json_array_elements_text(causes)), $1
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bigint[], $10::json[])
       as changed(person_id, rule, region, from_outcome, from_amount_fen, to_outcome, to_amount_fen, causes)`,
    [
      basis,
      today,
      rows.map((row) => row.personId),
      rows.map((row) => row.rule),
      rows.map((row) => row.region),
      rows.map((row) => row.fromOutcome),
      rows.map((row) => row.fromAmountFen),
      rows.map((row) => row.toOutcome),
      rows.map((row) => row.toAmountFen),
      rows.map((row) => JSON.stringify(row.causes)),
    ],
  );
}
