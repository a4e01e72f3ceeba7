/** The public records in memory while their database comes and goes. */
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { watchChanges } from '../../api/open-data/change-watch.js';
import type { ChangeWatch } from '../../api/open-data/change-watch.js';
import { openIndexes } from '../../api/open-data/open-index.js';
import type { OpenRecords } from '../../api/open-data/open-index.js';
import { everything } from '../../rules/recruitment/post-filter.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createTestDatabase } from '../support/database.js';
import { postChange, publish } from '../support/open-changes.js';

const log = pino({ level: 'silent' });
let url: string;
let database: Database;
let watch: ChangeWatch;
let records: OpenRecords;
beforeAll(async () => {
  ({ url } = await createTestDatabase());
  database = await openDatabase(url);
  await publish(database, postChange(1, '410902'), postChange(2, '410922'));
  watch = watchChanges(database.pool, log);
  records = openIndexes(database.pool, watch, () => new Date(), log);
});
afterAll(async () => {
  await watch.close();
  await records.close();
  await database.close();
});

const posts = (text: string | null = null) => records.page('post', { ...everything, text }, null, 10);
/** What the database was asked meanwhile. */
const textsOf = (asked: { mock: { calls: unknown[][] } }) =>
  asked.mock.calls.map(([query]) => (typeof query === 'string' ? query : (query as { text: string }).text));
/** The database turns everybody away while something is done. */
async function without(act: () => Promise<unknown>): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const admin = new Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [name]);
  try {
    await act();
  } finally {
    await admin.query(`alter database ${name} allow_connections true`);
    await admin.end();
  }
}

test('what is in memory outlives a database that is gone for a moment, and goes on where it was', async () => {
  expect(await posts()).toEqual([2, 1]);
  const asked = vi.spyOn(database.pool, 'query');
  await without(async () => {
    for (let n = 0; n < 3; n++)
      await expect(posts()).rejects.toThrow(/^terminating connection|not currently accepting/);
  });
  await publish(database, postChange(3, '410923'), postChange(1, null));
  expect(await posts()).toEqual([3, 2]);
  expect(textsOf(asked).filter((text) => text.includes('place > $2'))).toEqual([]);
});

test('words are looked up once, but for more than is kept', async () => {
  const few = openIndexes(database.pool, watch, () => new Date(), log, 3);
  const lookUps = async (index: OpenRecords, ...words: string[]) => {
    const asked = vi.spyOn(database.pool, 'query').mockClear();
    for (const text of words) expect(await index.page('post', { ...everything, text }, null, 10)).toEqual([3, 2]);
    return textsOf(asked).filter((text) => text.includes('tsquery')).length;
  };
  expect(await lookUps(records, '软件', '工程', '软件')).toBe(2);
  expect(await lookUps(few, '软件', '工程', '软件')).toBe(3);
  await few.close();
});
