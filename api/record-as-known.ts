/** A person's record as the hub could have built it on a past day. */
import type pg from 'pg';
import { buildPersonRecord } from '../rules/build-record.js';
import { endOfDay } from '../rules/shanghai-time.js';
import type { Day, PersonDocument } from '../rules/vocabulary.js';
import {
  readFoundedFactsAsKnown,
  readPersonFactsAsKnown,
  readRecordsBeginOnAsKnown,
} from '../schema/fact/fact-as-known.reads.js';

/** With everything recorded up to the end of that civil day. The access event of the person's own look-up covers it. */
export async function recordAsKnown(db: pg.Pool, personId: string, knownAt: Day): Promise<PersonDocument> {
  const by = endOfDay(knownAt);
  const [facts, founded, recordsBeginOn] = await Promise.all([
    readPersonFactsAsKnown(db, personId, by),
    readFoundedFactsAsKnown(db, personId, by),
    readRecordsBeginOnAsKnown(db, by),
  ]);
  return buildPersonRecord(personId, facts, founded, recordsBeginOn);
}
