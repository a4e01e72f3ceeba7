/** What other parameters would do to everybody on record, persons and organizations. Read by key in batches: no long transaction, no names. */
import type pg from 'pg';
import { parseDay } from '../../rules/civil-date.js';
import { factsOfOrganization } from '../../rules/facts-of-organization.js';
import {
  addEffects,
  compareDecisions,
  decideDeclaredFacts,
  decideEntitlementsOnDay,
  rulesOfOrganizations,
  rulesOfPersons,
  rulesReading,
} from '../../rules/index.js';
import { readingsSwitching } from '../../rules/facts-read-by.js';
import type { Entitlement, ReadingChoices, ReadingId, RuleEffect } from '../../rules/index.js';
import type { Day, OrganizationDocument, PersonDocument, StaffGroup } from '../../rules/vocabulary.js';
import { readStaffGroups } from '../fact/fact.reads.js';
import { jsonHash } from '../json-hash.js';
import type { KnownParameters } from './parameter.reads.js';

/** Few enough that whoever else waits for this process hardly notices. */
const recordsPerBatch = 100;
const firstId = '00000000-0000-0000-0000-000000000000';

export interface Effect {
  persons: number;
  organizations: number;
  /** The rules that read what differs; no other decision can change. Where none is about persons, no person is looked at. */
  rules: string[];
  effects: RuleEffect[];
}

/** Persons and organizations on record. */
export async function countRecords(db: pg.Pool): Promise<number> {
  const counted = await db.query<{ count: number }>(
    'select ((select count(*) from person_record) + (select count(*) from organization_record))::int as count',
  );
  return counted.rows[0]!.count;
}

/** What decisions rest on: parameters, how doubtful text is read, and rules that are not yet switched on. */
export interface Footing extends KnownParameters {
  readings?: ReadingChoices;
  without?: readonly string[];
}

/** Compares the decisions of one day; `onBatch` hears how many records are done. */
export async function readEffect(
  db: pg.Pool,
  { before, after, assessOn }: { before: Footing; after: Footing; assessOn: Day },
  onBatch: (records: number) => void = () => {},
): Promise<Effect> {
  const names = Object.keys(after.papers).filter(
    (name) => jsonHash(after.papers[name]) !== jsonHash(before.papers[name]),
  );
  const concerned = (rules: readonly Entitlement[]) => {
    const reading = new Set(rulesReading(rules, names));
    return rules.filter((rule) => reading.has(rule) || isSwitched(rule, before, after));
  };
  const ofPersons = concerned(rulesOfPersons);
  const ofOrganizations = concerned(rulesOfOrganizations);
  let done = 0;
  let effects: RuleEffect[] = [];
  async function compareAll(readBatch: ReadBatch): Promise<number> {
    const begun = done;
    for (let last: string | null = null; ;) {
      const batch: Awaited<ReturnType<ReadBatch>> = await readBatch(last);
      for (const { decide } of batch)
        effects = addEffects(
          effects,
          compareDecisions(switchedOff(decide(before), before), switchedOff(decide(after), after)),
        );
      done += batch.length;
      onBatch(done);
      if (batch.length < recordsPerBatch) return done - begun;
      last = batch.at(-1)!.id;
    }
  }
  const persons = ofPersons.length === 0 ? 0 : await compareAll(personsOf(db, ofPersons, assessOn));
  const organizations =
    ofOrganizations.length === 0 ? 0 : await compareAll(organizationsOf(db, ofOrganizations, assessOn));
  const rules = [...ofPersons, ...ofOrganizations].map(({ id }) => id);
  return { persons, organizations, rules, effects: effects.sort((a, b) => (a.rule < b.rule ? -1 : 1)) };
}

function isSwitched({ id }: Entitlement, before: Footing, after: Footing): boolean {
  const isOff = ({ without }: Footing) => without?.includes(id) === true;
  const choiceOf = ({ readings: choices }: Footing, reading: string) => choices?.[reading as ReadingId];
  const isReadAnew = [...readingsSwitching(id)].some((one) => choiceOf(before, one) !== choiceOf(after, one));
  return isReadAnew || isOff(before) !== isOff(after);
}

type Compared = Parameters<typeof compareDecisions>[0];

/** A rule that is not switched on gives nobody anything. */
function switchedOff(decisions: Compared, { without = [] }: Footing): Compared {
  return decisions.map((decision) =>
    without.includes(decision.rule)
      ? { rule: decision.rule, outcome: 'not_in_force', amountFen: 0, amountMissing: [] }
      : decision,
  );
}

type Decide = (known: Footing) => Parameters<typeof compareDecisions>[0];
/** The next records after a key, each with how it is decided. */
type ReadBatch = (last: string | null) => Promise<{ id: string; decide: Decide }[]>;

function personsOf(db: pg.Pool, asked: readonly Entitlement[], assessOn: Day): ReadBatch {
  const rules = asked.map(({ id }) => id);
  return async (last) => {
    const { rows } = await db.query<{ id: string; document: string }>(
      `select person_id as id, document from person_record where person_id > $1 order by person_id limit ${recordsPerBatch}`,
      [last ?? firstId],
    );
    const records = rows.map(({ id, document }) => ({ id, record: JSON.parse(document) as PersonDocument }));
    const firms = records.flatMap(({ record }) => record.enterprises.map(({ creditCode }) => creditCode));
    const staff = firms.length === 0 ? new Map<string, StaffGroup[]>() : await readStaffGroups(db, firms, assessOn);
    const staffOf = (creditCode: string) => staff.get(creditCode) ?? null;
    return records.map(({ id, record }) => ({
      id,
      decide: ({ parameters, readings = {} }) =>
        decideEntitlementsOnDay(record, assessOn, { parameters, readings, rules, staffOf }),
    }));
  };
}

function organizationsOf(db: pg.Pool, rules: readonly Entitlement[], assessOn: Day): ReadBatch {
  const day = parseDay(assessOn)!;
  return async (last) => {
    const { rows } = await db.query<{ id: string; document: string }>(
      `select credit_code as id, document from organization_record where credit_code > $1 order by credit_code limit ${recordsPerBatch}`,
      [last ?? ''],
    );
    const codes = rows.map(({ id }) => id);
    const staff = await readStaffGroups(db, codes, assessOn);
    return rows.map(({ id, document }) => {
      const facts = factsOfOrganization(JSON.parse(document) as OrganizationDocument, staff.get(id) ?? null, day);
      return {
        id,
        decide: ({ parameters, readings }) =>
          decideDeclaredFacts(rules, { assessOn: day, facts, parameters }, readings),
      };
    });
  };
}
