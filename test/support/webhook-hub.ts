/** A platform with webhooks: the real worker on the real queue, a receiver anew for each test, and a clock that can be moved. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { openQueues } from '../../jobs/queues.js';
import { targetsOf } from '../../jobs/webhook-target.js';
import { startWorker } from '../../jobs/worker.js';
import { openDatabase } from '../../schema/database.js';
import { registerPlatform } from '../../schema/platform/platform.writes.js';
import { createVault } from '../../schema/vault.js';
import { readAttempts, readWebhooks } from '../../schema/webhook/webhook.reads.js';
import { changeWebhook, registerWebhook, rotateSecret } from '../../schema/webhook/webhook.writes.js';
import type { NewWebhook, WebhookChange } from '../../schema/webhook/webhook.writes.js';
import { createTestDatabase } from './database.js';
import { listImport } from './list-connector.js';
import { postChange, publish, recordId } from './open-changes.js';
import { openTestBackend } from './queue-backend.js';
import { openReceiver } from './receiver.js';
import type { Received } from './receiver.js';

export const keys = { version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } };
export const vault = createVault(keys);
export const publicUrl = 'https://hub.example';
export const patience = { timeoutMs: 2000 };
export const minute = 60_000;
export const hour = 60 * minute;

export const secretOf = (n: number) => `whsec_${Buffer.alloc(32, n).toString('base64')}`;
/** Ids of records in a row. */
export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => recordId(from + i));
/** Throws unless the message is signed with the secret. */
export const verified = ({ headers, body }: Received, secret = secretOf(1)) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

interface Told {
  cursor: string;
  kind: string;
  reason: string | null;
  recordId: string;
  sha256: string | null;
}
export const toldIn = ({ body }: Received) => (JSON.parse(body) as { data: { changes: Told[] } }).data.changes;

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 40_000; await sleep(20)) if (await holds()) return;
  throw new Error(`never came true: ${what}`);
}

export type WebhookHub = Awaited<ReturnType<typeof openWebhookHub>>;

export async function openWebhookHub() {
  const { url: databaseUrl } = await createTestDatabase();
  const database = await openDatabase(databaseUrl, { poolSize: 20 });
  const queue = openTestBackend(databaseUrl);
  const queues = openQueues(queue.backend, () => {});
  const asked = { name: '平台', contactEmail: 'a@b.example', key: 'phk_test', address: '192.0.2.1' };
  const platformId = (await registerPlatform(database.pool, vault, asked, new Date()))!.id;
  let registered = 0;

  const now = () => new Date(Date.now() + hub.shift);
  const context = { now, randomHex: (bytes: number) => '80'.repeat(bytes), log: () => {} };
  const hub = {
    databaseUrl,
    database,
    queue,
    queues,
    platformId,
    receiver: await openReceiver(),
    /** How far the hub's clock is ahead. */
    shift: 0,
    /** Number of the next post. */
    next: 1,
    now,
    delivery: { database, vault, context, publicUrl, checkTarget: targetsOf(true), patience },

    async work(): Promise<{ close(): Promise<void> }> {
      const { database: _database, vault: _vault, context, ...webhooks } = hub.delivery;
      const settings = { ...listImport(database, vault, { rows: () => [] }, hub.now), concurrency: 1, isDemo: false };
      return startWorker({
        ...settings,
        context: { ...settings.context, ...context },
        backend: queue.backend,
        webhooks,
      });
    },

    async register(more: Partial<NewWebhook> = {}): Promise<string> {
      const asked = { platformId, url: hub.receiver.url, filter: null, kinds: null, fromNow: true, ...more };
      const sealed = { idempotencyKey: `k${registered++}`, sealedSecret: vault.seal(secretOf(1)) };
      const made = await registerWebhook(database.pool, { ...asked, ...sealed }, hub.now());
      if ('not' in made) throw new Error(made.not);
      await queues.wakeWebhook(made.webhook.id);
      return made.webhook.id;
    },
    /** Registered, and its endpoint has proved itself. */
    async active(more: Partial<NewWebhook> = {}): Promise<string> {
      const id = await hub.register(more);
      await until('verified', async () => (await hub.stateOf(id)).verifiedAt !== null);
      return id;
    },
    stateOf: async (id: string) => (await readWebhooks(database.pool, platformId)).find((row) => row.id === id)!,
    attemptsOf: (id: string) => readAttempts(database.pool, { id, platformId }, { after: null, limit: 100 }),
    async change(id: string, what: WebhookChange): Promise<void> {
      await changeWebhook(database.pool, { id, platformId }, ['active', 'paused', 'failed', 'gone'], what, hub.now());
      await queues.wakeWebhook(id);
    },
    async rotate(id: string, secret: string): Promise<void> {
      await rotateSecret(database.pool, vault, { id, platformId }, secret, hub.now());
    },

    /** Publishes so many new posts in one region; returns their ids. */
    async publishPosts(count: number, region = '410902'): Promise<string[]> {
      const from = hub.next;
      hub.next += count;
      await publish(database, ...Array.from({ length: count }, (_, i) => postChange(from + i, region)));
      return range(from, hub.next - 1);
    },
    /** Every change that came to the receiver. */
    told: () => hub.receiver.messages().flatMap(toldIn),
    ids: () => hub.told().map((one) => one.recordId),

    async afterEach(): Promise<void> {
      hub.shift = 0;
      for (const { id } of await readWebhooks(database.pool, platformId)) await hub.change(id, { state: 'removed' });
      await hub.receiver.close();
      hub.receiver = await openReceiver();
    },
    async close(): Promise<void> {
      await hub.receiver.close();
      await queues.close();
      await queue.close();
      await database.close();
    },
  };
  return hub;
}
