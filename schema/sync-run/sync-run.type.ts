/** The run ledger as the bureau's staff see it. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Source as SourceName } from '../../rules/vocabulary.js';
import { connectionOf, DateTimeScalar, Source } from '../value/value.type.js';
import { SyncAct } from '../sync-act/sync-act.type.js';
import type { SyncRunRow } from './sync-run.reads.js';

export const SyncScope = {
  ALL: 'ALL',
  CHANGES: 'CHANGES',
  RANGE: 'RANGE',
  KEY: 'KEY',
  QUARANTINE: 'QUARANTINE',
} as const;
registerEnumType(SyncScope, {
  name: 'SyncScope',
  description: '一次同步的范围。How much one run reads.',
  valuesConfig: {
    ALL: { description: '全部。Everything.' },
    CHANGES: { description: '上次以后的变化（夜间任务）。What changed since the last run (the nightly job).' },
    RANGE: { description: '一段时间内的变化。What changed in a range of time.' },
    KEY: { description: '按主键指定的一条。One record by its key.' },
    QUARANTINE: { description: '重新读取隔离的问题数据。What was put aside, read again.' },
  },
});

export const ResyncScope = { ALL: 'ALL', RANGE: 'RANGE', KEY: 'KEY', QUARANTINE: 'QUARANTINE' } as const;
registerEnumType(ResyncScope, {
  name: 'ResyncScope',
  description: '可以要求重新同步的范围。How much a resync may be asked for.',
  valuesConfig: {
    ALL: { description: '全部。Everything.' },
    RANGE: { description: '一段时间内的变化，须给出 from 和 to。What changed in a range: from and to are required.' },
    KEY: { description: '按主键指定的一条，须给出 key。One record: key is required.' },
    QUARANTINE: {
      description:
        '重新读取隔离的问题数据，不再询问来源；可用 faultCode 限定一类问题。What was put aside, read again without asking the source; faultCode takes those of one fault.',
    },
  },
});

export const SyncRunState = {
  QUEUED: 'queued',
  RUNNING: 'running',
  HELD: 'held',
  DONE: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
} as const;
registerEnumType(SyncRunState, {
  name: 'SyncRunState',
  description: '同步任务的状态。State of a run.',
  valuesConfig: {
    QUEUED: { description: '排队。Queued.' },
    RUNNING: { description: '运行中。Running.' },
    HELD: {
      description:
        '改动过大，待人决定：见种类为 SYNC_RUN 的提议。Would change too much and waits for a decision: see the proposals of kind SYNC_RUN.',
    },
    DONE: { description: '完成。Done.' },
    FAILED: { description: '失败。Failed.' },
    CANCELLED: { description: '已由人停止；已写入的保留。Stopped by a person; what was committed stays.' },
  },
});

@ObjectType({
  description:
    '一个来源的一条数据流的一次同步；各计数之和等于读取数。One run of one stream; the counts add up to the rows read.',
  simpleResolvers: true,
})
export class SyncRun implements Omit<SyncRunRow, 'streamId'> {
  @Field(() => ID, { description: '任务编号。Id of the run.' })
  id!: string;

  @Field(() => Source, { description: '来源系统。The source system.' })
  source!: SourceName;

  @Field(() => String, { description: '数据流。The stream.' })
  stream!: string;

  @Field(() => SyncScope, { description: '范围。Scope.' })
  scope!: SyncRunRow['scope'];

  @Field(() => SyncRunState, { description: '状态。State.' })
  state!: SyncRunRow['state'];

  @Field(() => Boolean, { description: '是否只演练、不写入。Whether it only tries and writes nothing.' })
  dryRun!: boolean;

  @Field(() => String, { description: '由谁提出。Who asked for it.' })
  requestedBy!: string;

  @Field(() => String, { description: '原因。Why.' })
  reason!: string;

  @Field(() => Int, { description: '第几次尝试。Number of the attempt.' })
  attempt!: number;

  @Field(() => Int, {
    nullable: true,
    description: '预计行数；来源未告知时为空。Rows expected; null when the source does not say.',
  })
  expectedRows!: number | null;

  @Field(() => Int, { description: '读取行数。Rows read.' })
  rowsRead!: number;

  @Field(() => Int, { description: '新增行数。New rows.' })
  rowsNew!: number;

  @Field(() => Int, { description: '变更行数。Changed rows.' })
  rowsChanged!: number;

  @Field(() => Int, { description: '未变行数。Unchanged rows.' })
  rowsUnchanged!: number;

  @Field(() => Int, { description: '比现有版本旧而未采用的行数。Rows older than what is held.' })
  rowsStale!: number;

  @Field(() => Int, { description: '同批重复行数。Rows repeated within the run.' })
  rowsDuplicate!: number;

  @Field(() => Int, { description: '来源已删除的行数。Rows that the source deleted.' })
  rowsRetired!: number;

  @Field(() => Int, { description: '隔离待查的行数。Rows put aside for a person to look at.' })
  rowsRejected!: number;

  @Field(() => Int, {
    description:
      '来源要求删除、待人确认而暂未删除的行数。Deletions of the source that wait for a person to confirm them.',
  })
  rowsWithheld!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: '数据时点。How new the data is.' })
  dataAsOf!: Date | null;

  @Field(() => DateTimeScalar, { description: '提出时间。When it was asked for.' })
  queuedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: '开始时间。When it began.' })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '结束时间。When it ended.' })
  finishedAt!: Date | null;

  @Field(() => String, { nullable: true, description: '失败原因。Why it failed.' })
  error!: string | null;

  @Field(() => [SyncAct], {
    description: '对本任务的处置，新的在前，至多 10 项。What was done with this run, newest first, at most 10.',
  })
  acts!: SyncRunRow['acts'];
}

export const SyncRunConnection = connectionOf(SyncRun, 'SyncRun', '同步任务', 'sync runs');

@InputType({ description: '重新同步的要求。What to sync again.' })
export class TriggerResyncInput {
  @Field(() => Source, { description: '来源系统。The source system.' })
  source!: SourceName;

  @Field(() => String, { description: '数据流，例如 registrations。The stream, such as registrations.' })
  stream!: string;

  @Field(() => ResyncScope, { description: '范围。Scope.' })
  scope!: keyof typeof ResyncScope;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '范围起点（scope 为 RANGE 时必填）。Begin of the range.',
  })
  from?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '范围终点（scope 为 RANGE 时必填）。End of the range.' })
  to?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '来源的记录主键（scope 为 KEY 时必填），加密保存。The source’s record key; it is stored sealed.',
  })
  key?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '问题代码，只用于 scope QUARANTINE；省略为全部。Code of a fault, with scope QUARANTINE alone; left out: all faults.',
  })
  faultCode?: string | null;

  @Field(() => String, {
    description: '原因，记入台账；请勿写个人信息。Why, kept in the ledger; no personal data, please.',
  })
  reason!: string;

  @Field(() => String, { description: '幂等键：同一键重复提交只产生一个任务。Same key, same run: safe to repeat.' })
  idempotencyKey!: string;

  @Field(() => Boolean, { defaultValue: false, description: '只演练、不写入。Only try, write nothing.' })
  dryRun!: boolean;
}
