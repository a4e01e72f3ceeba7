/** The worker process: takes jobs from both queues, and stops at a batch edge when asked. */
import { DelayedError, UnrecoverableError } from 'bullmq';
import type { Job } from 'bullmq';
import { failRun, noteAttempt, readForgottenRuns } from '../schema/sync-run/sync-run.writes.js';
import { readResealDue } from '../schema/vault-check/key-version.reads.js';
import { isRebuildDue } from '../schema/person/person.writes.js';
import { civilDay } from '../rules/shanghai-time.js';
import { watchCancelledRuns } from './cancelled-runs.js';
import { checkOfficialPages } from './check-official-pages.job.js';
import { eraseExpired } from './erase-expired.job.js';
import { importSource } from './import-source.job.js';
import type { ImportDependencies } from './import-source.job.js';
import { openQueues, openWorker } from './queues.js';
import type { ImportPayload, QueueBackend, UpkeepJob } from './queues.js';
import { readCommerceReading } from '../schema/state-firm/likely-state-firm.reads.js';
import { proposeLikelyStateFirms } from '../schema/state-firm/likely-state-firm.writes.js';
import { touchDue, touchOtherParameters } from './decide-entitlements.job.js';
import { rebuildRecords } from './rebuild-records.job.js';
import { sealAgain } from './seal-again.job.js';
import { startRecruitmentTimers } from './recruitment-timers.js';
import { judgeFailure } from './retry.js';
import { openSchedule, requestAllStreams } from './schedule.js';
import type { SealDependencies } from './seal-access-log.job.js';
import { startSealer } from './seal-access-log.job.js';
import type { DeliverDependencies } from './deliver-webhooks.job.js';
import { startWebhooks } from './webhooks.js';
import { writeSnapshot } from './write-snapshot.job.js';

export interface WorkerSettings extends ImportDependencies {
  backend: QueueBackend;
  /** Streams imported at the same time. */
  concurrency: number;
  webhooks: Pick<DeliverDependencies, 'publicUrl' | 'checkTarget' | 'patience'>;
  /** Who signs the access log, and who is told its roots; a worker without a key leaves that to the others. */
  accessLog?: Pick<SealDependencies, 'key' | 'anchors'>;
  /** A demo on one machine, whose own pages stand for the bureau's. */
  isDemo: boolean;
}

const forgottenAfterMs = 30_000;

/** Starts working; `close` lets batches in hand commit and leaves the rest to the next worker. */
export async function startWorker(settings: WorkerSettings): Promise<{ close(): Promise<void> }> {
  const { database, backend, context } = settings;
  const stopping = new AbortController();
  const onError = (error: Error) => context.log('queue connection', { error: error.message });
  const queues = openQueues(backend, onError);

  /** Records are rebuilt when the imports are through, and once a minute while they last: a person told of by many streams is built once, not once for each. */
  async function rebuildWhenCalm(): Promise<void> {
    const minuteAgo = new Date(context.now().getTime() - 60_000);
    if (await isRebuildDue(database.pool, minuteAgo)) await queues.wakeRebuild();
  }

  async function runImport(job: Job<ImportPayload>, token?: string): Promise<void> {
    const { runId } = job.data;
    try {
      await cancelled.during(runId, stopping.signal, (signal) => importSource(settings, runId, signal));
      await rebuildWhenCalm();
    } catch (error) {
      const verdict = judgeFailure(error);
      if (verdict.again === 'overtaken') return;
      context.log('import attempt failed', { runId, kind: verdict.kind, error: verdict.message });
      if (verdict.again === 'never' || job.attemptsMade + 1 >= (job.opts.attempts ?? 1)) {
        await failRun(database.pool, runId, verdict, context.now());
        throw new UnrecoverableError(verdict.message);
      }
      await noteAttempt(database.pool, runId, verdict);
      if (verdict.again === 'at') {
        await job.moveToDelayed(verdict.at.getTime(), token);
        throw new DelayedError();
      }
      throw new Error(verdict.message, { cause: error });
    }
  }

  /** Whenever the business register was read anew: which firms are state firms may have changed. */
  let lookedForStateFirms: number | null = null;
  async function proposeStateFirms(): Promise<void> {
    const { finishedAt, busy } = await readCommerceReading(database.pool);
    if (busy || finishedAt === null || finishedAt.getTime() === lookedForStateFirms) return;
    const proposed = await proposeLikelyStateFirms(database.pool, context.now());
    lookedForStateFirms = finishedAt.getTime();
    if (proposed > 0) context.log('state firms proposed', { proposed });
  }

  async function sweep(): Promise<void> {
    const forgotten = await readForgottenRuns(database.pool, new Date(context.now().getTime() - forgottenAfterMs));
    for (const runId of forgotten) await queues.wakeImport(runId);
    await touchOtherParameters({ database, now: context.now });
    await rebuildWhenCalm();
    await proposeStateFirms();
    if ((await readResealDue(database.pool)) !== null) await queues.wakeReseal();
    await webhooks.sweep();
  }

  async function runUpkeep(job: Job): Promise<void> {
    switch (job.name as UpkeepJob) {
      case 'rebuild':
        await rebuildRecords({ database, now: context.now }, stopping.signal);
        return;
      case 'sweep':
        return sweep();
      case 'reseal': {
        const sealed = await sealAgain({ database, vault: settings.vault, ...context }, stopping.signal);
        if (sealed === 'more') await queues.wakeReseal();
        return;
      }
      case 'erase':
        await eraseExpired({ database, ...context }, stopping.signal);
        return;
      case 'snapshot':
        return writeSnapshot({ database, now: context.now, log: context.log }, stopping.signal);
      case 'official-pages': {
        const { checkTarget } = settings.webhooks;
        await checkOfficialPages({ database, checkTarget, now: context.now, log: context.log }, stopping.signal);
        return;
      }
      case 'night': {
        const occasion = `night ${civilDay(context.now())}`;
        await requestAllStreams(database, queues, {
          scope: 'CHANGES',
          requestedBy: 'schedule',
          reason: 'nightly sync',
          occasion,
        });
        await touchDue({ database, now: context.now });
        await queues.wakeRebuild();
        await webhooks.night();
      }
    }
  }

  // Rules or parameters may have changed while nobody worked.
  await touchDue({ database, now: context.now });
  await openSchedule(queues);
  await queues.wakeSnapshot();
  const webhooks = await startWebhooks(
    { database, vault: settings.vault, context, ...settings.webhooks },
    backend,
    queues,
    stopping.signal,
    onError,
  );
  const cancelled = watchCancelledRuns(database.pool, onError);
  const workers = [
    webhooks,
    startRecruitmentTimers({ database, vault: settings.vault, isDemo: settings.isDemo, context }, stopping.signal),
    ...(settings.accessLog
      ? [startSealer({ database, vault: settings.vault, ...settings.accessLog, context }, stopping.signal)]
      : []),
    openWorker(backend, 'import', settings.concurrency, runImport, onError),
    openWorker(backend, 'upkeep', 2, runUpkeep, onError),
  ];
  await sweep();
  return {
    async close() {
      stopping.abort(new Error('the worker is stopping'));
      await Promise.all(workers.map((worker) => worker.close()));
      await cancelled.close();
      await queues.close();
    },
  };
}
