/** The log of public changes: appended inside the transaction that changes something, numbered and folded after its commit. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import type { RecordChange } from '../../rules/recruitment/changes.js';
import { transact } from '../database.js';

/** The channel that says: there are changes to number, or new numbers to read. */
export const openChangeChannel = 'open_change';
const foldedAtOnce = 5000;

/** Only with the aggregate's row locked: changes of one record are then appended in their order. */
export async function appendOpenChanges(
  client: pg.ClientBase,
  changes: readonly RecordChange[],
  at: Date,
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ body, findable, ...change }) => ({
    ...change,
    body,
    sha256: body === null ? null : hash('sha256', body),
    findable,
  }));
  await client.query(
    `insert into open_change (at, kind, reason, remark, record_id, record_kind, notice_id, version, day, body, sha256, findable)
     select $1, kind, reason, remark, "recordId", "recordKind", "noticeId", version, day, body, decode(sha256, 'hex'), findable
     from jsonb_to_recordset($2::jsonb) as change(kind text, reason text, remark text, "recordId" uuid, "recordKind" text, "noticeId" uuid,
       version integer, day date, body text, sha256 text, findable jsonb)`,
    [at, JSON.stringify(rows)],
  );
}

/**
 * Gives every committed change its number, in dense order, and folds it into records and digests. Whoever just committed calls
 * it, and the worker does now and then for whoever could not. Returns how many were numbered.
 */
export async function numberOpenChanges(pool: pg.Pool): Promise<number> {
  let numbered = 0;
  for (;;) {
    const step = await transact(pool, foldSome);
    numbered += step;
    if (step < foldedAtOnce) return numbered;
  }
}

async function foldSome(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ last: number }>(`select last_number as last from open_log for update`);
  const { last } = rows[0]!;
  const numbered = await client.query(
    `with waiting as (
       select change_id, record_id, findable, $1 + row_number() over (order by change_id) as number
       from (select * from open_change where number is null order by change_id limit $2) batch
     ), known as (
       select change_id, waiting.number, lag(waiting.findable, 1, record.findable) over (partition by record_id order by waiting.number) as was
       from waiting left join open_record record using (record_id)
     )
     update open_change change set number = known.number, was_findable = case when change.record_id is not null then known.was end
     from known where change.change_id = known.change_id`,
    [last, foldedAtOnce],
  );
  const count = numbered.rowCount ?? 0;
  if (count === 0) return 0;
  const range = [last, last + count];
  // The last change of each record in these numbers, beside the record as it was.
  const folding = `select distinct on (record_id) change.record_id, change.record_kind, change.notice_id, change.number, change.version, change.day,
      change.body, change.sha256, change.findable, record.sha256 as was_sha256, record.record_id is not null as was_there
    from open_change change left join open_record record using (record_id)
    where change.number > $1 and change.number <= $2 and change.record_id is not null order by record_id, change.number desc`;
  await client.query(
    `insert into open_day as known (day, record_kind, records, digest)
     select day, record_kind, sum((body is not null)::int - was_there::int),
       bit_xor(bits(sha256)) # bit_xor(bits(was_sha256))
     from (${folding}) folded group by day, record_kind
     on conflict (day, record_kind) do update set records = known.records + excluded.records, digest = known.digest # excluded.digest`,
    range,
  );
  await client.query(
    `delete from open_record using (${folding}) folded where open_record.record_id = folded.record_id and folded.body is null`,
    range,
  );
  // Not in one statement: an insert that turns into an update computes the words of a record twice, and they take most of the time.
  await client.query(
    `update open_record set number = folded.number, version = folded.version, body = folded.body, sha256 = folded.sha256, findable = folded.findable
     from (${folding}) folded where open_record.record_id = folded.record_id and folded.body is not null`,
    range,
  );
  await client.query(
    `insert into open_record (record_id, record_kind, notice_id, place, number, version, day, body, sha256, findable)
     select record_id, record_kind, notice_id, (select min(number) from open_change first where first.record_id = folded.record_id and first.number > $1),
       number, version, day, body, sha256, findable
     from (${folding}) folded where body is not null and not was_there`,
    range,
  );
  await client.query(`update open_log set last_number = $1`, [last + count]);
  return count;
}
