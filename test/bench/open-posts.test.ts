/** What the bench is measured on is what the hub itself would have made of the same notices. */
import { expect, test } from 'vitest';
import { openDatabase, transact } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { appendOpenChanges, numberOpenChanges } from '../../schema/open-record/open-record.writes.js';
import { createTestDatabase } from '../support/database.js';
import { changesOf, loadOpenPosts } from './open-posts.js';

const until = new Date('2026-03-02T02:00:00Z');

async function standing({ pool }: Database) {
  const tables = {
    open_change: `to_jsonb(open_change) - 'change_id' - 'at'`,
    open_record: `to_jsonb(open_record)`,
    open_day: `to_jsonb(open_day)`,
    open_log: `to_jsonb(open_log)`,
  };
  const found = Object.entries(tables).map(async ([table, row]) => {
    const { rows } = await pool.query<{ row: string }>(`select (${row})::text as row from ${table} order by 1`);
    return [table, rows.map((one) => one.row)] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

test('loaded posts are the same in log, fold and digests as posts that were published one after the other', async () => {
  const loaded = await openDatabase((await createTestDatabase()).url);
  const told = await openDatabase((await createTestDatabase()).url);
  await loadOpenPosts(loaded, 300, until);
  for (let n = 0; n < 30; n++)
    await transact(told.pool, (client) => appendOpenChanges(client, changesOf(n, 30, until), until));
  await numberOpenChanges(told.pool);
  const [one, other] = [await standing(loaded), await standing(told)];
  expect(one['open_record']).toHaveLength(330);
  expect(one).toEqual(other);
  const words = await loaded.pool.query(`select from pg_indexes where indexname = 'open_record_words_index'`);
  expect(words.rowCount).toBe(1);
  await loaded.close();
  await told.close();
});
