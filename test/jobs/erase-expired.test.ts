/** What was kept long enough goes, to the day, is counted, and says nothing of what it was. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eraseExpired } from '../../jobs/erase-expired.job.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { readCandidates } from '../../schema/publicity/publicity.reads.js';
import { readObjectionText } from '../../schema/objection/objection.reads.js';
import { readErasures } from '../../schema/retention/retention.reads.js';
import { writeSetting } from '../../schema/setting/setting.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const today = new Date('2026-06-30T19:00:00Z');
const daysAgo = (days: number, ms = 0) => new Date(today.getTime() - days * 86_400_000 + ms);
const none = new AbortController().signal;
let database: Database;

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query(
    `alter table erasure disable trigger user; truncate erasure; alter table erasure enable trigger user`,
  );
  await database.pool.query(
    'truncate work_item, sync_run, webhook, platform, objection, publicity_candidate, publicity_batch, notice cascade',
  );
  await database.pool.query('truncate setting');
});

const run = () => eraseExpired({ database, now: () => today, log: () => {} }, none);
const sealed = (text = 'x') => vault.seal(text);
const values = async (query: string) => (await database.pool.query<{ v: unknown }>(query)).rows.map(({ v }) => v);

async function item(n: number, state: 'open' | 'closed', lastSeenAt: Date): Promise<void> {
  await database.pool.query(
    `insert into work_item (kind, stream_id, subject_hash, code, reason, location, sealed, state, first_seen_at, last_seen_at, run_id)
     values ('quarantine', 1, int4send($1), 'c', $2, '{}', $3, $4, $5, $5, gen_random_uuid())`,
    [n, `item ${n}`, sealed(), state, lastSeenAt],
  );
}

describe('quarantine', () => {
  it('raw rows go 30 days after their case is settled, cases after 180, and a rerun finds nothing', async () => {
    await item(1, 'closed', daysAgo(30, 1));
    await item(2, 'closed', daysAgo(30, -1));
    await item(3, 'open', daysAgo(31));
    await item(4, 'open', daysAgo(180, 1));
    await item(5, 'open', daysAgo(180, -1));
    await item(6, 'closed', daysAgo(181));
    expect(await run()).toEqual({ 'raw rows of settled cases': 2, 'quarantined rows': 2 });
    expect(
      await values(
        `select reason || case when sealed is null then ' without its row' else '' end as v from work_item order by 1`,
      ),
    ).toEqual(['item 1', 'item 2 without its row', 'item 3', 'item 4']);
    expect(await run()).toEqual({});
  });

  it('goes in batches, each counted with what it erased; what is written down can be neither changed nor removed', async () => {
    await database.pool.query(
      `insert into work_item (kind, stream_id, subject_hash, code, reason, location, sealed, first_seen_at, last_seen_at, run_id)
       select 'quarantine', 1, int4send(n), 'c', 'r', '{}', $1, $2, $2, gen_random_uuid() from generate_series(1, 2500) n`,
      [sealed(), daysAgo(200)],
    );
    expect(await run()).toEqual({ 'quarantined rows': 2500 });
    expect(await values('select rows::int as v from erasure order by erasure_id')).toEqual([1000, 1000, 500]);
    expect(await readErasures(database.pool)).toEqual([{ what: 'quarantined rows', rows: 2500, at: today }]);
    const row = await database.pool.query('select what, before, days from erasure limit 1');
    expect(row.rows).toEqual([{ what: 'quarantined rows', before: daysAgo(180), days: 180 }]);
    for (const statement of ['update erasure set rows = 1', 'delete from erasure', 'truncate erasure'])
      await expect(database.pool.query(statement)).rejects.toThrow('append only');
  });

  it('stays as long as the city has set; the settings of other bureaus and unknown values count for nothing', async () => {
    await item(1, 'open', daysAgo(200));
    const longer = { name: 'retention.quarantine', value: 365, setBy: 't' } as const;
    await writeSetting(database.pool, { ...longer, bureau: '410900' }, today);
    expect(await run()).toEqual({});
    await database.pool.query(`update setting set value = '1'::jsonb`);
    expect(await run()).toEqual({ 'quarantined rows': 1 });
  });
});

it('the key of a run goes 30 days after the run ended', async () => {
  await database.pool.query(
    `insert into sync_run (stream_id, scope, requested_by, reason, state, sealed_key, finished_at)
     select 1, 'KEY', 't', 'r', 'done', $1, f from unnest($2::timestamptz[]) f`,
    [sealed(), [daysAgo(31), daysAgo(29), null]],
  );
  expect(await run()).toEqual({ 'keys of runs': 1 });
  expect(await values('select count(sealed_key)::int as v from sync_run')).toEqual([2]);
});

describe('proposed hires', () => {
  async function list(state: string, takenDownAt: Date | null, objections: (Date | null)[]): Promise<string> {
    const [noticeId] = await values(
      `insert into notice (bureau, credit_code, created_by, created_at, changed_at) values ('410900', 'c', 't', now(), now()) returning notice_id as v`,
    );
    const made = await database.pool.query<{ id: string }>(
      `insert into publicity_batch (notice_id, state, saved_by, saved_at, posted_at, ends_at, list_hash, taken_down_at)
       values ($1, $2, 't', $3, $3, $3, 'h', $4) returning batch_id as id`,
      [noticeId, state, daysAgo(60), takenDownAt],
    );
    const { id } = made.rows[0]!;
    const hire = {
      post: 'P001',
      name: '甲',
      school: null,
      educationLevel: null,
      degree: null,
      major: null,
      admissionNo: null,
      score: null,
      rank: null,
    };
    await database.pool.query(
      `insert into publicity_candidate (batch_id, place, post_code, sealed) values ($1, 1, 'P001', $2)`,
      [id, sealed(JSON.stringify(hire))],
    );
    for (const decidedAt of objections)
      await database.pool.query(
        `insert into objection (batch_id, notice_id, receipt, channel, sealed, state, received_at, decided_at)
         values ($1, $2, gen_random_uuid()::text, 'online', $3, $4, $5, $6)`,
        [
          id,
          noticeId,
          sealed(JSON.stringify({ text: '反映', contact: null })),
          decidedAt ? 'rejected' : 'received',
          daysAgo(50),
          decidedAt,
        ],
      );
    return id;
  }

  it('their names go 30 days after the list came down, and never before each objection has been decided for as long', async () => {
    const gone = [
      await list('ended', daysAgo(31), []),
      await list('ended', daysAgo(40), [daysAgo(31)]),
      await list('cancelled', daysAgo(31), []),
    ];
    const kept = [
      await list('ended', daysAgo(29), []),
      await list('ended', daysAgo(40), [daysAgo(35), null]),
      await list('ended', daysAgo(40), [daysAgo(10)]),
      await list('public', null, []),
    ];
    expect(await run()).toEqual({ 'proposed hires': 3 });
    for (const id of gone) expect(await readCandidates(database.pool, vault, id)).toEqual([]);
    for (const id of kept)
      expect((await readCandidates(database.pool, vault, id)).map(({ name }) => name)).toEqual(['甲']);
    // How many were proposed for which post stays, and so does the keyed hash of the list.
    expect(await values('select count(*)::int as v from publicity_candidate')).toEqual([7]);
  });

  it('an objection says for three years what it said', async () => {
    await list('ended', daysAgo(1100), [daysAgo(1096), daysAgo(1094)]);
    expect(await run()).toMatchObject({ objections: 1 });
    const texts = [];
    for (const id of await values('select objection_id as v from objection order by decided_at'))
      texts.push(await readObjectionText(database.pool, vault, String(id)));
    expect(texts).toEqual([
      { text: '（已按保存期限删除 / erased when its time was over）', contact: null },
      { text: '反映', contact: null },
    ]);
  });
});
