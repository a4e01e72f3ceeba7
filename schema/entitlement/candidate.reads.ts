/** Candidates and changes for staff, page by page. An access event for each person shown is committed before a row is handed on. */
import type pg from 'pg';
import type { Outcome } from '../../rules/index.js';
import type { Day, Fen } from '../../rules/vocabulary.js';
import { type AccessEvent, type AccessStamp, writeShown } from '../access-event/access-event.writes.js';
import { isGuarded } from '../guarded-person/guarded-person.reads.js';
import type { Certainty } from './entitlement.reads.js';

export interface CandidateFilter {
  rule: string;
  certainty: Certainty;
  /** Beginning of the region's code; empty: everywhere. */
  region: string;
}

export interface StoredCandidate {
  /** The person's id, which is the place in the list. */
  id: string;
  rule: string;
  certainty: Certainty;
  region: string;
  amountFen: Fen | null;
  amountAtMostFen: Fen | null;
  missing: string | null;
  reasons: string[];
  decidedOn: Day;
  firm: string | null;
  document: string;
}

export interface StoredChange {
  id: string;
  rule: string;
  region: string;
  changedOn: Day;
  fromOutcome: Outcome | null;
  fromAmountFen: Fen | null;
  toOutcome: Outcome;
  toAmountFen: Fen | null;
  causes: string[];
  document: string;
}

export interface CandidateCountRow {
  rule: string;
  certain: number;
  oneFactAway: number;
  amountFen: Fen;
  amountOpen: number;
}

/** What of the asker chooses rows beside the filter: who is guarded against an officer stands in no list without a case number. */
export interface Looker {
  stamp: AccessStamp;
  hasCase: boolean;
  day: Day;
}
const mayBeListed = (first: number) =>
  `($${first} or not ${isGuarded('person_record.person_id', `$${first + 1}`, `$${first + 2}::date`)})`;
const ofLooker = ({ stamp, hasCase, day }: Looker) => [hasCase, stamp.client, day];

// Regions are digits; the colon comes after all of them.
const isIn = (column: string, parameter: string) =>
  `(${parameter} = '' or (${column} >= ${parameter} and ${column} < ${parameter} || ':'))`;
/** Up to `limit` candidates, by region and person; the last of `limit` only says that more follows and is not shown. */
export async function readCandidates(
  db: pg.Pool,
  filter: CandidateFilter,
  page: { after: string | null; limit: number },
  looker: Looker,
): Promise<{ rows: StoredCandidate[]; events: AccessEvent[] }> {
  const { rows } = await db.query<StoredCandidate>(
    `select person_id as id, rule, certainty, candidate.region, amount_fen as "amountFen", at_most_fen as "amountAtMostFen", missing, reasons,
       decided_on::text as "decidedOn", firm, document
     from entitlement_candidate candidate join person_record using (person_id)
     where rule = $1 and certainty = $2 and ${isIn('candidate.region', '$3::text')}
       and ($4::uuid is null or (candidate.region, person_id) > ((select region from entitlement_sheet where person_id = $4), $4))
       and ${isIn('person_record.region', '$3::text')} and ${mayBeListed(6)}
     order by candidate.region, person_id limit $5`,
    [filter.rule, filter.certainty, filter.region, page.after, page.limit, ...ofLooker(looker)],
  );
  const shown = rows.slice(0, page.limit - 1).map(({ id }) => id);
  return { rows, events: await writeShown(db, looker.stamp, shown) };
}

export async function countCandidates(db: pg.Pool, filter: CandidateFilter): Promise<number> {
  const counted = await db.query<{ count: number }>(
    `select count(*)::int as count from entitlement_candidate where rule = $1 and certainty = $2 and ${isIn('region', '$3::text')}`,
    [filter.rule, filter.certainty, filter.region],
  );
  return counted.rows[0]!.count;
}

/** Figures of every rule that has candidates. */
export async function readCandidateCounts(db: pg.Pool, region: string): Promise<CandidateCountRow[]> {
  const counted = await db.query<CandidateCountRow>(
    `select rule, count(*) filter (where certainty = 'certain')::int as certain,
       count(*) filter (where certainty = 'one_fact_away')::int as "oneFactAway",
       coalesce(sum(amount_fen) filter (where certainty = 'certain'), 0)::bigint as "amountFen",
       count(*) filter (where certainty = 'certain' and amount_fen is null)::int as "amountOpen"
     from entitlement_candidate where ${isIn('region', '$1::text')} group by rule`,
    [region],
  );
  return counted.rows;
}

/** Up to `limit` changes since a day, newest first; the last of `limit` is not shown. */
export async function readChanges(
  db: pg.Pool,
  filter: { since: Day; rule: string | null; region: string },
  page: { after: string | null; limit: number },
  looker: Looker,
): Promise<{ rows: StoredChange[]; events: AccessEvent[] }> {
  const { rows } = await db.query<StoredChange & { personId: string }>(
    `select change_id as id, person_id as "personId", rule, change.region, changed_on::text as "changedOn", from_outcome as "fromOutcome",
       from_amount_fen as "fromAmountFen", to_outcome as "toOutcome", to_amount_fen as "toAmountFen", causes, document
     from entitlement_change change join person_record using (person_id)
     where changed_on >= $1 and ($2::text is null or rule = $2) and ${isIn('change.region', '$3::text')}
       and ($4::uuid is null or (changed_on, change_id) < (select changed_on, change_id from entitlement_change where change_id = $4))
       and ${isIn('person_record.region', '$3::text')} and ${mayBeListed(6)}
     order by changed_on desc, change_id desc limit $5`,
    [filter.since, filter.rule, filter.region, page.after, page.limit, ...ofLooker(looker)],
  );
  const shown = new Set(rows.slice(0, page.limit - 1).map(({ personId }) => personId));
  return { rows, events: await writeShown(db, looker.stamp, [...shown]) };
}
