/** F7: the queue is emptied, gone or full. Who may ask what does not stand in it, and what was asked for is not lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type Api } from '../../api/http.js';
import { openQueues, type Queues } from '../../jobs/queues.js';
import { hasRedis, startRedis } from '../support/redis.js';
import { type Machine, openStrictApi, type StrictApi } from '../support/strict-api.js';

const whoAmI = '{ myAgreement { client } }';
let api: StrictApi;
let machine: Machine;
beforeAll(async () => {
  api = await openStrictApi();
  await api.agree('民政局', { fields: {}, dailyLimit: 2 });
  machine = await api.addMachine('民政局');
});
afterAll(() => api.close());

it('F7: the replay guard and the clients stand in PostgreSQL: an empty queue changes nothing', async () => {
  const token = await api.tokenOf(machine);
  const dpop = await api.proof(machine.key, token);
  expect((await api.ask(whoAmI, { token, dpop })).status).toBe(200);
  await api.database.pool.query(
    `do $$ declare t text; begin for t in select format('bullmq.%I', tablename) from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%' loop execute 'truncate ' || t || ' cascade'; end loop; end $$`,
  );
  expect((await api.ask(whoAmI, { token, dpop })).status).toBe(401);
  expect((await api.ask(whoAmI, { token, key: machine.key })).status).toBe(200);
});

// A Redis that somebody else uses is not emptied.
describe.runIf(hasRedis() && !process.env['REDIS_URL'])('on a Redis of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-redis-'));
  let redis: NonNullable<Awaited<ReturnType<typeof startRedis>>>;
  let queues: Queues;
  let node: Api;
  beforeAll(async () => {
    redis = (await startRedis(folder))!;
    queues = openQueues({ redisUrl: redis.url }, () => {});
    node = await startApi({
      config: { host: '127.0.0.1', port: 0, publicUrl: api.url, issuer: null, signInKeys: api.signInKeys },
      database: api.database,
      vault: api.vault,
      queues,
      checkTarget: () => Promise.resolve(null),
      clock: () => new Date(),
      log: pino({ level: 'silent' }),
    });
  });
  afterAll(async () => {
    await node.close();
    rmSync(folder, { recursive: true });
  });

  it('F7: flushed, full or down, a captured request is refused and a new one answered', async () => {
    const token = await api.tokenOf(machine);
    const dpop = await api.proof(machine.key, token);
    const at = node.url;
    expect((await api.ask(whoAmI, { token, dpop, at })).status).toBe(200);
    const admin = new Redis(redis.url);
    await admin.flushall();
    expect((await api.ask(whoAmI, { token, dpop, at })).status).toBe(401);
    await admin.config('SET', 'maxmemory', '1');
    expect((await api.ask(whoAmI, { token, dpop, at })).status).toBe(401);
    expect((await api.ask(whoAmI, { token, key: machine.key, at })).status).toBe(200);
    admin.disconnect();
    await redis.stop();
    expect((await api.ask(whoAmI, { token, dpop, at })).status).toBe(401);
    expect((await api.ask(whoAmI, { token, key: machine.key, at })).status).toBe(200);
  });
});
