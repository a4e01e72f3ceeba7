/** One connection hears what the database tells, and comes back by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { listenTo } from '../../schema/listen.js';
import { createTestDatabase } from '../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i++) await sleep(10);
  expect(holds()).toBe(true);
}
const tell = () => database.pool.query(`select pg_notify('a channel', '')`);
const listeners = async () =>
  (await database.pool.query<{ pid: number }>(`select pid from pg_stat_activity where query = 'listen "a channel"'`))
    .rows;

test('it calls once it stands, then for each message, also after the connection was lost', async () => {
  let heard = 0;
  const listener = listenTo(database.pool, 'a channel', () => heard++);
  onTestFinished(() => listener.close());
  await until(() => heard === 1);
  await tell();
  await until(() => heard === 2);
  const [lost] = await listeners();
  await database.pool.query('select pg_terminate_backend($1)', [lost!.pid]);
  await until(() => heard === 3);
  await tell();
  await until(() => heard === 4);
  expect(await listeners()).toHaveLength(1);
});

test('once it is closed it holds no connection', async () => {
  const listener = listenTo(database.pool, 'a channel', () => {});
  await listener.close();
  await sleep(50);
  expect(await listeners()).toEqual([]);
});
