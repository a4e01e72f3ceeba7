/** Sealing: numbers for what is committed, its leaves on the tree, one signed root over all. */
import type pg from 'pg';
import { type AccessEvent, claimOf } from '../access-event/access-event.writes.js';
import { transact } from '../database.js';
import type { Vault } from '../vault.js';
import { leafOf, sealBytes } from './leaf.js';
import { append, rootOf } from './merkle.js';
import type { Subtree } from './merkle.js';
import type { SealingKey } from './sealing-key.js';
import { readNewestSeal, readPeaks } from './tree.reads.js';

export type { SealingKey } from './sealing-key.js';

export const sealedAtOnce = 1000;
const heartbeatMs = 60_000;
const lateMs = 10_000;

export interface Sealer {
  vault: Vault;
  key: SealingKey;
  /** The tree's right edge as this process left it; read anew when somebody else sealed since. */
  edge?: { root: Buffer; size: number; peaks: Subtree[] };
}

export interface Sealed {
  seal: number;
  size: number;
  /** Events in this batch; none: a heartbeat. */
  added: number;
  /** How many of them were committed more than ten seconds before. */
  late: number;
  /** Events that were waiting and are not there: somebody took them out of the table. */
  lost: number;
}

interface Waiting extends AccessEvent {
  waiting: string;
}

/**
 * Seals up to a thousand events, or nothing at all once a minute. Null when nothing is due, or while another sealer is at it: one
 * at a time, and numbers are keys, so that two cannot fork the log. One that is cut off or stands still loses its turn.
 */
export async function sealSome(pool: pg.Pool, sealer: Sealer, atOnce = sealedAtOnce): Promise<Sealed | null> {
  const { vault, key } = sealer;
  const { profile } = key;
  let edge = sealer.edge;
  const sealed = await transact(pool, async (client) => {
    await client.query(`set local idle_in_transaction_session_timeout = '10s'`);
    const turn = await client.query<{ mine: boolean; logId: string; at: Date }>(
      `select pg_try_advisory_xact_lock(hashtext('puyang-hub/access-log')) as mine, log_id as "logId", clock_timestamp()::timestamptz(3) as at from access_log`,
    );
    const { mine, logId, at } = turn.rows[0]!;
    if (!mine) return null;
    const last = await readNewestSeal(client);
    if (last && last.profile !== profile.name)
      throw new Error(
        `the access log was begun with the algorithms "${last.profile}"; the sealing key is of "${profile.name}"`,
      );
    const waiting = await readWaiting(client, atOnce);
    // Either way: a clock that was set back must not silence the log.
    const isDue = !last || Math.abs(at.getTime() - last.at.getTime()) >= heartbeatMs;
    if (waiting.length === 0 && !isDue) return null;

    const size = last?.size ?? 0;
    if (!edge || !last || edge.size !== size || !edge.root.equals(last.root))
      edge = { size, root: last?.root ?? rootOf(profile, []), peaks: await readPeaks(client, profile, size) };
    const events = waiting.filter(({ eventId }) => eventId !== null);
    const claims = events.map((event) => claimOf(vault, event));
    const leaves = claims.map((claim) => leafOf(profile, claim));
    const peaks = [...edge.peaks];
    const whole = append(profile, peaks, leaves);
    const root = rootOf(profile, peaks);
    await client.query(
      `insert into access_leaf (number, event_id, leaf, subject)
       select $1 + place - 1, event_id, leaf, subject from unnest($2::uuid[], $3::bytea[], $4::text[]) with ordinality as own (event_id, leaf, subject, place)`,
      [size, events.map(({ eventId }) => eventId), leaves, claims.map(({ subject }) => subject)],
    );
    await client.query(
      `insert into access_node (level, place, hash) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
      [whole.map(({ level }) => level), whole.map(({ place }) => place), whole.map(({ hash }) => hash)],
    );
    await client.query(`delete from access_pending where event_id = any($1::uuid[])`, [
      waiting.map((event) => event.waiting),
    ]);
    const claim = {
      logId,
      profile: profile.name,
      keyId: key.keyId,
      seal: last ? last.seal + 1 : 0,
      at,
      size: size + events.length,
      root,
      previousRoot: edge.root,
    };
    await client.query(
      `insert into access_seal (seal, at, size, root, previous_root, profile, key_id, signature) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        claim.seal,
        at,
        claim.size,
        root,
        claim.previousRoot,
        claim.profile,
        key.keyId,
        profile.sign(key.privateKey, sealBytes(claim)),
      ],
    );
    edge = { size: claim.size, root, peaks };
    return {
      seal: claim.seal,
      size: claim.size,
      added: events.length,
      late: events.filter((event) => at.getTime() - event.at.getTime() > lateMs).length,
      lost: waiting.length - events.length,
    };
  });
  // Only what was committed is remembered.
  if (sealed && edge) sealer.edge = edge;
  return sealed;
}

async function readWaiting(client: pg.ClientBase, limit: number): Promise<Waiting[]> {
  const found = await client.query<Waiting>(
    `select pending.event_id as waiting, event.event_id as "eventId", at, client, audience, purpose, basis, agreement_id as "agreementId", operation, fields,
       outcome, person_id as "personId", credit_code as "creditCode", target, salt
     from (select event_id from access_pending order by event_id limit $1) pending left join access_event event using (event_id)
     order by pending.event_id`,
    [limit],
  );
  return found.rows;
}

/** The set difference itself, over the ids since an instant: whatever is neither sealed nor waiting waits again. Returns how many. */
export async function awaitForgotten(pool: pg.Pool, since: Date): Promise<number> {
  const low = since.getTime().toString(16).padStart(12, '0');
  const found = await pool.query(
    `insert into access_pending select event_id from access_event event
     where event_id >= $1::uuid and not exists (select from access_leaf leaf where leaf.event_id = event.event_id)
     on conflict do nothing`,
    [`${low.slice(0, 8)}-${low.slice(8)}-0000-0000-000000000000`],
  );
  return found.rowCount ?? 0;
}

/** Content older than three years goes, month by month; numbers and leaves stay. Returns how many months went. */
export async function eraseOldMonths(pool: pg.Pool): Promise<number> {
  const erased = await pool.query<{ months: number }>('select erase_access_months() as months');
  return erased.rows[0]!.months;
}

/** Tables for the events of this month and the next. */
export async function openMonths(pool: pg.Pool): Promise<void> {
  await pool.query(
    `select open_access_month(current_date), open_access_month((current_date + interval '1 month')::date)`,
  );
}
