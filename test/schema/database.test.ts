import { expect, test } from 'vitest';
import { openDatabase } from '../../schema/database.js';
import { createTestDatabase } from '../support/database.js';

const backends = `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend' order by pid`;

test('connections that are kept stand from the beginning, and no others come for those who ask at once', async () => {
  const { url } = await createTestDatabase();
  const database = await openDatabase(url, { poolSize: 6, keepsOpen: true });
  const read = async () => (await database.pool.query(backends)).rows;
  const before = await read();
  expect(before).toHaveLength(6);
  await Promise.all(Array.from({ length: 30 }, () => database.pool.query('select pg_sleep(0.01)')));
  expect(await read()).toEqual(before);
  await database.close();
});
