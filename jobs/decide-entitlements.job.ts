/** Decisions follow the records in the same transaction: what stands in both is never of two days. */
import type pg from 'pg';
import { civilDay } from '../rules/shanghai-time.js';
import type { Day } from '../rules/vocabulary.js';
import type { Database } from '../schema/database.js';
import { readBases, readSheets } from '../schema/entitlement/entitlement.reads.js';
import type { Basis, Sheet } from '../schema/entitlement/entitlement.reads.js';
import {
  appendChanges,
  keepBasis,
  moveCandidates,
  touchDuePersons,
  writeCandidates,
  writeSheets,
} from '../schema/entitlement/entitlement.writes.js';
import { puyangParameters } from '../rules/index.js';
import { decideAgain } from './decide-again.js';
import type { RebuiltPerson } from './decide-again.js';
import { basisOf } from './decision-basis.js';

export interface DecideDependencies {
  database: Database;
  now: () => Date;
}

/** The rules as installed and the parameters in force, noted in the database. */
export async function presentBasis({ database, now }: DecideDependencies): Promise<Basis> {
  const basis = basisOf(puyangParameters);
  await keepBasis(database.pool, basis, civilDay(now()));
  return basis;
}

/** Touches everyone whose decisions change by the calendar alone up to today, or rest on other rules or parameters. */
export async function touchDue(dependencies: DecideDependencies): Promise<number> {
  const { basis } = await presentBasis(dependencies);
  return touchDuePersons(dependencies.database.pool, civilDay(dependencies.now()), basis);
}

/** Decides for persons whose records were just built; the caller's transaction holds them locked. */
export async function decidePersons(
  client: pg.ClientBase,
  basis: Basis,
  persons: readonly RebuiltPerson[],
  today: Day,
): Promise<void> {
  const personIds = persons.map(({ personId }) => personId);
  const sheets = await readSheets(client, personIds);
  const bases = new Map([[basis.basis, basis]]);
  const others = new Set([...sheets.values()].map((sheet) => sheet.basis).filter((known) => known !== basis.basis));
  for (const [key, other] of await readBases(client, [...others])) bases.set(key, other);
  const decided = persons.map((person) => {
    const sheet = sheets.get(person.personId);
    const restsOn = sheet && bases.get(sheet.basis);
    const kept = restsOn ? { sheet: JSON.parse(sheet.decisions) as Sheet, basis: restsOn } : null;
    return decideAgain(person, kept, basis, today);
  });
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
