/** The whole sealed log as lines, in the order of its numbers: what the offline verifier reads. A page of it is in memory, never more. */
import type pg from 'pg';
import { type AccessEvent, claimOf } from '../access-event/access-event.writes.js';
import { profileOf } from '../crypto-profile.js';
import type { Vault } from '../vault.js';
import { claimedFields } from './leaf.js';
import { readLogId, readNewestSeal, readPeaks, sealColumns, type SealRow } from './tree.reads.js';

const eventsAtOnce = 5000;
const sealsAtOnce = 1000;

interface LeafRow extends AccessEvent {
  number: number;
  leaf: Buffer;
}

/** Undefined: there is no seal of this number. */
export async function readSeal(pool: pg.Pool, seal: number): Promise<SealRow | undefined> {
  const found = await pool.query<SealRow>(`select ${sealColumns} from access_seal where seal = $1`, [seal]);
  return found.rows[0];
}

/**
 * A head, then each seal behind its events, then an end. `from` leaves out what stands up to that seal: in its place the head has the
 * subtrees of its tree, from which whoever verifies grows the rest. An event is `[number, leaf, …fields]`; `[number, leaf]` when its content was
 * erased. Its token is made anew from the row, so that a row about somebody else no longer fits its leaf.
 */
export async function* exportLines(
  pool: pg.Pool,
  vault: Vault,
  at: Date,
  from?: SealRow,
): AsyncGenerator<{ line: string; size: number }> {
  const newest = await readNewestSeal(pool);
  const log = await readLogId(pool);
  const [size, seals] = [newest?.size ?? 0, newest ? newest.seal + 1 : 0];
  const profile = newest?.profile ?? 'standard';
  const before = from && (await readPeaks(pool, profileOf(from.profile), from.size));
  const head = { format: 'puyang-access-log/1', log, profile, exportedAt: at, size, seals, fields: claimedFields };
  const begun = from && { seal: sealLine(from), peaks: before!.map(({ hash }) => hash.toString('hex')) };
  yield { line: JSON.stringify({ ...head, from: begun }), size: 0 };
  let number = from?.size ?? 0;
  const events = pagesOf(pool, vault, number, size);
  for (let first = from ? from.seal + 1 : 0; first < seals; first += sealsAtOnce) {
    const found = await pool.query<SealRow>(
      `select ${sealColumns} from access_seal where seal >= $1 and seal < $2 order by seal`,
      [first, Math.min(first + sealsAtOnce, seals)],
    );
    for (const seal of found.rows) {
      for (; number < seal.size; number++) {
        const { value: line } = await events.next();
        // A number without a row: the verifier names the place.
        if (line === undefined) break;
        yield { line, size: number };
      }
      yield { line: JSON.stringify(sealLine(seal)), size: number };
    }
  }
  yield { line: JSON.stringify({ end: true, size, seals }), size };
}

/** A seal in the form in which it is exported and anchored. */
export function sealLine({ root, previousRoot, signature, ...seal }: SealRow) {
  return {
    ...seal,
    root: root.toString('hex'),
    previousRoot: previousRoot.toString('hex'),
    signature: signature.toString('base64'),
  };
}

async function* pagesOf(pool: pg.Pool, vault: Vault, begin: number, size: number): AsyncGenerator<string> {
  for (let first = begin; first < size; first += eventsAtOnce) {
    const found = await pool.query<LeafRow>(
      `select number, leaf, event.event_id as "eventId", at, client, audience, purpose, basis, agreement_id as "agreementId", operation, fields, outcome,
         person_id as "personId", credit_code as "creditCode", target, salt
       from access_leaf left join access_event event using (event_id) where number >= $1 and number < $2 order by number`,
      [first, Math.min(first + eventsAtOnce, size)],
    );
    for (const { number, leaf, ...event } of found.rows) {
      const place = [number, leaf.toString('hex')];
      if (event.eventId === null) yield JSON.stringify(place);
      else {
        const claim = claimOf(vault, event);
        yield JSON.stringify([...place, ...claimedFields.map((field) => claim[field])]);
      }
    }
  }
}
