/** Histories that cannot be rewritten, numbers without gaps, and keys that are good for one request. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import { jsonHash } from '../json-hash.js';

export type Aggregate = 'notice' | 'publicity' | 'objection';

export interface HistoryEntry {
  move: string;
  from: string;
  to: string;
  version: number | null;
  actor: string;
  party: string;
  reason: string | null;
  /** No personal data: it stays for good. */
  detail: object | null;
}

/** Only with the aggregate's row locked. Returns the entry's hash. */
export async function appendHistory(
  client: pg.ClientBase,
  aggregate: Aggregate,
  id: string,
  entry: HistoryEntry,
  now: Date,
): Promise<string> {
  const last = await client.query<{ seq: number; hash: string }>(
    `select seq, hash from recruitment_history where aggregate = $1 and aggregate_id = $2 order by seq desc limit 1`,
    [aggregate, id],
  );
  const { seq, hash: previous } = last.rows[0] ?? { seq: 0, hash: '' };
  const sealed = entryHash(previous, { aggregate, id, seq: seq + 1, at: now.toISOString(), ...entry });
  await client.query(
    `insert into recruitment_history (aggregate, aggregate_id, seq, at, move, from_state, to_state, version, actor, party, reason, detail, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13, $14)`,
    [
      aggregate,
      id,
      seq + 1,
      now,
      entry.move,
      entry.from,
      entry.to,
      entry.version,
      entry.actor,
      entry.party,
      entry.reason,
      entry.detail && JSON.stringify(entry.detail),
      previous,
      sealed,
    ],
  );
  return sealed;
}

/** SHA-256 over the hash before and the entry's own JSON in canonical order. */
export function entryHash(previous: string, entry: object): string {
  return hash('sha256', `${previous}\n${jsonHash(entry)}`);
}

/** The next number of a series; it is given back if the transaction is. */
export async function nextNumber(client: pg.ClientBase, series: string): Promise<number> {
  const taken = await client.query<{ last: number }>(
    `insert into number_series as known (series, last) values ($1, 1)
     on conflict (series) do update set last = known.last + 1 returning last`,
    [series],
  );
  return taken.rows[0]!.last;
}

/** One person's request under a key of theirs; the key is kept with what the request came to. */
export interface KeyedRequest {
  client: string;
  key: string;
  request: unknown;
}

/** What the key was used for before, `other` when that was something else, null when it is new. Two at once wait for each other. */
export async function usedBefore(
  client: pg.ClientBase,
  { client: by, key, request }: KeyedRequest,
): Promise<{ resultId: string } | 'other' | null> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`${by}\n${key}`]);
  const found = await client.query<{ resultId: string; requestHash: string }>(
    `select result_id as "resultId", request_hash as "requestHash" from used_key where client = $1 and key = $2`,
    [by, key],
  );
  const used = found.rows[0];
  if (!used) return null;
  return used.requestHash === jsonHash(request) ? { resultId: used.resultId } : 'other';
}

export async function noteUse(client: pg.ClientBase, keyed: KeyedRequest, resultId: string, now: Date): Promise<void> {
  await client.query(
    `insert into used_key (client, key, request_hash, result_id, used_at) values ($1, $2, $3, $4, $5)`,
    [keyed.client, keyed.key, jsonHash(keyed.request), resultId, now],
  );
}
