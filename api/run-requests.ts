/** What requests about runs have in common: who may make them, their key, and waking who works on them. */
import { holdsIdNumber } from '../rules/identifiers.js';
import { type Source, streams } from '../rules/vocabulary.js';
import type { SyncActRow } from '../schema/sync-act/sync-act.reads.js';
import type { SyncRunRow } from '../schema/sync-run/sync-run.reads.js';
import { checkReason } from './bad-input.js';
import type { Context } from './context.js';
import { HubError } from './errors.js';
import { requireRegion, requireRole } from './require-role.js';

/** Who may act on runs, streams and what was put aside, and says why. */
export function checkActor(context: Context, reason: string): void {
  requireRole(context, 'operator', 'administrator');
  requireRegion(context);
  checkReason(reason);
}

export function checkIdempotencyKey(key: string): void {
  if (holdsIdNumber(key))
    throw new HubError('BAD_INPUT', 'idempotencyKey 中不得出现身份证号码', 'idempotencyKey must not hold an ID number');
  if (!/^[\w.:-]{1,100}$/.test(key))
    throw new HubError(
      'BAD_INPUT',
      'idempotencyKey 须为 1 至 100 个字母、数字或 . : _ -',
      'idempotencyKey must be 1 to 100 letters, digits or . : _ -',
    );
}

export const noRun = () => new HubError('NOT_FOUND', '没有这个同步任务', 'there is no such sync run');

export const usedKey = () =>
  new HubError(
    'CONFLICT',
    '此 idempotencyKey 已用于另一个要求，请换一个',
    'this idempotencyKey was used for another request; take a new one',
  );

export function checkStream(source: Source, stream: string): void {
  const known: readonly string[] = streams[source];
  if (known.includes(stream)) return;
  throw new HubError(
    'BAD_INPUT',
    `来源没有这条数据流，可选：${known.join('、')}`,
    `the source has no such stream; it has: ${known.join(', ')}`,
    { streams: known },
  );
}

export const isPaused = ({ by, at, reason }: SyncActRow) =>
  new HubError(
    'ILLEGAL_MOVE',
    `该数据流已由${by}暂停（${reason}）：请先用 resumeStream 恢复`,
    `this stream is paused by ${by} since ${at.toISOString()} (${reason}): resume it with resumeStream first`,
  );

/** The ledger row stands: if the wake-up is lost, the sweeper finds the run. */
export async function wakeRun({ queues, log }: Context, run: SyncRunRow): Promise<void> {
  if (run.state !== 'queued') return;
  await queues
    .wakeImport(run.id)
    .catch((error: Error) => log.warn({ kind: error.name, runId: run.id }, 'wake-up lost'));
}
