/** What people do with runs that were asked for. */
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type AskedRun, readSyncRun, type SyncRunRow } from '../../schema/sync-run/sync-run.reads.js';
import { SyncRun } from '../../schema/sync-run/sync-run.type.js';
import { cancelRun } from '../../schema/sync-act/sync-act.writes.js';
import { checkReason } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isUuid } from '../page-of.js';
import { requireRegion, requireRole } from '../require-role.js';

const runId = '任务编号。Id of the run.';
const why =
  '原因，1 至 500 字，记入台账；请勿写个人信息。Why, 1 to 500 characters, kept in the ledger; no personal data, please.';

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
}

function checkActor(context: Context, reason: string): void {
  requireRole(context, 'operator', 'administrator');
  requireRegion(context);
  checkReason(reason);
}

async function readBack({ database }: Context, id: string): Promise<AskedRun> {
  const run = await readSyncRun(database.pool, id);
  if (!run) throw new Error(`run ${id} is gone from the ledger`);
  return run;
}

const noRun = () => new HubError('NOT_FOUND', '没有这个同步任务', 'there is no such sync run');

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
