/** Reads of the sealed log, newest first, by number: a page is never torn, however many events come meanwhile. */
import type pg from 'pg';
import type { AccessStamp } from '../access-event/access-event.writes.js';

export interface LoggedEventRow extends AccessStamp {
  /** The number as text: the place in the list. */
  id: string;
  eventId: string;
  number: number;
  at: Date;
  sealedAt: Date;
  outcome: string;
  subject: string | null;
  target: string | null;
  leaf: Buffer;
}

export interface EventFilter {
  client: string | null;
  /** A client of the bureau's own staff. */
  officer: string | null;
  field: string | null;
  purpose: string | null;
  agreementId: string | null;
  subject: string | null;
  /** Digest of a document. */
  document: string | null;
  outcome: string | null;
  from: string | null;
  to: string | null;
  /** As its person sees it at this time: without what an investigation holds back. */
  shownAt: Date | null;
}

/** With the event's row and a parameter for the time. */
const isHeld = (at: string) => `exists (select from access_hold hold
    where hold.client = event.client and hold.purpose = event.purpose and event.at >= hold.begins_at and hold.until > ${at}::timestamptz)`;
const condition = `($1::text is null or client = $1)
  and ($2::text is null or (client = $2 and audience = 'staff'))
  and ($3::text is null or $3 = any(string_to_array(fields, ',')) or $3 || ':masked' = any(string_to_array(fields, ',')))
  and ($4::text is null or purpose = $4)
  and ($5::uuid is null or agreement_id = $5)
  and ($6::text is null or subject = $6)
  and ($7::text is null or split_part(operation, '#', 2) = $7)
  and ($8::text is null or outcome = $8)
  and ($9::timestamptz is null or event.at >= $9)
  and ($10::timestamptz is null or event.at < $10)
  and ($11::timestamptz is null or not ${isHeld('$11')})`;
const sealed = 'access_leaf join access_event event using (event_id)';

function valuesOf(filter: EventFilter): (string | Date | null)[] {
  const { client, officer, field, purpose, agreementId, subject, document, outcome, from, to, shownAt } = filter;
  return [client, officer, field, purpose, agreementId, subject, document, outcome, from, to, shownAt];
}

/** Up to `limit` events with numbers below `before`. */
export async function readEvents(
  pool: pg.Pool,
  filter: EventFilter,
  page: { before: string | null; limit: number },
): Promise<LoggedEventRow[]> {
  const found = await pool.query<LoggedEventRow>(
    `select number::text as id, page.*, seal.at as "sealedAt" from (
       select number, event_id as "eventId", event.at, client, audience, purpose, basis, agreement_id as "agreementId", operation, fields, outcome,
         subject, target, leaf
       from ${sealed} where ${condition} and ($12::bigint is null or number < $12) order by number desc limit $13
     ) page cross join lateral (select at from access_seal where size > number order by size, seal limit 1) seal order by number desc`,
    [...valuesOf(filter), page.before, page.limit],
  );
  return found.rows;
}

export async function countEvents(pool: pg.Pool, filter: EventFilter): Promise<number> {
  const counted = await pool.query<{ count: number }>(
    `select count(*)::float8 as count from ${sealed} where ${condition}`,
    valuesOf(filter),
  );
  return counted.rows[0]!.count;
}

/** Counts that add up to {@link countEvents}. */
export async function countEventsByClient(
  pool: pg.Pool,
  filter: EventFilter,
): Promise<{ client: string; outcome: string; count: number }[]> {
  const counted = await pool.query<{ client: string; outcome: string; count: number }>(
    `select client, outcome, count(*)::float8 as count from ${sealed} where ${condition} group by client, outcome order by client, outcome`,
    valuesOf(filter),
  );
  return counted.rows;
}

export interface LogStateRow {
  log: string;
  events: number;
  sealed: number;
  waiting: number;
  erased: number;
  seal: number | null;
  root: Buffer | null;
  sealedAt: Date | null;
  /** Milliseconds since the newest seal, by the clock that set its time. */
  silentMs: number | null;
}

export async function readLogState(pool: pg.Pool): Promise<LogStateRow> {
  const found = await pool.query<LogStateRow>(
    `select log_id as log, (select count(*)::float8 from access_event) as events, (select count(*)::float8 from access_leaf) as sealed,
       (select count(*)::float8 from access_pending) as waiting,
       (select count(*)::float8 from access_leaf left join access_event event using (event_id) where event.event_id is null) as erased,
       seal, root, at as "sealedAt", (extract(epoch from clock_timestamp() - at) * 1000)::float8 as "silentMs"
     from access_log left join lateral (select * from access_seal order by seal desc limit 1) newest on true`,
  );
  return found.rows[0]!;
}

/** Milliseconds since the newest seal; before the first one null. */
export async function readSilence(pool: pg.Pool): Promise<number | null> {
  const found = await pool.query<{ ms: number }>(
    `select (extract(epoch from clock_timestamp() - at) * 1000)::float8 as ms from access_seal order by seal desc limit 1`,
  );
  return found.rows[0]?.ms ?? null;
}

export interface AnchorRow {
  place: string;
  keptAt: Date | null;
  seal: number | null;
  fault: string | null;
}

/** How each outside place stands that was ever asked. */
export async function readAnchorStates(pool: pg.Pool): Promise<AnchorRow[]> {
  const found = await pool.query<AnchorRow>(
    `select place, kept.at as "keptAt", kept.seal, failed.receipt as fault
     from (select distinct place from access_anchor) known
     left join lateral (select at, seal from access_anchor where place = known.place and outcome = 'kept' order by at desc limit 1) kept on true
     left join lateral (select receipt from access_anchor where place = known.place and outcome = 'failed' and at > coalesce(kept.at, '-infinity')
       order by at desc limit 1) failed on true
     order by place`,
  );
  return found.rows;
}

export interface EventParties {
  client: string;
  audience: string;
  personId: string | null;
  /** Its person may not know of it yet. */
  isHeld: boolean;
}

/** Whose event this is, to decide who may have its proof. */
export async function readEventParties(pool: pg.Pool, eventId: string, now: Date): Promise<EventParties | null> {
  const found = await pool.query<EventParties>(
    `select client, audience, person_id as "personId", ${isHeld('$2')} as "isHeld" from access_event event where event_id = $1`,
    [eventId, now],
  );
  return found.rows[0] ?? null;
}
