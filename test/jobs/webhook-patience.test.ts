/** What a webhook does with endpoints that fail, refuse, lead elsewhere or never end, and with what its owner changes meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readLastNumber } from '../../schema/open-record/open-record.reads.js';
import { forgetOldAttempts } from '../../schema/webhook/webhook.writes.js';
import { recordId } from '../support/open-changes.js';
import { openReceiver } from '../support/receiver.js';
import {
  hour,
  minute,
  openWebhookHub,
  patience,
  range,
  secretOf,
  toldIn,
  until,
  verified,
} from '../support/webhook-hub.js';
import type { WebhookHub } from '../support/webhook-hub.js';

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

describe('an endpoint', () => {
  test('has to send the challenge back before anything is told to it, however long that takes', async () => {
    hub.receiver.answer((_message, response) => Boolean(response.end('{"challenge":"another"}')));
    const [post] = [recordId(hub.next)];
    const id = await hub.register();
    await hub.publishPosts(1);
    await until('failed once', async () => (await hub.attemptsOf(id))[0]?.fault === 'challenge');
    expect(await hub.stateOf(id)).toMatchObject({ state: 'active', verifiedAt: null, attempts: 1 });
    const [first] = hub.receiver.received;
    verified(first!);
    hub.receiver.answer(() => false);
    // The first pause is one of five real seconds.
    await until('told', () => hub.ids().length > 0);
    expect(hub.ids()).toEqual([post]);
    const again = hub.receiver.received[1]!;
    expect([again.headers['webhook-id'], again.body]).toEqual([first!.headers['webhook-id'], first!.body]);
    expect(again.at - first!.at).toBeGreaterThanOrEqual(5000);
    expect(hub.receiver.received).toHaveLength(3);
  });

  test('that has not proved itself is asked no more often for being named again and again', async () => {
    hub.receiver.answer((_message, response) => Boolean(response.writeHead(500).end()));
    const id = await hub.register();
    for (let n = 0; n < 20; n++) {
      await hub.change(id, n % 2 === 0 ? { url: `${hub.receiver.url}?${n}` } : { state: 'active' });
      await sleep(50);
    }
    expect(hub.receiver.received).toHaveLength(1);
    hub.shift = 6000;
    await hub.queues.wakeWebhook(id);
    await until('asked again', () => hub.receiver.received.length === 2);
  });

  test('that fails gets the same message for 75 hours, then is given up; its cursor stays', async () => {
    const id = await hub.active();
    hub.receiver.answer((_message, response) => Boolean(response.writeHead(500).end()));
    const { cursor } = await hub.stateOf(id);
    await hub.publishPosts(2);
    const pauses: number[] = [];
    for (let failures = 1; failures <= 9; failures++) {
      await until(`failure ${failures}`, async () => (await hub.stateOf(id)).attempts === failures);
      const [attempt] = await hub.attemptsOf(id);
      pauses.push(Math.round((attempt!.nextAttemptAt!.getTime() - attempt!.startedAt.getTime()) / 1000));
      // What comes meanwhile waits behind it.
      if (failures === 3) await hub.publishPosts(1);
      hub.shift += attempt!.nextAttemptAt!.getTime() - hub.now().getTime() + 1;
      await hub.queues.wakeWebhook(id);
    }
    await until('given up', async () => (await hub.stateOf(id)).state === 'failed');
    const schedule = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
    for (const [i, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(schedule[i]!);
      expect(pause).toBeLessThanOrEqual(schedule[i]! * 1.1 + 1);
    }
    expect(schedule.reduce((sum, pause) => sum + pause)).toBeGreaterThan(75 * 3600);
    const messages = hub.receiver.messages();
    expect(messages).toHaveLength(10);
    expect(new Set(messages.map(({ headers, body }) => `${headers['webhook-id'] as string} ${body}`)).size).toBe(1);
    const last = messages.at(-1)!;
    const at = Number(last.headers['webhook-timestamp']);
    expect(at).toBeGreaterThan(Date.now() / 1000 + 75 * 3600);
    expect(last.headers['webhook-signature']).toBe(
      new Webhook(secretOf(1)).sign(String(last.headers['webhook-id']), new Date(at * 1000), last.body),
    );
    expect(await hub.stateOf(id)).toMatchObject({ cursor, nextAttemptAt: null });

    hub.receiver.answer(() => false);
    await hub.change(id, { state: 'active' });
    await until('told', () => hub.receiver.messages().length === 11);
    const after = hub.receiver.messages().at(-1)!;
    expect(after.headers['webhook-id']).not.toBe(last.headers['webhook-id']);
    expect(toldIn(after).map((one) => one.recordId)).toEqual(range(hub.next - 3, hub.next - 1));
    expect(hub.receiver.received.filter(({ body }) => body.includes('webhook.verify'))).toHaveLength(2);
  });

  test.each([
    ['seconds', 429, () => '120'],
    ['a date', 503, () => new Date(hub.now().getTime() + 120_000).toUTCString()],
  ])('is not asked before the time that it named in %s', async (_form, status, retryAfter) => {
    const id = await hub.active();
    hub.receiver.answer((_message, response) =>
      Boolean(response.writeHead(status, { 'retry-after': retryAfter() }).end()),
    );
    await hub.publishPosts(1);
    await until('failed', async () => (await hub.stateOf(id)).attempts === 1);
    const [attempt] = await hub.attemptsOf(id);
    const pause = attempt!.nextAttemptAt!.getTime() - attempt!.startedAt.getTime();
    expect(pause).toBeGreaterThan(118_000);
    expect(pause).toBeLessThan(125_000);
    hub.receiver.answer(() => false);
    await hub.queues.wakeWebhook(id);
    await sleep(300);
    expect(hub.receiver.messages()).toHaveLength(1);
    hub.shift = 2 * minute + 2000;
    await hub.queues.wakeWebhook(id);
    await until('told', async () => (await hub.stateOf(id)).attempts === 0);
  });

  test('that is gone is left alone', async () => {
    const id = await hub.active();
    hub.receiver.answer((_message, response) => Boolean(response.writeHead(410).end()));
    await hub.publishPosts(1);
    await until('gone', async () => (await hub.stateOf(id)).state === 'gone');
    await hub.publishPosts(1);
    await hub.queues.wakeWebhook(id);
    await sleep(300);
    expect(hub.receiver.messages()).toHaveLength(1);
  });

  test('that leads elsewhere is not followed', async () => {
    const elsewhere = await openReceiver();
    const id = await hub.active();
    hub.receiver.answer((_message, response) => Boolean(response.writeHead(307, { location: elsewhere.url }).end()));
    await hub.publishPosts(1);
    await until('failed', async () => (await hub.stateOf(id)).attempts === 1);
    expect((await hub.attemptsOf(id))[0]).toMatchObject({ status: 307, fault: 'redirect' });
    expect(elsewhere.received).toHaveLength(0);
    await elsewhere.close();
  });

  test('that answers without end is cut off', async () => {
    let written = 0;
    hub.receiver.answer((_message, response) => {
      const part = Buffer.alloc(16 * 1024, 'x');
      response.on('error', () => undefined);
      const more = () => {
        while (!response.destroyed && response.write(part)) written += part.length;
      };
      response.on('drain', more);
      more();
      return true;
    });
    const id = await hub.register();
    await until('failed', async () => (await hub.stateOf(id)).attempts === 1);
    expect((await hub.attemptsOf(id))[0]).toMatchObject({ status: 200, fault: 'challenge' });
    expect((await hub.attemptsOf(id))[0]!.durationMs).toBeLessThan(patience.timeoutMs);
    // What lies in the sockets' own buffers comes on top.
    expect(written).toBeLessThan(16 * 1024 * 1024);
  });

  test('that nobody answers at is tried again', async () => {
    const id = await hub.active();
    const { url } = hub.receiver;
    await hub.receiver.close();
    await hub.publishPosts(1);
    await until('failed', async () => (await hub.stateOf(id)).attempts === 1);
    expect((await hub.attemptsOf(id))[0]).toMatchObject({ status: null, fault: 'connection' });
    expect(url).not.toBe('');
  });
});

async function oldSecretOf(id: string): Promise<Buffer | null> {
  const found = await hub.database.pool.query<{ sealed: Buffer | null }>(
    'select sealed_old_secret as sealed from webhook where webhook_id = $1',
    [id],
  );
  return found.rows[0]!.sealed;
}

describe('the owner', () => {
  test('rotates the secret: for a day both sign, then the new one alone', async () => {
    const id = await hub.active();
    await hub.rotate(id, secretOf(2));
    await hub.publishPosts(1);
    await until('told', () => hub.receiver.messages().length === 1);
    const both = hub.receiver.messages()[0]!;
    expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2);
    verified(both, secretOf(1));
    verified(both, secretOf(2));
    hub.shift = 24 * hour + minute;
    await hub.publishPosts(1);
    await until('told', () => hub.receiver.messages().length === 2);
    const alone = hub.receiver.messages()[1]!;
    const [messageId, at] = [String(alone.headers['webhook-id']), Number(alone.headers['webhook-timestamp'])];
    expect(alone.headers['webhook-signature']).toBe(
      new Webhook(secretOf(2)).sign(messageId, new Date(at * 1000), alone.body),
    );
  });

  test('rotates again, having lost the answer: the receiver’s own secret signs on, and is destroyed after its day', async () => {
    const id = await hub.active();
    await hub.rotate(id, secretOf(2));
    await hub.rotate(id, secretOf(3));
    await hub.publishPosts(1);
    await until('told', () => hub.receiver.messages().length === 1);
    for (const n of [1, 2, 3]) verified(hub.receiver.messages()[0]!, secretOf(n));
    await forgetOldAttempts(hub.database.pool, hub.now());
    expect(await oldSecretOf(id)).not.toBeNull();
    hub.shift = 24 * hour + minute;
    await forgetOldAttempts(hub.database.pool, hub.now());
    expect(await oldSecretOf(id)).toBeNull();
    await hub.publishPosts(1);
    await until('told', () => hub.receiver.messages().length === 2);
    expect(String(hub.receiver.messages()[1]!.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  test('replays from any place, under other ids, so that no receiver takes it for a retry', async () => {
    const id = await hub.active();
    const { cursor } = await hub.stateOf(id);
    const posts = await hub.publishPosts(5);
    await until('told', () => hub.ids().length === 5);
    await hub.change(id, { cursor: cursor + 2 });
    await until('told again', () => hub.ids().length === 8);
    await hub.change(id, { cursor });
    await until('told once more', () => hub.ids().length === 13);
    expect(hub.ids()).toEqual([...posts, ...posts.slice(2), ...posts]);
    const messageIds = hub.receiver.messages().map(({ headers }) => headers['webhook-id']);
    expect(new Set(messageIds).size).toBe(messageIds.length);
  });

  test('pauses and resumes without losing or repeating a change', async () => {
    const id = await hub.active();
    const before = await hub.publishPosts(1);
    await until('told', async () => (await hub.stateOf(id)).cursor === (await readLastNumber(hub.database.pool)));
    await hub.change(id, { state: 'paused' });
    const meanwhile = await hub.publishPosts(3);
    await sleep(300);
    expect(hub.ids()).toEqual(before);
    await hub.change(id, { state: 'active' });
    await until('told', () => hub.ids().length === 4);
    expect(hub.ids()).toEqual([...before, ...meanwhile]);
  });

  test('gives another address, which has to prove itself first', async () => {
    const elsewhere = await openReceiver();
    const id = await hub.active();
    await hub.change(id, { url: elsewhere.url });
    const posts = await hub.publishPosts(2);
    await until('told there', () => elsewhere.messages().flatMap(toldIn).length === 2);
    expect(elsewhere.received[0]!.body).toContain('webhook.verify');
    expect(
      elsewhere
        .messages()
        .flatMap(toldIn)
        .map((one) => one.recordId),
    ).toEqual(posts);
    expect(hub.receiver.messages()).toHaveLength(0);
    await elsewhere.close();
  });
});
