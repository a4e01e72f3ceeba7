/** What people do with runs that were asked for. */
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { Source as SourceName } from '../../rules/vocabulary.js';
import { pauseStream, resumeStream } from '../../schema/sync-act/pause.writes.js';
import { SyncAct } from '../../schema/sync-act/sync-act.type.js';
import { type AskedRun, readSyncRun, type SyncRunRow } from '../../schema/sync-run/sync-run.reads.js';
import { SyncRun } from '../../schema/sync-run/sync-run.type.js';
import { cancelRun, type NotRetried, retryRun } from '../../schema/sync-act/sync-act.writes.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { Source } from '../../schema/value/value.type.js';
import { isUuid } from '../page-of.js';
import { checkActor, checkIdempotencyKey, checkStream, isPaused, noRun, usedKey, wakeRun } from '../run-requests.js';

const runId = '任务编号。Id of the run.';
const why =
  '原因，1 至 500 字，记入台账；请勿写个人信息。Why, 1 to 500 characters, kept in the ledger; no personal data, please.';

const streamName = '数据流，例如 registrations。The stream, such as registrations.';

@Resolver()
export class SyncActResolver {
  @Mutation(() => SyncRun, {
    description:
      '停止一个排队或运行中的任务：答复之后不再写入，已写入的保留，以后的任务照常进行。Stops a run that waits or works: nothing of it is written after the answer, what was committed stays, and later runs go on as usual.',
  })
  async cancelSyncRun(
    @Arg('id', () => ID, { description: runId }) id: string,
    @Arg('reason', () => String, { description: why }) reason: string,
    @Ctx() context: Context,
  ): Promise<AskedRun> {
    checkActor(context, reason);
    const { database, viewer, clock } = context;
    const state = isUuid(id) ? await cancelRun(database.pool, id, { by: viewer.client, reason }, clock()) : null;
    if (state === null) throw noRun();
    if (state !== 'queued' && state !== 'running') throw notCancelled(state);
    return readBack(context, id);
  }

  @Mutation(() => SyncRun, {
    description:
      '再试一个失败或已停止的任务：仍从其断点继续；断点已过期或数据流此后已读完的，从头开始。同一幂等键只再试一次。Tries a run again that failed or was cancelled: it goes on from its checkpoint, or from its beginning where the source let that expire or another run has since read the stream to its end. One idempotency key is one attempt.',
  })
  async retrySyncRun(
    @Arg('id', () => ID, { description: runId }) id: string,
    @Arg('reason', () => String, { description: why }) reason: string,
    @Arg('idempotencyKey', () => String, {
      description: '幂等键：同一键重复提交只再试一次。Same key, same attempt: safe to repeat.',
    })
    idempotencyKey: string,
    @Ctx() context: Context,
  ): Promise<AskedRun> {
    checkActor(context, reason);
    checkIdempotencyKey(idempotencyKey);
    const { database, viewer, clock } = context;
    const act = { by: viewer.client, reason, idempotencyKey };
    const outcome = isUuid(id) ? await retryRun(database.pool, id, act, clock()) : null;
    if (outcome === null) throw noRun();
    if (outcome === 'used') throw usedKey();
    if (outcome !== 'retried') throw new HubError('ILLEGAL_MOVE', ...whyNotRetried[outcome]);
    const run = await readBack(context, id);
    await wakeRun(context, run);
    return run;
  }

  @Mutation(() => SyncAct, {
    description:
      '暂停一条数据流：夜间任务不再提出、等待的不再开始、不可要求重新同步，直至恢复；正在进行的任务照常到底。Pauses a stream: until it is resumed the night does not ask for it, what waits is not begun, and nobody has it synced; a run under way goes on to its end.',
  })
  async pauseStream(
    @Arg('source', () => Source, { description: '来源系统。The source system.' }) source: SourceName,
    @Arg('stream', () => String, { description: streamName }) stream: string,
    @Arg('reason', () => String, { description: why }) reason: string,
    @Ctx() context: Context,
  ): Promise<SyncAct> {
    checkActor(context, reason);
    checkStream(source, stream);
    const { database, viewer, clock } = context;
    const now = clock();
    const paused = await pauseStream(database.pool, { source, stream }, { by: viewer.client, reason }, now);
    if (paused === false) throw new Error(`stream ${source}/${stream} is not in source_state`);
    if (paused !== 'paused') throw isPaused(paused);
    return { act: 'pause', by: viewer.client, at: now, reason };
  }

  @Mutation(() => SyncAct, {
    description: '恢复一条数据流：等待的任务在半分钟内开始。Resumes a stream: what waited begins within half a minute.',
  })
  async resumeStream(
    @Arg('source', () => Source, { description: '来源系统。The source system.' }) source: SourceName,
    @Arg('stream', () => String, { description: streamName }) stream: string,
    @Arg('reason', () => String, { description: why }) reason: string,
    @Ctx() context: Context,
  ): Promise<SyncAct> {
    checkActor(context, reason);
    checkStream(source, stream);
    const { database, viewer, clock } = context;
    const now = clock();
    if (!(await resumeStream(database.pool, { source, stream }, { by: viewer.client, reason }, now)))
      throw new HubError('ILLEGAL_MOVE', '该数据流未暂停', 'this stream is not paused');
    return { act: 'resume', by: viewer.client, at: now, reason };
  }
}

async function readBack({ database }: Context, id: string): Promise<AskedRun> {
  const run = await readSyncRun(database.pool, id);
  if (!run) throw new Error(`run ${id} is gone from the ledger`);
  return run;
}

const names: Readonly<Record<SyncRunRow['state'], string>> = {
  queued: '排队中',
  running: '运行中',
  held: '待决定',
  done: '已完成',
  failed: '已失败',
  cancelled: '已停止',
};

function notCancelled(state: SyncRunRow['state']): HubError {
  if (state === 'held')
    return new HubError(
      'ILLEGAL_MOVE',
      '该任务未在运行，正待决定：可否决其种类为 SYNC_RUN 的提议',
      'this run waits for a decision and does not run; reject its proposal of kind SYNC_RUN instead',
    );
  return new HubError(
    'ILLEGAL_MOVE',
    `该任务${names[state]}，不能停止`,
    `this run has ended (${state}) and cannot be cancelled`,
  );
}

const whyNotRetried: Readonly<Record<Exclude<NotRetried, 'used'>, [string, string]>> = {
  queued: ['该任务已在排队', 'this run waits already; there is nothing to try again'],
  running: ['该任务正在运行', 'this run is at work; there is nothing to try again'],
  held: [
    '该任务正待决定：请决定其种类为 SYNC_RUN 的提议',
    'this run waits for a decision; decide its proposal of kind SYNC_RUN',
  ],
  done: ['该任务已完成，请用 triggerResync 提出新任务', 'this run is done; ask for a new one with triggerResync'],
  paused: [
    '该数据流已暂停：先用 resumeStream 恢复，再试',
    'its stream is paused: resume it with resumeStream, then try again',
  ],
  erased: [
    '该任务的主键已按期清除，请用 triggerResync 重新提出',
    'the key of this run was erased in its time; ask anew with triggerResync',
  ],
};
