/** Decisions as they are kept: sheets for the job that decides again, and what they rest on. */
import type pg from 'pg';
import type { Outcome } from '../../rules/index.js';
import type { Day, Fen } from '../../rules/vocabulary.js';

export type Certainty = 'certain' | 'one_fact_away';

/** What decisions rest on beside facts. */
export interface Basis {
  /** Digest of all that follows. */
  basis: string;
  rulesVersion: string;
  parameterVersion: string;
  traceFormat: string;
  /** Ids of the rules that are decided. */
  rules: readonly string[];
  /** Each parameter with its dated values, by name. */
  parameters: Readonly<Record<string, unknown>>;
}

/** A decision as it is kept; what is left out is null or empty. */
export interface KeptDecision {
  outcome: Outcome;
  amountFen?: Fen;
  /** The most that it can come to, where the amount is open. */
  atMostFen?: Fen;
  missing?: readonly string[];
  /** One fact is missing, and something else is met already. */
  partlyMet?: true;
  /** The day on which it came out like this for the first time. */
  decidedOn: Day;
  changesOn?: Day;
  becomesEligibleOn?: Day;
}

/** Decisions of one person by rule. A rule of the basis that is left out is not met, and time alone changes nothing in it. */
export type Sheet = Readonly<Record<string, KeptDecision>>;

export interface KeptSheet {
  basis: string;
  region: string;
  changesOn: Day | null;
  decisions: string;
  staff: string | null;
}

/** The sheets of these persons; who was never decided has none. */
export async function readSheets(
  client: pg.ClientBase,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, KeptSheet>> {
  const found = await client.query<KeptSheet & { personId: string }>(
    `select person_id as "personId", basis, region, changes_on::text as "changesOn", decisions, staff
     from entitlement_sheet where person_id = any($1::uuid[])`,
    [personIds],
  );
  return new Map(found.rows.map(({ personId, ...sheet }) => [personId, sheet]));
}

export async function readBases(client: pg.ClientBase, wanted: readonly string[]): Promise<ReadonlyMap<string, Basis>> {
  if (wanted.length === 0) return new Map();
  const found = await client.query<Omit<Basis, 'parameters'> & { parameters: string }>(
    `select basis, rules_version as "rulesVersion", parameter_version as "parameterVersion", trace_format as "traceFormat", rules, parameters
     from entitlement_basis where basis = any($1)`,
    [wanted],
  );
  return new Map(
    found.rows.map((row) => [row.basis, { ...row, parameters: JSON.parse(row.parameters) as Basis['parameters'] }]),
  );
}
