/** What another set of parameters would do to everybody on record. Read by key in batches: no long transaction, no names. */
import type pg from 'pg';
import { addEffects, compareDecisions, decideEntitlementsOnDay, rulesReading } from '../../rules/index.js';
import type { RuleEffect } from '../../rules/index.js';
import type { Day, PersonDocument } from '../../rules/vocabulary.js';
import { jsonHash } from '../json-hash.js';
import type { KnownParameters } from './parameter.reads.js';

/** Few enough that whoever else waits for this process hardly notices. */
const personsPerBatch = 100;
const firstId = '00000000-0000-0000-0000-000000000000';

export interface Effect {
  persons: number;
  /** The rules that read what differs; no other decision can change. */
  rules: string[];
  effects: RuleEffect[];
}

export async function countPersons(db: pg.Pool): Promise<number> {
  const counted = await db.query<{ count: number }>('select count(*)::int as count from person_record');
  return counted.rows[0]!.count;
}

/** Compares the decisions of one day; `onBatch` hears how many persons are done. */
export async function readEffect(
  db: pg.Pool,
  { before, after, assessOn }: { before: KnownParameters; after: KnownParameters; assessOn: Day },
  onBatch: (persons: number) => void = () => {},
): Promise<Effect> {
  const names = Object.keys(after.papers);
  const rules = rulesReading(names.filter((name) => jsonHash(after.papers[name]) !== jsonHash(before.papers[name])));
  if (rules.length === 0) return { persons: 0, rules, effects: [] };
  let persons = 0;
  let effects: RuleEffect[] = [];
  for (let last = firstId; ;) {
    const { rows } = await db.query<{ id: string; document: string }>(
      `select person_id as id, document from person_record where person_id > $1 order by person_id limit ${personsPerBatch}`,
      [last],
    );
    for (const { document } of rows) {
      const record = JSON.parse(document) as PersonDocument;
      const decide = ({ parameters }: KnownParameters) =>
        decideEntitlementsOnDay(record, assessOn, { parameters, rules });
      effects = addEffects(effects, compareDecisions(decide(before), decide(after)));
    }
    persons += rows.length;
    onBatch(persons);
    if (rows.length < personsPerBatch) break;
    last = rows.at(-1)!.id;
  }
  return { persons, rules, effects: effects.sort((a, b) => (a.rule < b.rule ? -1 : 1)) };
}
