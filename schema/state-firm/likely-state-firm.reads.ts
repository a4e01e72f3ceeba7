/** What the business register tells of firms that may be state firms. */
import type pg from 'pg';
import type { Holder } from '../../rules/recruitment/state-firms.js';
import type { Day, MembershipFact, OrganizationFact } from '../../rules/vocabulary.js';
import { waitsForResume } from '../sync-run/sync-run.reads.js';

export interface FirmOfRecord {
  creditCode: string;
  organization: OrganizationFact;
  members: MembershipFact[];
}

/** Firms that are registered as state-owned or have a member that is no natural person. Streams 21 market entities, 22 their members. */
export async function readFirmsOfRecord(client: pg.ClientBase): Promise<FirmOfRecord[]> {
  const found = await client.query<FirmOfRecord>(
    `select entity.credit_code as "creditCode", entity.body::json as organization, coalesce(held.members, '[]') as members
     from fact entity
     left join (select credit_code, json_agg(body::json) as members, bool_or(body::json ->> 'memberKind' <> 'natural_person') as by_others
       from fact where stream_id = 22 and absent_since is null group by credit_code) held using (credit_code)
     where entity.stream_id = 21 and entity.absent_since is null
       and (held.by_others or entity.body::json ->> 'ownership' = 'state' or entity.body::json ->> 'stateLevel' is not null)
     order by entity.credit_code`,
  );
  return found.rows;
}

/** The register as a proposer must know it: the days of every firm's entries, and who stands on it on a day. */
export async function readRegister(
  client: pg.ClientBase,
  day: Day,
): Promise<{ daysOf: Map<string, string[]>; holders: Map<string, Holder> }> {
  const found = await client.query<Holder & { creditCode: string; days: string; holds: boolean }>(
    `select credit_code as "creditCode", level, bureau, valid @> $1::date as holds,
       lower(valid) || '/' || coalesce((upper(valid) - 1)::text, '..') as days
     from state_firm order by credit_code, valid`,
    [day],
  );
  const daysOf = new Map<string, string[]>();
  const holders = new Map<string, Holder>();
  for (const { creditCode, level, bureau, days, holds } of found.rows) {
    daysOf.set(creditCode, [...(daysOf.get(creditCode) ?? []), days]);
    if (holds) holders.set(creditCode, { level, bureau });
  }
  return { daysOf, holders };
}

/** When the business register was last read to the end, and whether it is being read now. */
export async function readCommerceReading(db: pg.Pool): Promise<{ finishedAt: Date | null; busy: boolean }> {
  const found = await db.query<{ finishedAt: Date | null; busy: boolean | null }>(
    `select max(finished_at) filter (where state = 'done' and not dry_run) as "finishedAt", bool_or(state in ('queued', 'running') and not ${waitsForResume}) as busy
     from sync_run where stream_id in (21, 22)`,
  );
  const { finishedAt, busy } = found.rows[0]!;
  return { finishedAt, busy: busy === true };
}
