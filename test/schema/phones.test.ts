/** A phone stands nowhere in clear: beside its fact it is sealed and indexed, and it follows what the source says. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { importSource } from '../../jobs/import-source.job.js';
import { sealAgain } from '../../jobs/seal-again.job.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { requestRun } from '../../schema/sync-run/sync-run.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { idNumberOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
let database: Database;
beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate fact, fact_history, touched_entity, person_identifier, person_number');
  await database.pool.query('update source_state set high_water = null, live_rows = 0');
});

const none = new AbortController().signal;
const row = (n: number, version: string, phone: string | null | undefined): SourceRow => ({
  op: 'upsert',
  key: idNumberOf(n),
  subject: { idNumber: idNumberOf(n) },
  version,
  body: { kind: 'person', name: `张${n}`, ...(phone !== undefined && { phone }) },
});

async function load(rows: SourceRow[]): Promise<Record<string, number>> {
  const run = await requestRun(database.pool, {
    source: 'social-insurance',
    stream: 'persons',
    scope: 'ALL',
    range: null,
    sealedKey: null,
    dryRun: false,
    requestedBy: 'test',
    reason: 'test',
    idempotencyKey: null,
  });
  await importSource(listImport(database, vault, { rows: () => rows }), run!.runId, none);
  const { rows: counts } = await database.pool.query<{
    new: number;
    changed: number;
    unchanged: number;
    stale: number;
  }>(
    `select rows_new as new, rows_changed as changed, rows_unchanged as unchanged, rows_stale as stale from sync_run where run_id = $1`,
    [run!.runId],
  );
  return counts[0]!;
}

/** Phones by their sealed form, where the index finds them. */
async function phones(): Promise<string[]> {
  const found = await database.pool.query<{ sealed: Buffer; index: Buffer }>(
    'select sealed, blind_index as index from person_number order by record_key',
  );
  return found.rows
    .map(({ sealed, index }) => {
      const phone = vault.open(sealed);
      return vault.blindIndex(phone, 'phone').equals(index) ? phone : `${phone} is not found`;
    })
    .sort();
}
const bodies = async () => {
  const found = await database.pool.query<{ body: string }>(
    'select body from fact union all select body from fact_history',
  );
  return found.rows.map(({ body }) => body);
};

test('a phone is sealed once, changes with its row, and goes with it; nothing is written for one that stays', async () => {
  expect(
    await load([row(1, '1', '13900000001'), row(2, '1', null), row(3, '1', undefined), row(4, '1', '13900000004')]),
  ).toMatchObject({ new: 4 });
  expect(await phones()).toEqual(['13900000001', '13900000004']);
  const seals = async () =>
    (await database.pool.query('select record_key, sealed, xmin::text from person_number order by 1')).rows;
  const before = await seals();
  expect(await load([row(1, '1', '13900000001'), row(4, '1', '13900000004')])).toMatchObject({ unchanged: 2 });
  expect(await seals()).toEqual(before);

  // Only the phone is another: the row counts as changed. An older row changes nothing, of two in one batch the newer counts.
  expect(
    await load([row(1, '2', '13911000001'), row(2, '2', '13900000009'), row(2, '3', '13900000002')]),
  ).toMatchObject({ changed: 2 });
  expect(await load([row(1, '1', '13900000001')])).toMatchObject({ stale: 1 });
  expect(await phones()).toEqual(['13900000002', '13900000004', '13911000001']);

  expect(await load([row(2, '4', null), { op: 'tombstone', key: idNumberOf(4), version: '2' }])).toMatchObject({
    changed: 1,
  });
  expect(await phones()).toEqual(['13911000001']);
  expect((await bodies()).filter((body) => /phone|139\d{8}/.test(body))).toEqual([]);
});

test('phones that an earlier release left in facts are moved out, batch by batch; the past drops them', async () => {
  await load(Array.from({ length: 700 }, (_, n) => row(n, '1', null)));
  await database.pool.query(
    `update fact set body = replace(body, '}', ',"phone":"1390' || lpad((row_number)::text, 7, '0') || '"}')
     from (select record_key as key, row_number() over (order by record_key) from fact) numbered where key = record_key`,
  );
  await database.pool.query(`insert into fact_history select fact.*, now() from fact limit 5`);
  await database.pool.query(
    `insert into reseal (version, place) values (0, 'fact'), (0, 'fact_history') on conflict (version, place) do update set done = false, position = null`,
  );
  const dependencies = { database, vault, now: () => new Date(), log: () => {} };
  expect(await sealAgain(dependencies, none)).toBe('done');
  expect((await bodies()).filter((body) => /phone|139\d{8}/.test(body))).toEqual([]);
  const moved = await phones();
  expect([moved.length, moved[0], moved.at(-1)]).toEqual([700, '13900000001', '13900000700']);
  expect(await sealAgain(dependencies, none)).toBe('nothing');
});
