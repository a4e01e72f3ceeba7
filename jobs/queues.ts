/** The one door to BullMQ: queue names, payloads, and how work is woken. A queue is clear text, so a payload is a run id and nothing else. */
import { createPostgresBackend, Queue, runMigrations, withBackend, Worker } from 'bullmq';
import type { Job, WorkerOptions } from 'bullmq';

/** On Redis where an address is given, else on PostgreSQL through a pool whose search path is `bullmq`. */
export type QueueBackend = { redisUrl: string } | { pool: { query: unknown; end(): Promise<void> } };
type PostgresPool = Extract<ConstructorParameters<PostgresClasses['Queue']>[1]['connection'], { end(): Promise<void> }>;
type PostgresClasses = ReturnType<typeof postgresClasses>;
const postgresClasses = () => withBackend(createPostgresBackend);

/** `import`: one job per run. `upkeep`: rebuilding, the night, and the sweeper; one at a time. `webhooks`: one job per webhook. */
export type QueueName = 'import' | 'upkeep' | 'webhooks';
export interface ImportPayload {
  runId: string;
}
export interface WebhookPayload {
  webhookId: string;
}
export type UpkeepJob = 'rebuild' | 'sweep' | 'night' | 'snapshot' | 'official-pages' | 'reseal' | 'erase';

export interface Queues {
  /** Wakes a worker for a run of the ledger. Asking again while the job waits or runs does nothing. */
  wakeImport(runId: string): Promise<void>;
  /** Has touched records rebuilt. What is touched while a rebuild runs is taken by another one right after it. */
  wakeRebuild(): Promise<void>;
  /** Has today's snapshot written, if there is none. */
  wakeSnapshot(): Promise<void>;
  /** Has what stands under another key version sealed again. */
  wakeReseal(): Promise<void>;
  /** Has a webhook delivered, now or later. What comes while it is delivered is looked at again right after. */
  wakeWebhook(webhookId: string, delayMs?: number): Promise<void>;
  /** Runs an upkeep job on a schedule; `pattern` is cron in `tz`. The same name replaces its schedule. */
  schedule(name: UpkeepJob, when: { every: number } | { pattern: string; tz: string }): Promise<void>;
  /** When each scheduled job runs next. */
  nextRuns(): Promise<Map<string, Date>>;
  close(): Promise<void>;
}

/** BullMQ's SchedulerJobIdCollision and SchedulerJobSlotsBusy, which it does not export; PostgreSQL's deadlock and key that is there already. */
const takenCodes = new Set<unknown>([-10, -11, '40P01', '23505']);
const scheduleTries = 20;

/** Opens the queues for asking; {@link openWorker} is for working. `onError` hears of lost connections, which heal by themselves. */
export function openQueues(backend: QueueBackend, onError: (error: Error) => void): Queues {
  const { Queue, connection } = classesOf(backend);
  const imports = new Queue<ImportPayload>('import', { connection });
  const upkeep = new Queue('upkeep', { connection });
  const webhooks = new Queue<WebhookPayload>('webhooks', { connection });
  for (const queue of [imports, upkeep, webhooks]) queue.on('error', onError);
  const forget = { removeOnComplete: true, removeOnFail: true };
  return {
    async wakeImport(runId) {
      await imports.add(
        'import',
        { runId },
        { ...forget, jobId: runId, attempts: 6, backoff: { type: 'exponential', delay: 2000 } },
      );
    },
    async wakeRebuild() {
      await upkeep.add(
        'rebuild',
        {},
        { ...forget, attempts: 3, deduplication: { id: 'rebuild', keepLastIfActive: true } },
      );
    },
    async wakeSnapshot() {
      await upkeep.add('snapshot', {}, { ...forget, attempts: 3, deduplication: { id: 'snapshot' } });
    },
    async wakeReseal() {
      await upkeep.add('reseal', {}, { ...forget, deduplication: { id: 'reseal', keepLastIfActive: true } });
    },
    async wakeWebhook(webhookId, delayMs) {
      // What waits for its time must not hold back what has come since: it only wakes again.
      if (delayMs !== undefined) await webhooks.add('later', { webhookId }, { ...forget, delay: delayMs });
      else {
        const deduplication = { id: webhookId, keepLastIfActive: true };
        await webhooks.add('now', { webhookId }, { ...forget, deduplication });
      }
    },
    async schedule(name, when) {
      for (let tries = 1; ; tries++) {
        try {
          await upkeep.upsertJobScheduler(name, when, { name, opts: forget });
          return;
        } catch (error) {
          // Workers that start at the same moment write the same schedule, and the queue refuses all but one of them.
          if (!takenCodes.has((error as { code?: unknown }).code) || tries === scheduleTries) throw error;
          await new Promise((resolve) => setTimeout(resolve, tries * 100));
        }
      }
    },
    async nextRuns() {
      const schedulers = await upkeep.getJobSchedulers();
      return new Map(schedulers.map(({ name, next }) => [name, new Date(next ?? Number.NaN)]));
    },
    async close() {
      await Promise.all([imports.close(), upkeep.close(), webhooks.close()]);
    },
  };
}

/** A worker on one queue. A job whose worker died is taken up again within some 20 seconds. */
export function openWorker(
  backend: QueueBackend,
  name: QueueName,
  concurrency: number,
  process: (job: Job, token?: string) => Promise<void>,
  onError: (error: Error) => void,
): { close(): Promise<void> } {
  const { Worker, connection } = classesOf(backend);
  const options: Omit<WorkerOptions, 'connection'> = {
    concurrency,
    lockDuration: 15_000,
    stalledInterval: 5_000,
    maxStalledCount: 100,
  };
  const worker = new Worker(name, process, { ...options, connection });
  worker.on('error', onError);
  return { close: () => worker.close() };
}

/** BullMQ's own tables, on the PostgreSQL backend. Safe to repeat. */
export async function migrateQueues(client: Parameters<typeof runMigrations>[0]): Promise<void> {
  await runMigrations(client);
}

/** Both backends under one type: their classes differ in the connection alone. */
function classesOf(backend: QueueBackend): Pick<PostgresClasses, 'Queue' | 'Worker'> & { connection: PostgresPool } {
  if ('pool' in backend) return { ...postgresClasses(), connection: backend.pool as PostgresPool };
  const connection = { url: backend.redisUrl, maxRetriesPerRequest: null };
  return { Queue, Worker, connection } as unknown as ReturnType<typeof classesOf>;
}
