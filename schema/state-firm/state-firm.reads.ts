/** The register of state firms on a day, and the bureaus that they file with. */
import type pg from 'pg';
import type { StateLevel } from '../../rules/recruitment/bureaus.js';
import type { StateHolding } from '../../rules/recruitment/state-firms.js';
import type { Day } from '../../rules/vocabulary.js';

export interface BureauRow {
  region: string;
  name: string;
  website: string | null;
}

/** One entry of the register. */
export interface StateFirmRow {
  /** Of the proposal that made it. */
  id: string;
  creditCode: string;
  name: string;
  level: StateLevel;
  holding: StateHolding;
  investor: string | null;
  region: string;
  bureau: BureauRow;
  from: Day;
  /** Last day; null while no end is set. */
  to: Day | null;
  evidence: string[];
  recordedAt: Date;
}

const columns = `firm.proposal_id as id, credit_code as "creditCode", firm.name, level, holding, investor, firm.region,
  to_json(office) as bureau, lower(valid) as from, upper(valid) - 1 as to, evidence, recorded_at as "recordedAt"`;
const entries = `select ${columns} from state_firm firm join bureau office on office.region = firm.bureau`;

/** The entry of a firm that holds on a day, or null. */
export async function readStateFirm(
  db: pg.Pool | pg.ClientBase,
  creditCode: string,
  day: Day,
): Promise<StateFirmRow | null> {
  const found = await db.query<StateFirmRow>(`${entries} where credit_code = $1 and valid @> $2::date`, [
    creditCode,
    day,
  ]);
  return found.rows[0] ?? null;
}

/** Every entry of one firm, oldest first. */
export async function readEntriesOf(db: pg.Pool | pg.ClientBase, creditCode: string): Promise<StateFirmRow[]> {
  return (await db.query<StateFirmRow>(`${entries} where credit_code = $1 order by valid`, [creditCode])).rows;
}

export interface StateFirmFilter {
  on: Day;
  level: StateLevel | null;
  bureau: string | null;
  /** Part of the name, or the whole credit code. */
  search: string | null;
}

/** The register on a day, the newest entry first; up to `limit` of them older than the entry `after`. */
export async function readStateFirms(
  db: pg.Pool,
  filter: StateFirmFilter,
  page: { after: string | null; limit: number },
): Promise<StateFirmRow[]> {
  const found = await db.query<StateFirmRow>(
    `${entries} where valid @> $1::date and ($2::text is null or level = $2) and ($3::text is null or firm.bureau = $3)
       and ($4::text is null or position($4 in firm.name) > 0 or credit_code = upper($4))
       and ($5::uuid is null or firm.proposal_id < $5)
     order by firm.proposal_id desc limit $6`,
    [filter.on, filter.level, filter.bureau, filter.search, page.after, page.limit],
  );
  return found.rows;
}

/** Every bureau, the city's first. */
export async function readBureaus(db: pg.Pool | pg.ClientBase): Promise<BureauRow[]> {
  return (await db.query<BureauRow>('select region, name, website from bureau order by region')).rows;
}

/** What the business register calls a firm and where it stands; null where it does not know it. */
export async function readFirmOfRecord(
  db: pg.Pool,
  creditCode: string,
): Promise<{ name: string | null; region: string | null } | null> {
  const found = await db.query<{ name: string | null; region: string | null }>(
    `select document::json #>> '{name,value}' as name, document::json #>> '{region,value}' as region
     from organization_record where credit_code = $1`,
    [creditCode],
  );
  return found.rows[0] ?? null;
}
