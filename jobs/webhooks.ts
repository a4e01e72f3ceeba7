/** The worker's part in webhooks: wakes those whom a change concerns, delivers, and finds what the queue has lost. */
import type { Job } from 'bullmq';
import { forgetAddresses } from '../schema/platform/platform.writes.js';
import { listenTo } from '../schema/listen.js';
import { readLastNumber } from '../schema/open-record/open-record.reads.js';
import { openChangeChannel } from '../schema/open-record/open-record.writes.js';
import { readDueWebhooks, readFollowers, readThinChanges } from '../schema/webhook/webhook.reads.js';
import { forgetOldAttempts } from '../schema/webhook/webhook.writes.js';
import { deliverWebhook } from './deliver-webhooks.job.js';
import type { DeliverDependencies } from './deliver-webhooks.job.js';
import { openWorker } from './queues.js';
import type { QueueBackend, Queues, WebhookPayload } from './queues.js';
import { toldTo } from './webhook-message.js';

/** Messages under way at the same time: they wait for others, not for us. */
const concurrency = 256;
const readAtOnce = 200;

export interface WebhookWork {
  /** Wakes whatever is due. */
  sweep(): Promise<void>;
  /** Forgets what was kept long enough. */
  night(): Promise<void>;
  close(): Promise<void>;
}

export async function startWebhooks(
  dependencies: DeliverDependencies,
  backend: QueueBackend,
  queues: Queues,
  stopping: AbortSignal,
  onError: (error: Error) => void,
): Promise<WebhookWork> {
  const { database, context } = dependencies;

  async function run(job: Job<WebhookPayload>): Promise<void> {
    const { webhookId } = job.data;
    if (job.name === 'later') return queues.wakeWebhook(webhookId);
    const again = await deliverWebhook(dependencies, webhookId, stopping).catch((error: NodeJS.ErrnoException) => {
      // The lease runs out, and the sweep finds the webhook again.
      context.log('webhook delivery broke off', { webhookId, error: error.code ?? error.name });
      throw error;
    });
    if (again !== null) await queues.wakeWebhook(webhookId, Math.max(1, again.getTime() - context.now().getTime()));
  }

  async function sweep(): Promise<void> {
    for (const id of await readDueWebhooks(database.pool, context.now())) await queues.wakeWebhook(id);
  }

  let seen = await readLastNumber(database.pool);
  /** Wakes those whom one of the new changes concerns. The sweep takes the others along: they have only to pass them. */
  async function look(): Promise<void> {
    const last = await readLastNumber(database.pool);
    if (last === seen) return;
    let followers = await readFollowers(database.pool);
    for (let behind = seen; behind < last && followers.length > 0; behind += readAtOnce) {
      const changes = await readThinChanges(database.pool, behind, last, readAtOnce);
      const concerned = followers.filter((follower) => changes.some((change) => toldTo(follower, change) !== null));
      for (const { id } of concerned) await queues.wakeWebhook(id);
      followers = followers.filter((follower) => !concerned.includes(follower));
    }
    seen = last;
  }

  const listener = listenTo(database.pool, openChangeChannel, oneAtATime(look, onError));
  const worker = openWorker(backend, 'webhooks', concurrency, run, onError);
  return {
    sweep,
    async night() {
      await forgetOldAttempts(database.pool, context.now());
      await forgetAddresses(database.pool, context.now());
    },
    async close() {
      await listener.close();
      await worker.close();
    },
  };
}

/** However often it is called: one run at a time, and one more if it was called meanwhile. */
function oneAtATime(work: () => Promise<void>, onError: (error: Error) => void): () => void {
  let wanted = false;
  let running = false;
  async function run(): Promise<void> {
    running = true;
    while (wanted) {
      wanted = false;
      await work().catch(onError);
    }
    running = false;
  }
  return () => {
    wanted = true;
    if (!running) void run();
  };
}
