/** What of the interface will go is told in the stream of changes, once, to those who follow a filter as well. */
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { announceDeprecations } from '../../api/announce-deprecations.js';
import { numberOpenChanges } from '../../schema/open-record/open-record.writes.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const schema = (sunset: string) =>
  buildSchema(`
    type Query { a: Int @deprecated(reason: "deprecated 2027-01-31, sunset ${sunset}") b: E }
    enum E { C D @deprecated(reason: "deprecated 2027-01-31, sunset 2028-06-30") }`);
const told = async () => {
  const { data } = await api.ask(
    `{ all: recruitmentChanges { changes { kind remark recordId recordKind body } }
       filtered: recruitmentChanges(filter: { region: ["410902"] }) { changes { kind remark } } }`,
  );
  return data as Record<'all' | 'filtered', { changes: { kind: string; remark: string; recordId: string | null }[] }>;
};

test('one that starts while another is about to tell waits for it', async () => {
  const { pool } = api.database;
  const other = await pool.connect();
  await other.query(`begin; select pg_advisory_xact_lock(hashtext('puyang-hub/deprecations'))`);
  await other.query(
    `insert into open_change (at, kind, remark) values (now(), 'deprecated', 'Query.x: deprecated 2027-01-31, sunset 2028-03-31')`,
  );
  const gone = buildSchema('type Query { x: Int @deprecated(reason: "deprecated 2027-01-31, sunset 2028-03-31") }');
  const count = announceDeprecations(pool, gone, new Date());
  await sleep(200);
  await other.query('commit');
  other.release();
  expect(await count).toBe(0);
  await numberOpenChanges(pool);
});

test('ten that start together tell each part once; what moves is told again, and nothing where nothing goes', async () => {
  const { pool } = api.database;
  const at = new Date();
  const counts = await Promise.all(
    Array.from({ length: 10 }, () => announceDeprecations(pool, schema('2028-03-31'), at)),
  );
  expect(counts.sort((a, b) => a - b)).toEqual([...Array<number>(9).fill(0), 2]);
  expect(await announceDeprecations(pool, schema('2028-09-30'), at)).toBe(1);
  expect(await announceDeprecations(pool, buildSchema('type Query { a: Int }'), at)).toBe(0);
  const { all, filtered } = await told();
  expect(all.changes.slice(1)).toEqual(
    [
      'Query.a: deprecated 2027-01-31, sunset 2028-03-31',
      'E.D: deprecated 2027-01-31, sunset 2028-06-30',
      'Query.a: deprecated 2027-01-31, sunset 2028-09-30',
    ].map((remark) => ({ kind: 'DEPRECATED', remark, recordId: null, recordKind: null, body: null })),
  );
  expect(filtered.changes.map(({ remark }) => remark)).toEqual(all.changes.map(({ remark }) => remark));
});
