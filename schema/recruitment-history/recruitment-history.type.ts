/** Histories as those see them who may see their subject. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../value/value.type.js';
import type { HistoryRow } from './recruitment-history.reads.js';

@ObjectType('RecruitmentHistoryEntry', {
  description: '办理经过的一条，逐条链接，不可改写。One entry of a history; each is chained to the one before it.',
  simpleResolvers: true,
})
export class HistoryEntry implements HistoryRow {
  @Field(() => Int, { description: '序号，自 1 起。Its place, from 1.' })
  seq!: number;

  @Field(() => DateTimeScalar, { description: '时间。When.' })
  at!: Date;

  @Field(() => String, { description: '操作。The move.' })
  move!: string;

  @Field(() => String, { description: '此前状态。State before.' })
  from!: string;

  @Field(() => String, { description: '此后状态。State after.' })
  to!: string;

  @Field(() => Int, { nullable: true, description: '所涉版本。The version that it was about.' })
  version!: number | null;

  @Field(() => String, { description: '办理人。Who did it.' })
  actor!: string;

  @Field(() => String, { description: '办理身份。As what.' })
  party!: string;

  @Field(() => String, { nullable: true, description: '原因。Why.' })
  reason!: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: '细节，不含个人信息。Details, none of them personal.',
  })
  detail!: object | null;

  @Field(() => String, { description: '本条的 SHA-256，含上一条的。SHA-256 of this entry and the hash before it.' })
  hash!: string;

  @Field(() => Boolean, { description: '链接是否完好。Whether it fits the entry before it.' })
  isSound!: boolean;
}
