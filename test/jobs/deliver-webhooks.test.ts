/** Webhooks by the real worker over the real queue to real receivers: order, exactness, speed, and what a killed worker leaves. */
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { deliverWebhook } from '../../jobs/deliver-webhooks.job.js';
import { everything } from '../../rules/recruitment/post-filter.js';
import { batchOf } from '../../jobs/webhook-message.js';
import { registerPlatform } from '../../schema/platform/platform.writes.js';
import { readLastNumber } from '../../schema/open-record/open-record.reads.js';
import type { ThinChange } from '../../schema/webhook/webhook.reads.js';
import { postChange, publish, recordId } from '../support/open-changes.js';
import {
  hour,
  keys,
  minute,
  openWebhookHub,
  patience,
  publicUrl,
  range,
  toldIn,
  until,
  vault,
  verified,
} from '../support/webhook-hub.js';
import type { WebhookHub } from '../support/webhook-hub.js';
import { testSealing } from '../support/sealing.js';

let hub: WebhookHub;
let worker: { close(): Promise<void> };
beforeAll(async () => {
  hub = await openWebhookHub();
  worker = await hub.work();
});
afterEach(() => hub.afterEach());
afterAll(async () => {
  await worker.close();
  await hub.close();
});

const thinChange = (number: number, id: string): ThinChange => ({
  number,
  at: new Date(0),
  kind: 'published',
  reason: null,
  recordKind: 'post',
  recordId: id,
  noticeId: recordId(0),
  version: 1,
  sha256: 'f'.repeat(64),
  findable: null,
  wasFindable: null,
});

describe('delivery', () => {
  test('begins within a second, is signed, thin and complete, and acknowledges what was taken', async () => {
    const id = await hub.active();
    const began = Date.now();
    const [post] = await hub.publishPosts(1);
    await until('told', () => hub.ids().length > 0);
    const [message] = hub.receiver.messages();
    expect(message!.at - began).toBeLessThan(5000);
    console.log(`from publishing to the first attempt: ${message!.at - began} ms`);
    verified(message!);
    const last = await readLastNumber(hub.database.pool);
    expect(message!.headers['webhook-id']).toBe(`msg_${id}_1_${last - 1}_${last}`);
    const cursor = Buffer.from(`changes:${last}`).toString('base64url');
    expect(JSON.parse(message!.body)).toEqual({
      type: 'recruitment.changes',
      timestamp: expect.any(String) as string,
      data: {
        changes: [
          {
            cursor,
            at: expect.any(String) as string,
            kind: 'PUBLISHED',
            reason: null,
            recordKind: 'POST',
            recordId: post,
            noticeId: recordId(0),
            version: 1,
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
            url: `https://hub.example/recruitment/posts/${post}`,
          },
        ],
        nextCursor: cursor,
      },
    });
    await until('acknowledged', async () => (await hub.stateOf(id)).cursor === last);
    const [attempt] = await hub.attemptsOf(id);
    expect(attempt).toMatchObject({
      status: 204,
      fault: null,
      toNumber: last,
      afterNumber: last - 1,
      nextAttemptAt: null,
    });
  });

  test('tells every change once and in order, in messages below 20 kB', async () => {
    await hub.active();
    const published: string[] = [];
    for (const count of [1, 130, 7, 300, 1, 1]) published.push(...(await hub.publishPosts(count)));
    await until('all told', () => hub.ids().length >= published.length);
    expect(hub.ids()).toEqual(published);
    expect(Math.max(...hub.receiver.messages().map(({ body }) => Buffer.byteLength(body)))).toBeLessThan(20_000);
    expect(Math.max(...hub.receiver.messages().map((message) => toldIn(message).length))).toBeGreaterThan(30);
    for (const message of hub.receiver.messages()) verified(message);
  });

  test('however long the links are, a message stays below 20 kB, and the next one goes on where it ended', () => {
    const changes = range(1, 60).map((id, i) => thinChange(i + 1, id));
    const publicUrl = `https://${'hub.'.repeat(100)}example`;
    const first = batchOf({ filter: null, kinds: null }, changes, 60, publicUrl);
    const rest = batchOf({ filter: null, kinds: null }, changes.slice(first.to), 60, publicUrl);
    expect(Buffer.byteLength(first.body!)).toBeLessThan(20_000);
    const idsIn = ({ body }: { body: string | null }) =>
      [...body!.matchAll(/"recordId":"([^"]+)"/g)].map((found) => found[1]);
    expect([...idsIn(first), ...idsIn(rest)]).toEqual(range(1, first.to + idsIn(rest).length));
    expect(first.to).toBeLessThan(50);
    expect(idsIn(first)).toHaveLength(first.to);
  });

  test('with a filter tells what is in it, enters and leaves it, and nothing of notices', async () => {
    const id = await hub.active({ filter: { ...everything, facets: { region: ['410902'] } } });
    const [a, b, c] = [hub.next++, hub.next++, hub.next++];
    await publish(
      hub.database,
      postChange(a, '410902'),
      postChange(b, '410922'),
      postChange(c, '410922', { recordKind: 'notice' }),
    );
    await publish(
      hub.database,
      postChange(b, '410902', { kind: 'amended', version: 2 }),
      postChange(a, '410922', { kind: 'amended' }),
    );
    await publish(hub.database, postChange(b, null), postChange(a, null));
    await until('passed', async () => (await hub.stateOf(id)).cursor === (await readLastNumber(hub.database.pool)));
    expect(hub.told().map(({ kind, recordId, sha256, reason }) => [kind, recordId, sha256 !== null, reason])).toEqual([
      ['PUBLISHED', recordId(a), true, null],
      ['ENTERED_FILTER', recordId(b), true, null],
      ['LEFT_FILTER', recordId(a), false, null],
      ['WITHDRAWN', recordId(b), false, 'PLAN_CHANGED'],
    ]);
  });

  test('tells only the kinds asked for', async () => {
    const id = await hub.active({ kinds: ['withdrawn'] });
    const n = hub.next++;
    await publish(hub.database, postChange(n, '410902'));
    await publish(hub.database, postChange(n, null));
    await until('passed', async () => (await hub.stateOf(id)).cursor === (await readLastNumber(hub.database.pool)));
    expect(hub.told().map(({ kind }) => kind)).toEqual(['WITHDRAWN']);
  });

  test('can begin at the very beginning', async () => {
    await hub.publishPosts(3);
    const id = await hub.register({ fromNow: false });
    await until('passed', async () => (await hub.stateOf(id)).cursor === (await readLastNumber(hub.database.pool)));
    expect(hub.told()[0]!.cursor).toBe(Buffer.from('changes:1').toString('base64url'));
    expect(hub.told().length).toBe(await readLastNumber(hub.database.pool));
  });

  test('forty who do not answer hold up nobody else', async () => {
    // On a busy machine the queue alone takes a second or two for so many.
    const timeoutMs = 8000;
    const begin = async (patience: { timeoutMs: number }) => {
      await worker.close();
      hub.delivery.patience = patience;
      worker = await hub.work();
    };
    await begin({ timeoutMs });
    onTestFinished(() => begin(patience));
    hub.receiver.answer(({ path, body }) => path === '/slow' && body.includes('recruitment.changes'));
    const slow = await hub.active({ url: hub.receiver.url.replace('hook', 'slow') });
    // Of others, for one platform may have ten.
    const asked = { name: '平台', contactEmail: 'a@b.example', key: 'phk_others', address: '192.0.2.2' };
    const others = (await registerPlatform(hub.database.pool, vault, asked, hub.now()))!.id;
    await hub.database.pool.query(
      `insert into webhook (platform_id, url, cursor, sealed_secret, registered_at, verified_at, idempotency_key, request_hash)
       select $2, url, cursor, sealed_secret, registered_at, verified_at, n, '' from webhook, generate_series(1, 39) n where webhook_id = $1`,
      [slow, others],
    );
    onTestFinished(async () => {
      await hub.database.pool.query('delete from webhook where platform_id = $1', [others]);
    });
    await hub.active();
    const began = Date.now();
    const [post] = await hub.publishPosts(1);
    const quick = () => hub.receiver.messages().find(({ path }) => path === '/hook');
    await until('told', () => quick() !== undefined);
    expect(quick()!.at - began).toBeLessThan(timeoutMs);
    expect(toldIn(quick()!)[0]!.recordId).toBe(post);
    await until('timed out', async () => typeof (await hub.attemptsOf(slow))[0]?.durationMs === 'number');
    const [attempt] = await hub.attemptsOf(slow);
    expect(attempt).toMatchObject({ fault: 'timeout', status: null });
    expect(attempt!.durationMs).toBeGreaterThanOrEqual(timeoutMs);
  });

  test('two workers send nothing twice and never two messages of one webhook at once', async () => {
    const second = await hub.work();
    onTestFinished(() => second.close());
    let [open, most] = [0, 0];
    hub.receiver.answer((_message, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.writeHead(200).end('{}');
      }, 30);
      return true;
    });
    const id = await hub.register();
    await hub.database.pool.query(
      'update webhook set verified_at = now(), next_attempt_at = null where webhook_id = $1',
      [id],
    );
    const published: string[] = [];
    const deliver = () => deliverWebhook(hub.delivery, id, new AbortController().signal);
    for (let round = 0; round < 30; round++) {
      published.push(...(await hub.publishPosts(1)));
      await Promise.all([hub.queues.wakeWebhook(id), hub.queues.wakeWebhook(id, 1), deliver(), deliver()]);
    }
    await until('all told', () => hub.ids().length >= published.length);
    await sleep(200);
    expect(hub.ids()).toEqual(published);
    expect(most).toBe(1);
  });

  test('is sent by one worker alone, also when the database kept it waiting before', async () => {
    const id = await hub.active();
    await worker.close();
    const { pool } = hub.database;
    // Whoever gets a connection of it waited for it by the hub's clock.
    const slowPool = Object.create(pool, {
      connect: {
        value: (done?: Parameters<typeof pool.connect>[0]) => {
          if (done) return pool.connect(done);
          hub.shift += 15_000;
          return pool.connect();
        },
      },
    }) as typeof pool;
    const deliver = (database: typeof hub.database) =>
      deliverWebhook({ ...hub.delivery, database }, id, new AbortController().signal);
    hub.receiver.answer((_message, response) => {
      if (hub.receiver.messages().length > 1) return false;
      // As long as an attempt may take.
      hub.shift += 24_000;
      void deliver(hub.database).finally(() => response.writeHead(204).end());
      return true;
    });
    await hub.publishPosts(1);
    await deliver({ ...hub.database, pool: slowPool });
    expect(hub.receiver.messages()).toHaveLength(1);
    worker = await hub.work();
  });
});

/** What stands in the queue about one webhook. */
async function queuedFor(id: string): Promise<unknown[]> {
  const jobs = await hub.database.pool.query<{ data: unknown }>(
    `select data from bullmq.job where data ->> 'webhookId' = $1`,
    [id],
  );
  return jobs.rows.map(({ data }) => data);
}

describe('a worker', () => {
  test('that is killed in mid-send leads to the same message again, and nothing is skipped', async () => {
    await worker.close();
    hub.receiver.answer(({ body }) => body.includes('recruitment.changes'));
    const keyFile = join(mkdtempSync(join(tmpdir(), 'hub-webhooks-')), 'key.json');
    writeFileSync(keyFile, JSON.stringify(keys));
    const unused = {
      URL: 'http://127.0.0.1:9',
      APP_ID: 'x',
      SECRET: 'x',
      USERNAME: 'x',
      PASSWORD: 'x',
      HOST: '127.0.0.1',
    };
    const sources = ['EMPLOYMENT', 'TAX', 'COMMERCE', 'SOCIAL_INSURANCE'].flatMap((source) =>
      Object.entries(unused).map(([name, value]) => [`${source}_${name}`, value]),
    );
    const child = spawn(process.execPath, ['dist/hub/main.js', 'work'], {
      env: {
        ...Object.fromEntries(sources),
        PATH: process.env['PATH'],
        COMMERCE_URL: hub.databaseUrl,
        SOCIAL_INSURANCE_PORT: '9',
        SOCIAL_INSURANCE_HOST_KEY: 'x',
        DATABASE_URL: hub.databaseUrl,
        HUB_KEY_FILE: keyFile,
        ...testSealing().env,
        HUB_EMBEDDED: '1',
        PUBLIC_URL: publicUrl,
      },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const id = await hub.active();
    const posts = await hub.publishPosts(3);
    await until('sent', () => hub.receiver.messages().length === 1);
    child.kill('SIGKILL');
    await ended;
    const sent = hub.receiver.messages()[0]!;
    expect(await hub.stateOf(id)).toMatchObject({ attempts: 0 });

    hub.receiver.answer(() => false);
    const more = await hub.publishPosts(2);
    hub.shift = minute;
    worker = await hub.work();
    await until('sent again', () => hub.receiver.messages().length >= 3);
    const [, again] = hub.receiver.messages();
    expect([again!.headers['webhook-id'], again!.body]).toEqual([sent.headers['webhook-id'], sent.body]);
    expect(hub.ids().slice(3)).toEqual([...posts, ...more]);
    await until(
      'acknowledged',
      async () => (await hub.stateOf(id)).cursor === (await readLastNumber(hub.database.pool)),
    );
    const attempts = await hub.attemptsOf(id);
    expect(attempts.filter(({ durationMs }) => durationMs === null)).toHaveLength(1);
  });

  test('that is told to end in mid-send counts no failure, and the next one goes on', async () => {
    const id = await hub.active();
    hub.receiver.answer(({ body }) => body.includes('recruitment.changes'));
    const posts = await hub.publishPosts(1);
    await until('sent', () => hub.receiver.messages().length === 1);
    await worker.close();
    expect(await hub.stateOf(id)).toMatchObject({ attempts: 0, nextAttemptAt: null });
    hub.receiver.answer(() => false);
    worker = await hub.work();
    await until('sent again', async () => (await hub.stateOf(id)).cursor === (await readLastNumber(hub.database.pool)));
    expect(hub.ids()).toEqual([...posts, ...posts]);
    expect(new Set(hub.receiver.messages().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('puts nothing but the webhook’s id into the queue', async () => {
    await worker.close();
    const id = await hub.register();
    await hub.queues.wakeWebhook(id, hour);
    expect(await queuedFor(id)).toEqual([{ webhookId: id }, { webhookId: id }]);
    worker = await hub.work();
  });
});
