import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { sources, type Source as SourceName } from '../../rules/vocabulary.js';
import { readStreamStates } from '../../schema/source-state/source-state.reads.js';
import { SourceState } from '../../schema/source-state/source-state.type.js';
import { readPause } from '../../schema/sync-act/pause.writes.js';
import { type AskedRun, readSyncRun, readSyncRuns } from '../../schema/sync-run/sync-run.reads.js';
import { SyncRun, SyncRunConnection, TriggerResyncInput } from '../../schema/sync-run/sync-run.type.js';
import { requestRun } from '../../schema/sync-run/sync-run.writes.js';
import { Source } from '../../schema/value/value.type.js';
import { checkReason } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isFaultCode, isText } from '../is-text.js';
import { isUuid, pageOfRows, pageSize, readRowCursor } from '../page-of.js';
import { requireRegion, requireRole } from '../require-role.js';
import { checkIdempotencyKey, checkStream, isPaused, usedKey, wakeRun } from '../run-requests.js';

@Resolver()
export class SyncRunResolver {
  @Query(() => SyncRunConnection, { description: '同步任务台账，新的在前。The ledger of sync runs, newest first.' })
  async syncRuns(
    @Ctx() { database }: Context,
    @Arg('source', () => Source, { nullable: true, description: '只看一个来源。Of one source alone.' })
    source: SourceName | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: '本页项数，至多 100。Items on this page, at most 100.',
    })
    first: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description: '上一页的 endCursor。The endCursor of the page before.',
    })
    after?: string | null,
  ) {
    const size = pageSize(first);
    const page = { source: source ?? null, after: readRowCursor('sync-runs', after), limit: size + 1 };
    return pageOfRows('sync-runs', await readSyncRuns(database.pool, page), size);
  }

  @Query(() => SyncRun, { nullable: true, description: '一次同步任务；没有时为空。One run, or null.' })
  async syncRun(
    @Arg('id', () => ID, { description: '任务编号。Id of the run.' }) id: string,
    @Ctx() { database }: Context,
  ): Promise<AskedRun | null> {
    return isUuid(id) ? readSyncRun(database.pool, id) : null;
  }

  @Query(() => [SourceState], { description: '四个来源系统的现状。How the four sources stand.' })
  async sourceStates(@Ctx() { database }: Context): Promise<SourceState[]> {
    const rows = await readStreamStates(database.pool);
    const states = await Promise.all(
      rows.map(async ({ lastRunId, ...row }) => ({
        ...row,
        lastRun: lastRunId === null ? null : await readSyncRun(database.pool, lastRunId),
      })),
    );
    return sources.map((source) => ({ source, streams: states.filter((state) => state.source === source) }));
  }

  @Mutation(() => SyncRun, {
    description:
      '要求重新同步一条数据流；同一幂等键只产生一个任务。Has a stream synced again; one idempotency key makes one run, however often it is sent.',
  })
  async triggerResync(
    @Arg('input', () => TriggerResyncInput, { description: '要同步什么。What to sync.' }) input: TriggerResyncInput,
    @Ctx() context: Context,
  ): Promise<AskedRun> {
    requireRole(context, 'operator', 'administrator');
    requireRegion(context);
    checkInput(input);
    const { database, vault, viewer } = context;
    const { source, stream, scope, key, faultCode = null, from, to, reason, idempotencyKey, dryRun } = input;
    const asked = await requestRun(database.pool, {
      source,
      stream,
      scope,
      range: scope === 'RANGE' ? { from: from!, to: to! } : null,
      sealedKey: scope === 'KEY' ? vault.seal(key!) : null,
      faultCode,
      dryRun,
      requestedBy: viewer.client,
      reason,
      idempotencyKey,
    });
    const pause = asked ? null : await readPause(database.pool, { source, stream });
    if (pause) throw isPaused(pause);
    const run = asked && (await readSyncRun(database.pool, asked.runId));
    if (!run) throw new Error(`stream ${source}/${stream} is not in source_state`);
    if (!asked.created && !isSameRequest(run, input, (sealed) => vault.open(sealed))) throw usedKey();
    await wakeRun(context, run);
    return run;
  }
}

function checkInput(input: TriggerResyncInput): void {
  const { source, stream, scope, key, faultCode, from, to, reason, idempotencyKey } = input;
  const refuse = (chinese: string, english: string) => {
    throw new HubError('BAD_INPUT', chinese, english);
  };
  checkStream(source, stream);
  if (scope === 'KEY' && !isText(key ?? '', 200))
    refuse('scope 为 KEY 时须给出 key，1 至 200 字', 'scope KEY needs key, 1 to 200 characters');
  if (scope === 'RANGE' && (!from || !to))
    refuse('scope 为 RANGE 时须给出 from 和 to', 'scope RANGE needs from and to');
  if (scope === 'RANGE' && from! >= to!) refuse('from 须早于 to', 'from must be before to');
  if (scope !== 'KEY' && key != null) refuse('key 只用于 scope KEY', 'key goes with scope KEY alone');
  if (scope !== 'QUARANTINE' && faultCode != null)
    refuse('faultCode 只用于 scope QUARANTINE', 'faultCode goes with scope QUARANTINE alone');
  if (faultCode != null && !isFaultCode(faultCode))
    refuse(
      'faultCode 须为问题代码，见 quarantineCauses',
      'faultCode must be the code of a fault, see quarantineCauses',
    );
  if (scope !== 'RANGE' && (from != null || to != null))
    refuse('from、to 只用于 scope RANGE', 'from and to go with scope RANGE alone');
  checkReason(reason);
  checkIdempotencyKey(idempotencyKey);
}

function isSameRequest(run: AskedRun, input: TriggerResyncInput, open: (sealed: Buffer) => string): boolean {
  return (
    run.source === input.source &&
    run.stream === input.stream &&
    run.scope === input.scope &&
    run.dryRun === input.dryRun &&
    run.faultCode === (input.faultCode ?? null) &&
    run.reason === input.reason &&
    (run.rangeFrom?.toISOString() ?? null) === (input.from ?? null) &&
    (run.rangeTo?.toISOString() ?? null) === (input.to ?? null) &&
    // The key of a run long past was erased: then nothing tells it from the one that is asked for.
    (run.sealedKey ? open(run.sealedKey) === input.key : run.scope === 'KEY' || (input.key ?? null) === null)
  );
}
