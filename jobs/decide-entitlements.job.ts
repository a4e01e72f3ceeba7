/** Decisions follow the records in the same transaction: what stands in both is never of two days. */
import type pg from 'pg';
import { Memory } from '../rules/memory.js';
import { civilDay } from '../rules/shanghai-time.js';
import type { Day } from '../rules/vocabulary.js';
import type { Database } from '../schema/database.js';
import { readBases, readSheets } from '../schema/entitlement/entitlement.reads.js';
import type { KeptSheet, Sheet } from '../schema/entitlement/entitlement.reads.js';
import {
  appendChanges,
  keepBasis,
  moveCandidates,
  touchDuePersons,
  touchPersonsOfOtherParameters,
  writeCandidates,
  writeSheets,
} from '../schema/entitlement/entitlement.writes.js';
import { readStaffGroups } from '../schema/fact/fact.reads.js';
import { readParameters } from '../schema/parameter/parameter.reads.js';
import { decideAgain } from './decide-again.js';
import type { CountedStaff, InForce, RebuiltPerson } from './decide-again.js';
import { basisOf } from './decision-basis.js';
import { mapInTurns } from './in-turns.js';

export interface DecideDependencies {
  database: Database;
  now: () => Date;
}

/** The rules as installed and the parameters in force; noted in the database, so that a later day can tell what has changed. `before` stays, with what is remembered for it, while it is in force. */
export async function readInForce(
  db: pg.Pool | pg.ClientBase,
  now: Date,
  before: InForce | null = null,
): Promise<InForce> {
  const known = await readParameters(db);
  if (before?.basis.parameterVersion === known.version) return before;
  const basis = basisOf(known);
  await keepBasis(db, basis, civilDay(now));
  return { basis, parameters: known.parameters, memory: new Memory() };
}

/** Touches everyone whose decisions change by the calendar alone up to today, or rest on other rules or parameters. */
export async function touchDue({ database, now }: DecideDependencies): Promise<number> {
  const { basis } = await readInForce(database.pool, now());
  return touchDuePersons(database.pool, civilDay(now()), basis.basis);
}

/**
 * A parameter that was approved counts within a sweep. Other rules wait for the night or the next start: while a release is
 * rolled out, two of them would decide against each other for ever.
 */
export async function touchOtherParameters({ database, now }: DecideDependencies): Promise<number> {
  const { basis } = await readInForce(database.pool, now());
  return touchPersonsOfOtherParameters(database.pool, basis);
}

/** Decides for persons whose records were just built; the caller's transaction holds them locked. */
export async function decidePersons(
  client: pg.ClientBase,
  inForce: InForce,
  persons: readonly RebuiltPerson[],
  today: Day,
  signal: AbortSignal,
): Promise<void> {
  const { basis } = inForce;
  const personIds = persons.map(({ personId }) => personId);
  const sheets = await readSheets(client, personIds);
  const bases = new Map([[basis.basis, basis]]);
  const others = new Set([...sheets.values()].map((sheet) => sheet.basis).filter((known) => known !== basis.basis));
  for (const [key, other] of await readBases(client, [...others])) bases.set(key, other);
  const staff = await countStaff(client, persons, today);
  const decide = (person: RebuiltPerson) => {
    const sheet = sheets.get(person.personId);
    const restsOn = sheet && bases.get(sheet.basis);
    const kept = restsOn ? { ...readSheet(sheet), basis: restsOn } : null;
    return decideAgain(person, kept, { ...inForce, today, staff });
  };
  const decided = await mapInTurns(persons, decide, signal);
  const rows = decided.map(({ sheet }) => sheet);
  const moved = rows.filter(({ personId, region }) => (sheets.get(personId)?.region ?? region) !== region);
  await writeSheets(client, basis.basis, rows);
  await moveCandidates(client, moved);
  await writeCandidates(
    client,
    decided.flatMap(({ candidates }) => candidates),
  );
  await appendChanges(
    client,
    basis.basis,
    today,
    decided.flatMap(({ changes }) => changes),
  );
}

function readSheet({ decisions, staff }: KeptSheet): { sheet: Sheet; staff: CountedStaff } {
  return { sheet: JSON.parse(decisions) as Sheet, staff: staff === null ? {} : (JSON.parse(staff) as CountedStaff) };
}

/** Staff of the founded firms, counted for today. */
async function countStaff(client: pg.ClientBase, persons: readonly RebuiltPerson[], today: Day): Promise<CountedStaff> {
  const codes = persons.flatMap(({ after }) => after.enterprises.map(({ creditCode }) => creditCode));
  return codes.length === 0 ? {} : Object.fromEntries(await readStaffGroups(client, [...new Set(codes)], today));
}
