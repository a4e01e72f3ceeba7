import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SourceError } from '../../connectors/source-error.js';
import { importSource } from '../../jobs/import-source.job.js';
import type { ImportDependencies } from '../../jobs/import-source.job.js';
import { touchDue } from '../../jobs/decide-entitlements.job.js';
import { rebuildRecords } from '../../jobs/rebuild-records.job.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { FencedError } from '../../schema/source-state/source-state.writes.js';
import { requestRun } from '../../schema/sync-run/sync-run.writes.js';
import type { SyncRequest } from '../../schema/sync-run/sync-run.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { differences, readableState } from '../support/readable-state.js';
import { allStreams, creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import type { ListSource } from '../support/list-connector.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const none = new AbortController().signal;
let database: Database;

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url, { poolSize: 12 });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query(
    'truncate fact, fact_history, touched_entity, person_identifier, person_record, organization_record, entitlement_sheet, entitlement_candidate, entitlement_change, work_item, sync_run',
  );
  await database.pool.query(
    'update source_state set fence = 0, high_water = null, data_as_of = null, records_begin_on = null, live_rows = 0',
  );
});

function dependencies(
  list: Partial<ListSource> = {},
  now = () => new Date('2026-03-01T00:00:00Z'),
): ImportDependencies {
  return listImport(database, vault, { rows: (stream) => rowsOf(stream, 60), ...list }, now);
}

async function ask(request: Partial<SyncRequest> & Pick<SyncRequest, 'source' | 'stream'>): Promise<string> {
  const whole = {
    scope: 'ALL',
    range: null,
    sealedKey: null,
    dryRun: false,
    requestedBy: 'test',
    reason: 'test',
    idempotencyKey: null,
  } as const;
  return (await requestRun(database.pool, { ...whole, ...request }))!.runId;
}

async function importAll(deps: ImportDependencies, order: 'serial' | 'at once'): Promise<void> {
  const runs = allStreams.map(
    ({ source, stream }) =>
      async () =>
        importSource(deps, await ask({ source, stream }), none),
  );
  if (order === 'at once') await Promise.all(runs.map((run) => run()));
  else for (const run of runs) await run();
}

async function ledger(runId: string): Promise<Record<string, unknown>> {
  const found = await database.pool.query<Record<string, unknown>>('select * from sync_run where run_id = $1', [runId]);
  return found.rows[0]!;
}

describe('importSource', () => {
  it('loads a stream, books it to the row, and says how new the data is', async () => {
    const runId = await ask({ source: 'employment', stream: 'registrations' });
    expect(await importSource(dependencies(), runId, none)).toBe('done');
    expect(await ledger(runId)).toMatchObject({
      state: 'done',
      rows_read: 60,
      rows_new: 60,
      attempt: 1,
      data_as_of: new Date('2026-03-01T00:00:00Z'),
    });
    const stream = await database.pool.query(
      `select high_water, live_rows, records_begin_on::text as begin from source_state where stream = 'registrations'`,
    );
    expect(stream.rows[0]).toEqual({ high_water: 60, live_rows: 60, begin: '2016-01-01' });
  });

  it('changes nothing when the same is imported again', async () => {
    const deps = dependencies();
    await importAll(deps, 'serial');
    await rebuildRecords({ database, now: deps.context.now }, none);
    const before = await database.pool.query('select xmin, * from fact order by 2, 3');
    const records = await database.pool.query('select xmin, * from person_record order by 2');
    await importAll(deps, 'serial');
    await rebuildRecords({ database, now: deps.context.now }, none);
    expect((await database.pool.query('select xmin, * from fact order by 2, 3')).rows).toEqual(before.rows);
    expect((await database.pool.query('select xmin, * from person_record order by 2')).rows).toEqual(records.rows);
    expect((await database.pool.query('select * from touched_entity')).rowCount).toBe(0);
  });

  it('goes on behind the last committed batch after a crash, and ends in the same tables', async () => {
    const undisturbed = dependencies();
    await importAll(undisturbed, 'serial');
    await rebuildRecords({ database, now: undisturbed.context.now }, none);
    const expected = await readableState(database, new Date());
    await database.pool.query(
      'truncate fact, fact_history, person_identifier, person_record, organization_record, entitlement_sheet, entitlement_candidate, entitlement_change',
    );

    let crashes = 0;
    const crashing = dependencies({
      beforeBatch: (_, number) => {
        if (number % 3 === 0 && crashes++ % 2 === 0) throw new Error('crash');
      },
    });
    for (const { source, stream } of allStreams) {
      const runId = await ask({ source, stream });
      while ((await ledger(runId))['state'] !== 'done') {
        const failure = await importSource(crashing, runId, none).then(
          () => 'crash',
          (error: Error) => error.message,
        );
        expect(failure).toBe('crash');
      }
      const booked = await ledger(runId);
      expect(Number(booked['rows_read'])).toBe(rowsOf(stream, 60).length);
    }
    expect(crashes).toBeGreaterThan(5);
    await rebuildRecords({ database, now: crashing.context.now }, none);
    expect(differences(expected, await readableState(database, new Date()))).toEqual([]);
  });

  it('ends four sources at once on the same persons as one after the other, while records are being rebuilt', async () => {
    const deps = dependencies();
    await importAll(deps, 'serial');
    await rebuildRecords({ database, now: deps.context.now }, none);
    const expected = await readableState(database, new Date());
    await database.pool.query(
      'truncate fact, fact_history, person_identifier, person_record, organization_record, entitlement_sheet, entitlement_candidate, entitlement_change',
    );

    const imported = new AbortController();
    const rebuilding = [1, 2].map(async () => {
      while (!imported.signal.aborted) {
        await rebuildRecords({ database, now: deps.context.now }, none);
        await sleep(1);
      }
    });
    await importAll(deps, 'at once');
    imported.abort();
    await Promise.all(rebuilding);
    await rebuildRecords({ database, now: deps.context.now }, none);
    expect(differences(expected, await readableState(database, new Date()))).toEqual([]);
  });

  it('stops in the middle of a rebuild when asked, and what was in hand stays touched', async () => {
    const deps = dependencies({ rows: (stream) => rowsOf(stream, 300) });
    await importAll(deps, 'serial');
    const touched = async () => (await database.pool.query('select from touched_entity')).rowCount;
    const before = await touched();
    const stopping = new AbortController();
    let looks = 0;
    stopping.signal.throwIfAborted = () => {
      // The first look is before the first transaction, the third among its persons.
      if (++looks === 3) stopping.abort(new Error('the worker is stopping'));
      AbortSignal.prototype.throwIfAborted.call(stopping.signal);
    };
    expect(await rebuildRecords({ database, now: deps.context.now }, stopping.signal)).toBe(0);
    expect(looks).toBe(3);
    expect(await touched()).toBe(before);
    expect(await rebuildRecords({ database, now: deps.context.now }, none)).toBeGreaterThan(300);
    expect(await touched()).toBe(0);
  });

  it('fences an attempt that was overtaken: it writes nothing more', async () => {
    const runId = await ask({ source: 'employment', stream: 'registrations' });
    const paused = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const slow = dependencies({
      beforeBatch: async (_, number) => {
        if (number !== 3) return;
        reached.resolve();
        await paused.promise;
      },
    });
    const overtaken = importSource(slow, runId, none);
    await reached.promise;
    expect(await importSource(dependencies(), runId, none)).toBe('done');
    paused.resolve();
    await expect(overtaken).rejects.toThrow(FencedError);
    expect(await ledger(runId)).toMatchObject({ state: 'done', attempt: 2, rows_read: 60, rows_new: 60 });
  });

  it('stops at a batch edge when asked, and the next worker goes on', async () => {
    const runId = await ask({ source: 'tax', stream: 'taxpayers' });
    const stop = new AbortController();
    const deps = dependencies({ beforeBatch: (_, number) => void (number === 4 && stop.abort()) });
    expect(await importSource(deps, runId, stop.signal)).toBe('stopped');
    const stopped = await ledger(runId);
    expect(stopped).toMatchObject({ state: 'queued', rows_read: 21, position: 21 });
    expect(await importSource(dependencies(), runId, none)).toBe('done');
    expect(await ledger(runId)).toMatchObject({ state: 'done', rows_read: 60, rows_new: 60 });
    expect(await importSource(dependencies(), runId, none)).toBe('ended');
  });

  it('rehearses without leaving a row: a dry run counts and moves nothing', async () => {
    const runId = await ask({ source: 'employment', stream: 'registrations', dryRun: true });
    await importSource(dependencies(), runId, none);
    expect(await ledger(runId)).toMatchObject({ state: 'done', rows_new: 60 });
    expect((await database.pool.query('select from fact')).rowCount).toBe(0);
    expect(
      (await database.pool.query(`select high_water, live_rows from source_state where stream = 'registrations'`))
        .rows[0],
    ).toEqual({ high_water: null, live_rows: 0 });
  });

  it('asks for one key without moving the high water, and keeps the key sealed', async () => {
    const key = idNumberOf(5);
    const runId = await ask({ source: 'employment', stream: 'job-seekers', scope: 'KEY', sealedKey: vault.seal(key) });
    await importSource(dependencies(), runId, none);
    const booked = await ledger(runId);
    expect(booked).toMatchObject({ state: 'done', rows_new: 1 });
    expect(JSON.stringify(booked)).not.toContain(key);
    expect(
      (await database.pool.query(`select high_water from source_state where stream = 'job-seekers'`)).rows[0],
    ).toEqual({ high_water: null });
  });

  it('passes a source error on with its kind, and what was committed stays', async () => {
    const runId = await ask({ source: 'commerce', stream: 'market-entities' });
    const failing = dependencies({
      beforeBatch: (_, number) => {
        if (number === 3) throw new SourceError('commerce', 'unavailable', 'commerce: nobody answers');
      },
    });
    await expect(importSource(failing, runId, none)).rejects.toThrow('nobody answers');
    expect(await ledger(runId)).toMatchObject({ state: 'running', rows_read: 14, position: 14 });
  });
});

describe('rebuildRecords', () => {
  it('joins what four sources say of one person, with winner, losers and names', async () => {
    const deps = dependencies();
    await importAll(deps, 'serial');
    await rebuildRecords({ database, now: deps.context.now }, none);
    const found = await database.pool.query<{ document: string; name_keys: string[] }>(
      `select document, name_keys from person_record join person_identifier using (person_id) where blind_index = $1`,
      [vault.blindIndex(idNumberOf(10))],
    );
    const document = JSON.parse(found.rows[0]!.document) as Record<string, never>;
    expect(document).toMatchObject({
      name: { value: '张10', source: 'employment', others: [{ value: '章10', source: 'social-insurance' }] },
      employments: [{ employerCode: creditCodeOf(10) }],
      contributions: [{ month: '2026-01', source: 'social-insurance' }],
      enterprises: [{ creditCode: creditCodeOf(10), state: 'open', taxState: 'normal' }],
      recordsBeginOn: { 'employment/registrations': '2016-01-01' },
    });
    expect(found.rows[0]!.name_keys).toEqual(['张10', '章10'].sort());
    expect(found.rows[0]!.document).not.toContain(idNumberOf(10));
  });

  it('rebuilds a founder when the firm alone has changed', async () => {
    const deps = dependencies();
    await importAll(deps, 'serial');
    await rebuildRecords({ database, now: deps.context.now }, none);
    const closed = rowsOf('taxpayers', 60, '2026-02-01T00:00:00Z').map((row) =>
      row.op === 'upsert' && row.body.kind === 'taxpayer'
        ? { ...row, body: { ...row.body, state: 'cancelled' as const } }
        : row,
    );
    await importSource(dependencies({ rows: () => closed }), await ask({ source: 'tax', stream: 'taxpayers' }), none);
    await rebuildRecords({ database, now: deps.context.now }, none);
    const found = await database.pool.query(
      `select count(*)::int as n from person_record where document like '%"taxState":"cancelled"%'`,
    );
    expect(found.rows[0]).toEqual({ n: 60 });
  });

  it('takes again, by the calendar alone, whoever would be decided otherwise', async () => {
    const deps = dependencies();
    await importAll(deps, 'serial');
    await rebuildRecords({ database, now: () => new Date('2025-07-01T00:00:00Z') }, none);
    const due = await database.pool.query<{ day: string }>(
      'select changes_on::text as day from entitlement_sheet order by 1 limit 1',
    );
    const changesOn = due.rows[0]!.day;
    expect(
      await touchDue({ database, now: () => new Date(new Date(`${changesOn}T00:00:00+08:00`).getTime() - 1) }),
    ).toBe(0);
    const onTheDay = () => new Date(`${changesOn}T00:00:00+08:00`);
    expect(await touchDue({ database, now: onTheDay })).toBe(60);
    expect(await rebuildRecords({ database, now: onTheDay }, none)).toBe(60);
    const after = await database.pool.query<{ day: string | null }>(
      'select min(changes_on)::text as day from entitlement_sheet',
    );
    expect(after.rows[0]!.day === null || after.rows[0]!.day > changesOn).toBe(true);
  });
});
