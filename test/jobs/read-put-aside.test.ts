/** Quarantine: one case a fault with its exact place, closed by a good version, read again by the same merge. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../schema/database.js';
import { openDatabase } from '../../schema/database.js';
import { importSource } from '../../jobs/import-source.job.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { contributionOf, type Drops, openDrops } from '../support/drops.js';
import { openCases } from '../support/syncs.js';

let database: Database;
const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
let drops: Drops;

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
beforeEach(async () => {
  await database.pool.query('truncate fact, fact_history, touched_entity, person_identifier, work_item, sync_run');
  await database.pool.query('update source_state set high_water = null, live_rows = 0, records_begin_on = null');
  drops = await openDrops(database, vault);
  return () => drops.close();
});
afterAll(() => database.close());

const stream = 'contributions';
/** A kind of insurance that is in no list, and an amount that is no number. */
const unknown = (n: number, more = {}) => contributionOf(n, { insurance: '999', ...more });
const wrong = (n: number) => contributionOf(n, { base_fen: '4000.00' });

const sync = (more = {}) => drops.sync(stream, more);
const again = (more = {}) => sync({ scope: 'QUARANTINE', ...more });

interface Case {
  id: string;
  code: string;
  state: string;
  times: number;
  sealed: Buffer;
}
const cases = async () =>
  (await database.pool.query<Case>(`select work_item_id as id, code, state, times, sealed from work_item order by 1`))
    .rows;
const factCount = async () =>
  (await database.pool.query<{ n: number }>(`select count(*)::int as n from fact`)).rows[0]!.n;
const bodies = async () =>
  (await database.pool.query<{ body: { baseFen: number } }>(`select body::json as body from fact order by record_key`))
    .rows;

/** As if a release had come that reads these rows: what is kept of them says what is read today. */
async function mend(code: string, change: (raw: string) => string): Promise<void> {
  for (const { id, sealed } of (await cases()).filter((one) => one.code === code))
    await database.pool.query(`update work_item set sealed = $2 where work_item_id = $1`, [
      id,
      vault.seal(change(vault.open(sealed))),
    ]);
}
const known = (raw: string) => raw.replace(',999,', ',110,');

describe('rows that were put aside', () => {
  beforeEach(async () => {
    const rows = [contributionOf(0), unknown(1), unknown(2), wrong(3), contributionOf(4)];
    await drops.deliver('20260301', stream, [rows]);
    await sync();
  });

  it('have one case each, with file and line, and the rest of the batch is loaded', async () => {
    expect(await openCases(database, stream)).toEqual([
      '3 unknown-code insurance',
      '4 unknown-code insurance',
      '5 wrong-form base_fen',
    ]);
    expect(await factCount()).toBe(2);
    expect(await cases()).toHaveLength(3);
  });

  it('that cannot be read today either stay as they are, and are counted', async () => {
    expect(await again()).toMatchObject({ state: 'done', failure: null, rowsRead: 3, rowsRejected: 3, rowsNew: 0 });
    expect((await cases()).map(({ state, times }) => [state, times])).toEqual([
      ['open', 1],
      ['open', 1],
      ['open', 1],
    ]);
  });

  it('are tried without a trace, and then loaded as if they had come so', async () => {
    await mend('unknown-code', known);
    expect(await again({ dryRun: true })).toMatchObject({ state: 'done', rowsRead: 3, rowsNew: 2, rowsRejected: 1 });
    expect(await factCount()).toBe(2);
    expect((await cases()).every(({ state }) => state === 'open')).toBe(true);
    expect(await again()).toMatchObject({ state: 'done', rowsRead: 3, rowsNew: 2, rowsRejected: 1 });
    expect(await openCases(database, stream)).toEqual(['5 wrong-form base_fen']);
    expect(await bodies()).toHaveLength(4);
    const high = await database.pool.query(`select high_water from source_state where stream = $1`, [stream]);
    expect(high.rows[0]).toMatchObject({ high_water: { folder: '20260301' } });
    // What a row said is loaded once, however often it is asked for.
    expect(await again()).toMatchObject({ rowsRead: 1, rowsRejected: 1 });
    const delivered = await bodies();
    await drops.deliver('20260302', stream, [[contributionOf(1), contributionOf(2)]]);
    expect(await sync()).toMatchObject({ rowsUnchanged: 2, rowsChanged: 0 });
    expect(await bodies()).toEqual(delivered);
  });

  it('are taken by their fault alone', async () => {
    await mend('unknown-code', known);
    await mend('wrong-form', (raw) => raw.replace('4000.00', '400000'));
    expect(await again({ faultCode: 'wrong-form' })).toMatchObject({ rowsRead: 1, rowsNew: 1 });
    expect(await openCases(database, stream)).toEqual(['3 unknown-code insurance', '4 unknown-code insurance']);
  });

  it('are superseded where a newer version stands', async () => {
    await drops.deliver('20260302', stream, [[contributionOf(1, { base_fen: '500000' })]]);
    await sync();
    await mend('unknown-code', known);
    expect(await again()).toMatchObject({ rowsRead: 3, rowsStale: 1, rowsNew: 1, rowsRejected: 1, rowsChanged: 0 });
    expect((await bodies()).filter(({ body }) => body.baseFen === 500_000)).toHaveLength(1);
    expect(await openCases(database, stream)).toEqual(['5 wrong-form base_fen']);
  });

  it('go on behind the last batch that was committed', async () => {
    await mend('unknown-code', known);
    const { dependencies } = drops;
    dependencies.batchSize = 1;
    const stop = new AbortController();
    const runId = await database.pool.query<{ id: string }>(
      `insert into sync_run (stream_id, scope, requested_by, reason) select stream_id, 'QUARANTINE', 't', 't' from source_state where stream = $1 returning run_id as id`,
      [stream],
    );
    let sealed = 0;
    const counted = { ...vault, open: (value: Buffer) => (++sealed === 2 && stop.abort(), vault.open(value)) };
    const [{ id }] = runId.rows as [{ id: string }];
    expect(await importSource({ ...dependencies, vault: counted }, id, stop.signal)).toBe('stopped');
    expect(await importSource(dependencies, id, new AbortController().signal)).toBe('done');
    const run = await database.pool.query(
      `select rows_read::int as read, rows_new::int as new from sync_run where run_id = $1`,
      [id],
    );
    expect(run.rows[0]).toEqual({ read: 3, new: 2 });
  });

  it('that come again are the same cases', async () => {
    await drops.deliver('20260302', stream, [[unknown(1), unknown(2, { own_fen: '1' })]]);
    await sync();
    // The first came with the same text; the second is another row.
    expect((await cases()).map(({ times }) => times).toSorted((a, b) => a - b)).toEqual([1, 1, 1, 2]);
  });
});
