/** Touched persons and firms get their unified record built again, with the decisions that follow from it. */
import type pg from 'pg';
import { populationsOf } from '../rules/agreement.js';
import { buildOrganizationRecord, buildPersonRecord } from '../rules/build-record.js';
import { nameKey } from '../rules/names.js';
import { civilDay } from '../rules/shanghai-time.js';
import type { PersonDocument, StoredFact } from '../rules/vocabulary.js';
import { transact } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import {
  readCreditCodesOfFounders,
  readFactsOfOrganizations,
  readFactsOfPersons,
  readFounders,
  readNamesOfPersons,
} from '../schema/fact/fact.reads.js';
import type { OwnedFact } from '../schema/fact/fact.reads.js';
import { lockOrganizations, writeOrganizationRecords } from '../schema/organization/organization.writes.js';
import {
  forgetTouched,
  lockPersons,
  pickTouched,
  readRecordsToRebuild,
  touchFounders,
  writePersonRecords,
} from '../schema/person/person.writes.js';
import type { PersonRecordRow } from '../schema/person/person.writes.js';
import { readRecordsBeginOn } from '../schema/source-state/source-state.writes.js';
import type { InForce, RebuiltPerson } from './decide-again.js';
import { decidePersons, readInForce } from './decide-entitlements.job.js';
import { mapInTurns } from './in-turns.js';

export interface RebuildDependencies {
  database: Database;
  now(): Date;
}

const entitiesPerTransaction = 1000;

/** Rebuilds until nothing is touched any more, or the signal asks for a stop: what is in hand then stays touched. Returns how many records were built. */
export async function rebuildRecords(dependencies: RebuildDependencies, signal: AbortSignal): Promise<number> {
  const { database } = dependencies;
  let inForce: InForce | null = null;
  // Read after the touched are picked: whom a parameter touched is decided with it, and not touched again for ever.
  const current = async (client: pg.PoolClient) => (inForce = await readInForce(client, dependencies.now(), inForce));
  let built = 0;
  let step = 0;
  try {
    do {
      signal.throwIfAborted();
      step = await transact(database.pool, (client) => rebuildSome(client, current, dependencies.now(), signal));
      built += step;
    } while (step > 0);
  } catch (error) {
    if (error !== signal.reason) throw error;
  }
  return built;
}

/** Returns how many records were built; 0 when nothing was touched. */
async function rebuildSome(
  client: pg.PoolClient,
  current: (client: pg.PoolClient) => Promise<InForce>,
  now: Date,
  signal: AbortSignal,
): Promise<number> {
  const touched = await pickTouched(client, entitiesPerTransaction);
  if (touched.personIds.length + touched.creditCodes.length === 0) return 0;
  // A founder's record shows the state of the firm, so a touched firm touches its founders.
  const founders = touched.creditCodes.length === 0 ? [] : await readFounders(client, touched.creditCodes);
  const personIds = [...new Set([...touched.personIds, ...founders])];
  await lockPersons(client, personIds);
  await lockOrganizations(client, touched.creditCodes);
  await forgetTouched(client, personIds, touched.creditCodes);
  await rebuildPersons(client, await current(client), personIds, now, signal);
  await rebuildOrganizations(client, touched.creditCodes, now);
  return personIds.length + touched.creditCodes.length;
}

async function rebuildPersons(
  client: pg.PoolClient,
  inForce: InForce,
  personIds: string[],
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  if (personIds.length === 0) return;
  const facts = groupBy(await readFactsOfPersons(client, personIds), (fact) => fact.personId);
  const founded = await readFactsOfOrganizations(client, await readCreditCodesOfFounders(client, personIds));
  const byFirm = groupBy(founded, (fact) => fact.creditCode);
  const firmsOf = groupBy(
    founded.filter((fact) => fact.relatedPersonId !== null),
    (fact) => fact.relatedPersonId,
  );
  const names = await readNamesOfPersons(client, personIds);
  const recordsBeginOn = await readRecordsBeginOn(client);
  const written = await readRecordsToRebuild(client, personIds);
  const build = (personId: string) => {
    const firms = (firmsOf.get(personId) ?? []).flatMap((fact) => byFirm.get(fact.creditCode!) ?? []);
    const after = buildPersonRecord(personId, facts.get(personId) ?? [], firms, recordsBeginOn);
    const document = JSON.stringify(after);
    const last = written.get(personId)?.document;
    const before = last === undefined ? null : last === document ? after : (JSON.parse(last) as PersonDocument);
    const rows = { region: after.householdRegion?.value ?? '', populations: populationsOf(after) };
    return { personId, before, after, document, nameKeys: keysOf(names.get(personId) ?? []), ...rows };
  };
  const built = await mapInTurns(personIds, build, signal);
  const changed = built.filter((row) => !isSame(row, written.get(row.personId)));
  await writePersonRecords(client, changed, now);
  await decidePersons(client, inForce, built, civilDay(now), signal);
  await touchFounders(client, employersOf(built), personIds);
}

async function rebuildOrganizations(client: pg.PoolClient, creditCodes: string[], now: Date): Promise<void> {
  if (creditCodes.length === 0) return;
  const facts = groupBy(await readFactsOfOrganizations(client, creditCodes), (fact) => fact.creditCode);
  const rows = creditCodes.map((creditCode) => {
    const told: StoredFact[] = facts.get(creditCode) ?? [];
    const record = buildOrganizationRecord(creditCode, told);
    return { creditCode, document: JSON.stringify(record), region: record.region?.value ?? '' };
  });
  await writeOrganizationRecords(client, rows, now);
}

function isSame(row: PersonRecordRow, last: PersonRecordRow | undefined): boolean {
  return row.document === last?.document && row.nameKeys.join('\n') === last.nameKeys.join('\n');
}

/** Who employs or employed those whose work or contributions came out otherwise. */
function employersOf(persons: readonly RebuiltPerson[]): string[] {
  const work = (record: PersonDocument | null) => JSON.stringify([record?.employments, record?.contributions]);
  const changed = persons.filter(({ before, after }) => before !== after && work(before) !== work(after));
  const registrations = changed.flatMap(({ before, after }) => [...(before?.employments ?? []), ...after.employments]);
  return [...new Set(registrations.flatMap(({ employerCode }) => employerCode ?? []))];
}

function keysOf(names: readonly string[]): string[] {
  return [...new Set(names.map(nameKey))].sort();
}

function groupBy<F extends OwnedFact>(facts: readonly F[], keyOf: (fact: F) => string | null): Map<string, F[]> {
  const groups = new Map<string, F[]>();
  for (const fact of facts) {
    const key = keyOf(fact);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(fact);
    else groups.set(key, [fact]);
  }
  return groups;
}
