/** A database whose line goes dead: what is asked of it ends, and so does its session. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSqlSession } from '../../connectors/transport-sql.js';
import { createTestDatabase } from '../support/database.js';
import { type Line, openLine } from '../support/line.js';

const patience = { statementMs: 300, silenceMs: 200, goodbyeMs: 200 };
let url: URL;
let line: Line;
beforeAll(async () => {
  url = new URL((await createTestDatabase()).url);
  line = await openLine(Number(url.port));
  url.port = String(line.port);
});
afterAll(() => line.close());

it('F2: a dead line ends the statement that waits, and the goodbye of a session that does not', async () => {
  const signal = new AbortController().signal;
  const [asking, idle] = await Promise.all([
    openSqlSession(url.href, signal, patience),
    openSqlSession(url.href, signal, patience),
  ]);
  expect(await asking.query('select 1 as n', [])).toEqual([{ n: '1' }]);
  await expect(asking.query('select pg_sleep(1)', [])).rejects.toMatchObject({ code: '57014' });
  line.goDead();
  const began = performance.now();
  await expect(asking.query('select 1', [])).rejects.toThrow('Query read timeout');
  await Promise.all([asking.close(), idle.close()]);
  expect(performance.now() - began).toBeLessThan(1500);
});
