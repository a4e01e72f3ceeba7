/** Look-ups of persons: for the bureau's own any record, for partners those of their agreements, in a role that reaches no other. */
import type { Database } from '../schema/database.js';
import { type PersonFound, type PersonLookUp, readPersonDocuments } from '../schema/person/person.reads.js';
import { gather } from './gather.js';

export function openLookUp({ pool, records }: Database): (asked: PersonLookUp) => Promise<PersonFound> {
  const any = gather((asked: readonly PersonLookUp[]) => readPersonDocuments(pool, asked, 'any'));
  const agreed = gather((asked: readonly PersonLookUp[]) => readPersonDocuments(records, asked, 'agreed'));
  return (asked) => (asked.stamp.agreementId === null ? any(asked) : agreed(asked));
}
