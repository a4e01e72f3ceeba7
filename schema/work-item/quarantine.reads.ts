/** What was put aside, for those who look into it and for the run that reads it again. */
import type pg from 'pg';
import type { Source } from '../../rules/vocabulary.js';

export interface QuarantinedRowRow {
  id: string;
  source: Source;
  stream: string;
  code: string;
  field: string | null;
  reason: string;
  location: unknown;
  isOpen: boolean;
  /** Whether the row itself is still kept. */
  isKept: boolean;
  times: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  runId: string | null;
  settledBy: string | null;
  finding: string | null;
}

export interface QuarantineFilter {
  source: Source | null;
  stream: string | null;
  code: string | null;
  openOnly: boolean;
}

const ofRows = `work_item item join source_state using (stream_id) where kind = 'quarantine'
  and ($1::text is null or source = $1) and ($2::text is null or stream = $2) and ($3::text is null or code = $3) and (not $4 or state = 'open')`;
const valuesOf = ({ source, stream, code, openOnly }: QuarantineFilter) => [source, stream, code, openOnly];

/** Up to `limit` of them older than the case `after`. */
export async function readQuarantinedRows(
  db: pg.Pool,
  filter: QuarantineFilter,
  page: { after: string | null; limit: number },
): Promise<QuarantinedRowRow[]> {
  const found = await db.query<QuarantinedRowRow>(
    `select work_item_id as id, source, stream, code, field, reason, location, state = 'open' as "isOpen", sealed is not null as "isKept", times,
       first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", run_id as "runId", settled_by as "settledBy", finding
     from ${ofRows} and ($5::uuid is null or work_item_id < $5) order by work_item_id desc limit $6`,
    [...valuesOf(filter), page.after, page.limit],
  );
  return found.rows;
}

export interface QuarantineCauseRow {
  source: Source;
  stream: string;
  code: string;
  field: string | null;
  reason: string;
  rows: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/** Open cases by what is wrong, the commonest first. */
export async function readQuarantineCauses(db: pg.Pool, most: number): Promise<QuarantineCauseRow[]> {
  const found = await db.query<QuarantineCauseRow>(
    `select source, stream, code, field, min(reason) as reason, count(*)::int as rows, min(first_seen_at) as "firstSeenAt", max(last_seen_at) as "lastSeenAt"
     from work_item join source_state using (stream_id) where kind = 'quarantine' and state = 'open'
     group by source, stream, code, field order by rows desc, source, stream, code, field limit $1`,
    [most],
  );
  return found.rows;
}

export interface PutAsideRow {
  id: string;
  location: Record<string, string | number>;
  sealed: Buffer;
  lastSeenAt: Date;
}

/** Whatever one page may hold of rows, beyond its first. */
const pageBytes = 8_000_000;

/** Open cases of a stream whose rows are still kept, oldest first, behind the case `after`; fewer than `limit` where they are long. */
export async function readPutAside(
  db: pg.Pool,
  streamId: number,
  { code, after, limit }: { code: string | null; after: string | null; limit: number },
): Promise<PutAsideRow[]> {
  const found = await db.query<PutAsideRow>(
    `select id, location, sealed, "lastSeenAt" from (
       select work_item_id as id, location, sealed, last_seen_at as "lastSeenAt", sum(length(sealed)) over (order by work_item_id) as bytes
       from (select * from work_item where kind = 'quarantine' and state = 'open' and stream_id = $1 and sealed is not null
         and ($2::text is null or code = $2) and ($3::uuid is null or work_item_id > $3) order by work_item_id limit $4) page) told
     where bytes - length(sealed) < $5 order by id`,
    [streamId, code, after, limit, pageBytes],
  );
  return found.rows;
}
