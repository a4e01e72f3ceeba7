/** How new the copy of each source is, as the bureau's staff see it. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { Source as SourceName } from '../../rules/vocabulary.js';
import { SyncAct } from '../sync-act/sync-act.type.js';
import { SyncRun } from '../sync-run/sync-run.type.js';
import { DateTimeScalar, Source } from '../value/value.type.js';

@ObjectType({ description: '一个来源的一条数据流的现状。How one stream of one source stands.', simpleResolvers: true })
export class StreamState {
  @Field(() => String, { description: '数据流。The stream.' })
  stream!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '数据时点；尚未读完过一次时为空。How new the data is; null before the first complete read.',
  })
  dataAsOf!: Date | null;

  @Field(() => Int, { description: '现有行数。Rows held.' })
  rows!: number;

  @Field(() => SyncRun, { nullable: true, description: '最近一次同步。The last run.' })
  lastRun!: SyncRun | null;

  @Field(() => SyncAct, {
    nullable: true,
    description: '暂停：何人、何时、为何；未暂停时为空。Who paused it, when and why; null while it is not paused.',
  })
  pause!: SyncAct | null;
}

@ObjectType({ description: '一个来源系统的现状。How one source stands.', simpleResolvers: true })
export class SourceState {
  @Field(() => Source, { description: '来源系统。The source system.' })
  source!: SourceName;

  @Field(() => [StreamState], { description: '各数据流。Its streams.' })
  streams!: StreamState[];
}
