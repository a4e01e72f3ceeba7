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
import type { Entitlement, RuleEffect } from '../../rules/index.js';
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

/** Compares the decisions of one day; `onBatch` hears how many records are done. */
export async function readEffect(
  db: pg.Pool,
  { before, after, assessOn }: { before: KnownParameters; after: KnownParameters; assessOn: Day },
  onBatch: (records: number) => void = () => {},
): Promise<Effect> {
  const names = Object.keys(after.papers).filter(
    (name) => jsonHash(after.papers[name]) !== jsonHash(before.papers[name]),
  );
  const ofPersons = rulesReading(rulesOfPersons, names);
  const ofOrganizations = rulesReading(rulesOfOrganizations, names);
  let done = 0;
  let effects: RuleEffect[] = [];
  async function compareAll(readBatch: ReadBatch): Promise<number> {
    const begun = done;
    for (let last: string | null = null; ;) {
      const batch: Awaited<ReturnType<ReadBatch>> = await readBatch(last);
      for (const { decide } of batch) effects = addEffects(effects, compareDecisions(decide(before), decide(after)));
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

type Decide = (known: KnownParameters) => Parameters<typeof compareDecisions>[0];
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
      decide: ({ parameters }) => decideEntitlementsOnDay(record, assessOn, { parameters, rules, staffOf }),
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
      return { id, decide: ({ parameters }) => decideDeclaredFacts(rules, { assessOn: day, facts, parameters }) };
    });
  };
}
