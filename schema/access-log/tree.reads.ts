/** Reads of the sealed tree: whole subtrees, and the proof that an event is in it. */
import type pg from 'pg';
import type { CryptoProfile } from '../crypto-profile.js';
import { nodeOf, peaksOf, rootOf, siblingsOf, storedEvery } from './merkle.js';
import type { Subtree } from './merkle.js';

type Wanted = Pick<Subtree, 'level' | 'place'>;
type Db = pg.Pool | pg.ClientBase;

/** What a tree of `size` leaves consists of. */
export function readPeaks(db: Db, profile: CryptoProfile, size: number): Promise<Subtree[]> {
  return readSubtrees(db, profile, peaksOf(size));
}

/** Hashes of whole subtrees: from the next stored level below, at most 2^7 hashes each. */
async function readSubtrees(db: Db, profile: CryptoProfile, wanted: readonly Wanted[]): Promise<Subtree[]> {
  const ranges = wanted.map(({ level, place }, i) => {
    const base = level - (level % storedEvery);
    const width = 2 ** (level - base);
    return { i, base, low: place * width, high: (place + 1) * width };
  });
  const lows = ranges.map(({ low }) => low);
  const highs = ranges.map(({ high }) => high);
  const { rows } = await db.query<{ i: number; hash: Buffer }>(
    `select i::int - 1 as i, hash from (
       select i, number as place, leaf as hash from unnest($1::int[], $2::bigint[], $3::bigint[]) with ordinality as range (base, low, high, i)
         join access_leaf on range.base = 0 and number >= low and number < high
       union all
       select i, place, hash from unnest($1::int[], $2::bigint[], $3::bigint[]) with ordinality as range (base, low, high, i)
         join access_node on range.base > 0 and level = range.base and place >= low and place < high
     ) found order by i, place`,
    [ranges.map(({ base }) => base), lows, highs],
  );
  const hashes = wanted.map((): Buffer[] => []);
  for (const { i, hash } of rows) hashes[i]!.push(hash);
  return wanted.map((subtree, i) => {
    const { low, high } = ranges[i]!;
    if (hashes[i]!.length !== high - low)
      throw new Error(`the access log lacks nodes of subtree ${subtree.level}/${subtree.place}`);
    return { ...subtree, hash: fold(profile, hashes[i]!) };
  });
}

function fold(profile: CryptoProfile, hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, i) => nodeOf(profile, row[2 * i]!, row[2 * i + 1]!));
  return row[0]!;
}

export interface SealRow {
  seal: number;
  at: Date;
  size: number;
  root: Buffer;
  previousRoot: Buffer;
  profile: string;
  keyId: string;
  signature: Buffer;
}

export const sealColumns = `seal, at, size, root, previous_root as "previousRoot", profile, key_id as "keyId", signature`;

export async function readNewestSeal(db: Db): Promise<SealRow | null> {
  const found = await db.query<SealRow>(`select ${sealColumns} from access_seal order by seal desc limit 1`);
  return found.rows[0] ?? null;
}

export async function readLogId(db: Db): Promise<string> {
  const found = await db.query<{ logId: string }>('select log_id as "logId" from access_log');
  return found.rows[0]!.logId;
}

export interface EventProof {
  eventId: string;
  number: number;
  leaf: Buffer;
  logId: string;
  /** The first signed root over the event. */
  seal: SealRow;
  /** From the leaf's neighbour up to the root. */
  path: Buffer[];
}

/** `sealed`: the proof; `waiting`: committed and not sealed yet; null: there is no such event. */
export async function readProof(
  pool: pg.Pool,
  profile: CryptoProfile,
  eventId: string,
): Promise<{ is: 'sealed'; proof: EventProof } | { is: 'waiting' } | null> {
  const found = await pool.query<{ number: number; leaf: Buffer; logId: string }>(
    `select number, leaf, log_id as "logId" from access_leaf, access_log where event_id = $1`,
    [eventId],
  );
  const event = found.rows[0];
  if (!event) {
    const known = await pool.query('select from access_event where event_id = $1', [eventId]);
    return known.rowCount === 0 ? null : { is: 'waiting' };
  }
  const seals = await pool.query<SealRow>(
    `select ${sealColumns} from access_seal where size > $1 order by size, seal limit 1`,
    [event.number],
  );
  const seal = seals.rows[0]!;
  const siblings = siblingsOf(event.number, seal.size);
  const subtrees = await readSubtrees(pool, profile, siblings.flat());
  const path = siblings.map((parts) => rootOf(profile, subtrees.splice(0, parts.length)));
  return { is: 'sealed', proof: { eventId, ...event, seal, path } };
}
