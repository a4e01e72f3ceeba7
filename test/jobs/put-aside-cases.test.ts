/** Several cases of one record, one that is damaged, and deletions among what was put aside. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Reject, SourceRow } from '../../connectors/connector.js';
import { createEmploymentConnector } from '../../connectors/employment/employment.connector.js';
import type { ImportDependencies } from '../../jobs/import-source.job.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { insuredPerson } from '../support/drops.js';
import { listImport } from '../support/list-connector.js';
import { syncOnce } from '../support/syncs.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const employment = createEmploymentConnector({ url: 'http://127.0.0.1:1', appId: 'a', secret: 's' });
const { id_number: idNumber } = insuredPerson(7) as { id_number: string };
let database: Database;
let dependencies: ImportDependencies;
/** What the source tells next. */
let told: { rows: SourceRow[]; rejects: Reject[] };

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate fact, fact_history, touched_entity, person_identifier, work_item, sync_run');
  await database.pool.query('update source_state set high_water = null, live_rows = 0, records_begin_on = null');
  const list = listImport(database, vault, { rows: () => [] });
  const own: ImportDependencies['connectors']['employment'] = {
    ...employment,
    async *pull(_request, context) {
      const asOf = await Promise.resolve(context.now().toISOString());
      yield { kind: 'batch', ...told, position: 1, expectedRows: null };
      yield { kind: 'end', asOf, highWater: '2026-03-01T00:00:00.000Z', completeSnapshot: false };
    },
  };
  dependencies = { ...list, connectors: { ...list.connectors, employment: own }, batchSize: 1000 };
});

const hardship = (key: string, more = {}) => ({
  key,
  idNumber,
  name: '张7',
  updatedAt: '2026-03-01T08:00:00+08:00',
  category: '01',
  validFrom: '2025-01-01',
  validTo: null,
  ...more,
});
const gone = (key: string) => ({ key, deletedAt: '2026-03-05T08:00:00+08:00' });
/** As if an earlier release had not been able to read it. */
const aside = <V extends { key: string }>(value: V, code = 'x'): Reject => ({
  key: value.key,
  location: { page: 1, index: 0 },
  code,
  field: 'category',
  reason: 'r',
  raw: JSON.stringify(value),
});
const read = (value: object) => employment.readAgain('hardship', { raw: JSON.stringify(value), location: {} });
const sync = (more = {}) => syncOnce(dependencies, 'employment', 'hardship', more);
const replay = (faultCode: string | null = null) => sync({ scope: 'QUARANTINE', faultCode });
const open = async () =>
  (await database.pool.query<{ code: string }>(`select code from work_item where state = 'open' order by 1`)).rows.map(
    ({ code }) => code,
  );

it('an older row that can be read leaves the case of a newer one that cannot', async () => {
  told = { rows: [], rejects: [aside(hardship('K1'), 'older')] };
  await sync();
  const ended = hardship('K1', { updatedAt: '2026-03-09T08:00:00+08:00', validTo: '2026-03-08' });
  told = { rows: [], rejects: [aside({ ...ended, validTo: '8.3.2026' }, 'newer')] };
  await sync();
  expect(await replay('older')).toMatchObject({ rowsNew: 1 });
  expect(await open()).toEqual(['newer']);
  // A release reads the second form, too.
  await database.pool.query(`update work_item set sealed = $1 where code = 'newer'`, [
    vault.seal(JSON.stringify(ended)),
  ]);
  expect(await replay('newer')).toMatchObject({ rowsRead: 1, rowsChanged: 1 });
  const fact = await database.pool.query<{ to: string }>(`select body::json ->> 'to' as to from fact`);
  expect(fact.rows).toEqual([{ to: '2026-03-08' }]);
  expect(await open()).toEqual([]);
});

it('one that is damaged keeps no other waiting', async () => {
  told = { rows: [], rejects: [aside(hardship('K1')), aside(hardship('K2')), aside(hardship('K3'))] };
  await sync();
  await database.pool.query(
    `update work_item set sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20)) where work_item_id = (select work_item_id from work_item order by 1 limit 1)`,
  );
  expect(await replay()).toMatchObject({ state: 'done', failure: null, rowsNew: 2, rowsRejected: 1 });
  expect(await open()).toEqual(['x']);
});

it('deletions among them wait for a person as those of a night do, and their cases with them', async () => {
  told = { rows: Array.from({ length: 200 }, (_, n) => read(hardship(`K${n}`)) as SourceRow), rejects: [] };
  await sync();
  const deletions = Array.from({ length: 90 }, (_, n) => aside(gone(`K${n}`)));
  told = { rows: [], rejects: [...deletions, aside(hardship('K201'))] };
  await sync();
  expect(await replay()).toMatchObject({ state: 'held', rowsNew: 1, rowsRetired: 0, rowsWithheld: 90 });
  const live = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from fact where absent_since is null`,
  );
  expect(live.rows[0]!.n).toBe(201);
  expect(await open()).toHaveLength(90);
});

it('an ID number that stands where a name or a key should is kept sealed alone', async () => {
  const bad = read({ ...hardship('K1'), [idNumber]: '1' }) as Reject;
  told = { rows: [], rejects: [{ ...bad, location: { page: 1, key: idNumber } }] };
  await sync();
  const kept = await database.pool.query<{ field: string; location: unknown; sealed: Buffer }>(
    'select field, location, sealed from work_item',
  );
  const { field, location, sealed } = kept.rows[0]!;
  expect([field, location]).toEqual(['?', { page: 1, key: '?' }]);
  expect(vault.open(sealed)).toContain(idNumber);
});
