/** What weighing keeps in memory leads to the same tables and counts as reading the source again. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { importSource } from '../../jobs/import-source.job.js';
import { keepRows, type Load } from '../../jobs/kept-rows.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { idNumberOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import { askForRun } from '../support/syncs.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const none = new AbortController().signal;
const at = new Date('2026-03-01T00:00:00Z');
let database: Database;
beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());

/** A row of few keys, few contents and few versions, so that all that can happen between them does. */
const row = fc
  .record({
    key: fc.integer({ min: 0, max: 4 }),
    own: fc.integer({ min: 1, max: 2 }),
    version: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 8 }),
    isGone: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  .map(({ key, own, version, isGone }): SourceRow => {
    const all = { key: String(key), version: version === null ? null : `2026030${version}` };
    if (isGone) return { op: 'tombstone', ...all };
    const paid = { baseFen: own, employerFen: 0, ownFen: own, paidOn: null };
    const body = { kind: 'contribution', employerCode: null, month: '2026-01', insurance: 'pension', ...paid } as const;
    return { op: 'upsert', ...all, subject: { idNumber: idNumberOf(key % 3) }, body };
  });

async function night(rows: SourceRow[], mostKept: number, cases: readonly number[]): Promise<unknown> {
  const deps = { ...listImport(database, vault, { rows: () => rows }, () => at), batchSize: 4, mostKept };
  const hashes = cases.map((key) => vault.recordKey('social-insurance/contributions', String(key)));
  await database.pool.query(
    `insert into work_item (kind, stream_id, subject_hash, code, reason, location, sealed, first_seen_at, last_seen_at, run_id)
     select 'quarantine', 33, decode(h, 'hex'), 'c', 'r', '{}', '\\x', now(), now(), gen_random_uuid() from unnest($1::text[]) h`,
    [hashes],
  );
  const runId = await askForRun(database, 'social-insurance', 'contributions');
  const state = await importSource(deps, runId, none);
  const shown = [];
  for (const query of [
    `select record_key, content_hash, version, absent_since, body, credit_code from fact order by 1`,
    `select record_key, content_hash, version from fact_history order by 1, 2, 3`,
    `select live_rows from source_state where stream_id = 33`,
    `select distinct blind_index from touched_entity join person_identifier using (person_id) order by 1`,
    `select subject_hash from work_item where state = 'open' order by 1`,
    `select state, rows_read, rows_new, rows_changed, rows_unchanged, rows_stale, rows_duplicate, rows_retired, rows_rejected, position from sync_run order by run_id desc limit 1`,
  ])
    shown.push((await database.pool.query(query)).rows);
  return { state, shown };
}

async function empty(): Promise<void> {
  await database.pool.query('truncate fact, fact_history, touched_entity, person_identifier, work_item, sync_run');
  await database.pool.query('update source_state set high_water = null, live_rows = 0');
}

it('leads to the same tables, counts and closed cases as reading again', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 14 }),
      fc.array(row, { minLength: 1, maxLength: 20 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
      async (before, then, cases) => {
        const ends = [];
        for (const mostKept of [1000, 0]) {
          await empty();
          await night(before, 0, []);
          await database.pool.query('truncate touched_entity');
          ends.push(await night(then, mostKept, cases));
        }
        expect(ends[0]).toEqual(ends[1]);
        const last = (
          ends[0] as { shown: { rows_changed?: number; rows_retired?: number; rows_unchanged?: number }[][] }
        ).shown[5]![0]!;
        for (const [what, count] of Object.entries(last)) if (count > 0) seen.add(what);
      },
    ),
    { numRuns: 40 },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'rows_new',
      'rows_changed',
      'rows_unchanged',
      'rows_stale',
      'rows_duplicate',
      'rows_retired',
    ]),
  );
});

it('reads the source once where all that moved is kept, and twice where it is too much or was begun by another', async () => {
  for (const [mostKept, reads] of [
    [1000, 1],
    [1, 2],
  ] as const) {
    await empty();
    const rows = (own: number) =>
      Array.from({ length: 200 }, (_, n): SourceRow => {
        const paid = { baseFen: n < 10 ? own : 1, employerFen: 0, ownFen: 1, paidOn: null };
        const body = {
          kind: 'contribution',
          employerCode: null,
          month: '2026-01',
          insurance: 'pension',
          ...paid,
        } as const;
        return { op: 'upsert', key: `k${n}`, version: null, subject: { idNumber: idNumberOf(n) }, body };
      });
    let batches = 0;
    const deps = (own: number) => ({
      ...listImport(database, vault, { rows: () => rows(own), beforeBatch: () => void batches++ }, () => at),
      batchSize: 50,
      mostKept,
    });
    await importSource(deps(1), await askForRun(database, 'social-insurance', 'contributions'), none);
    batches = 0;
    const runId = await askForRun(database, 'social-insurance', 'contributions');
    expect(await importSource(deps(2), runId, none)).toBe('done');
    expect(batches).toBe(4 * reads);
    const told = await database.pool.query(
      'select rows_read, rows_changed, rows_unchanged from sync_run where run_id = $1',
      [runId],
    );
    expect(told.rows[0]).toMatchObject({ rows_changed: 10, rows_unchanged: 190, rows_read: 200 });
  }
});

it('keeps nothing over a change of keys: what was blinded under the old one is read again', () => {
  const keys = {
    version: 1,
    keys: { 1: Buffer.alloc(32, 1).toString('base64'), 2: Buffer.alloc(32, 2).toString('base64') },
  };
  const changing = createVault(keys);
  const kept = keepRows({ vault: changing, batchSize: 10 }, true);
  const load: Load = {
    prepared: { rows: [], idNumbers: new Map(), phones: [], quarantined: [] },
    settles: [],
    read: 1,
    rejected: 0,
    counts: { unchanged: 1, duplicate: 0 },
    position: 1,
    expectedRows: null,
  };
  kept.keep(load);
  expect(kept.take()).toEqual([load]);
  changing.use(keys, { writes: 2, other: 1 });
  expect(kept.take()).toBeNull();
  expect(keepRows({ vault, batchSize: 10 }, false).take()).toBeNull();
});
