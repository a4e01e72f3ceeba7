/** The stream of public changes, and what proves a copy complete. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ChangeReason } from '../../rules/recruitment/changes.js';
import { DateScalar, DateTimeScalar } from '../value/value.type.js';
import { RecruitmentNotice, RecruitmentPost } from './open-record.type.js';
import type { RecordKind } from './open-record.reads.js';
import { ChangeKindEnum, ChangeReasonEnum, RecordKindEnum, RecordStateEnum } from './recruitment-enum.type.js';

@ObjectType({ description: '公开记录的一项变更。One change of a public record.', simpleResolvers: true })
export class RecruitmentChange {
  @Field(() => String, {
    description: '此变更之后的位置，用作 after。The place behind this change: the after of whoever goes on from here.',
  })
  cursor!: string;

  @Field(() => DateTimeScalar, {
    description: '发生时间；先后以次序为准。When it happened; its order is that of the stream.',
  })
  at!: Date;

  @Field(() => ChangeKindEnum, { description: '类别。Its kind.' })
  kind!: string;

  @Field(() => ChangeReasonEnum, { nullable: true, description: '原因。Why.' })
  reason!: ChangeReason | null;

  @Field(() => String, { nullable: true, description: '公开说明。Words on it.' })
  remark!: string | null;

  @Field(() => RecordKindEnum, {
    nullable: true,
    description: '记录类别；接口预告为空。Kind of the record; null for news of this interface.',
  })
  recordKind!: RecordKind | null;

  @Field(() => ID, { nullable: true, description: '记录编号。Id of the record.' })
  recordId!: string | null;

  @Field(() => ID, { nullable: true, description: '所属公告编号。Id of its notice.' })
  noticeId!: string | null;

  @Field(() => ID, { nullable: true, description: '岗位编号；公告的变更为空。Id of the post; null for a notice.' })
  postId!: string | null;

  @Field(() => Int, { nullable: true, description: '公告版本。Version of the notice.' })
  version!: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '首次发布日，按日核对时计入此日。Day of first publication, on which the digests count it.',
  })
  day!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '记录 JSON 原文的 SHA-256，十六进制；已撤下时为空。SHA-256 of the JSON text, in hex; null when gone.',
  })
  sha256!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '记录的 JSON 原文；已撤下时为空。The record as JSON text, to the byte; null when it is gone.',
  })
  body!: string | null;

  @Field(() => RecruitmentNotice, {
    nullable: true,
    description: '变更后的公告；岗位的变更为空。The notice after it; null for a post.',
  })
  notice!: RecruitmentNotice | null;

  @Field(() => RecruitmentPost, {
    nullable: true,
    description: '变更后的岗位；公告的变更为空。The post after it; null for a notice.',
  })
  post!: RecruitmentPost | null;
}

@ObjectType({
  description:
    '变更流的一段，无缺口；带条件时可能为空而位置仍前进。A stretch of the stream without gaps; with a filter it may be empty and yet move on.',
  simpleResolvers: true,
})
export class RecruitmentChangePage {
  @Field(() => [RecruitmentChange], { description: '各项变更，按发生次序。The changes in their order.' })
  changes!: RecruitmentChange[];

  @Field(() => String, { description: '下一次的 after。The next after.' })
  endCursor!: string;

  @Field(() => Boolean, { description: '后面是否还有。Whether more follows already.' })
  hasMore!: boolean;
}

@ObjectType({ description: '记录数及其摘要。How many records there are, and their digest.', simpleResolvers: true })
export class RecruitmentDigest {
  @Field(() => Int, { description: '记录数。Number of records.' })
  records!: number;

  @Field(() => String, {
    description:
      '各记录 JSON 原文 SHA-256 的按位异或，64 位十六进制。XOR of the SHA-256 of the records’ JSON texts, 64 hex digits.',
  })
  digest!: string;
}

@ObjectType({ description: '一天首次发布的记录。The records first published on a day.', simpleResolvers: true })
export class RecruitmentDayDigest extends RecruitmentDigest {
  @Field(() => DateScalar, { description: '首次发布日。Day of first publication.' })
  day!: string;

  @Field(() => RecordKindEnum, { description: '记录类别。Kind of record.' })
  kind!: RecordKind;
}

@ObjectType({
  description:
    '证明副本完整：同一时刻各日及全部的记录数和摘要。What proves a copy complete: counts and digests by day and of all, at one moment.',
  simpleResolvers: true,
})
export class RecruitmentCompleteness {
  @Field(() => String, { description: '所对应的变更位置。The place in the stream at which this holds.' })
  cursor!: string;

  @Field(() => [RecruitmentDayDigest], {
    description: '所问各日；没有记录的日子不列。The days asked for; those without a record are left out.',
  })
  days!: RecruitmentDayDigest[];

  @Field(() => RecruitmentDigest, { description: '全部公告。All notices.' })
  notices!: RecruitmentDigest;

  @Field(() => RecruitmentDigest, { description: '全部岗位。All posts.' })
  posts!: RecruitmentDigest;
}

@ObjectType({
  description: '一条记录是否仍在，及其最近一次变更。Whether a record is there, and its last change.',
  simpleResolvers: true,
})
export class RecruitmentRecordState {
  @Field(() => RecordStateEnum, { description: '仍在或已撤下。There or gone.' })
  state!: 'live' | 'gone';

  @Field(() => RecordKindEnum, { description: '记录类别。Kind of the record.' })
  recordKind!: RecordKind;

  @Field(() => ID, { description: '所属公告编号。Id of its notice.' })
  noticeId!: string;

  @Field(() => ChangeKindEnum, { description: '最近一次变更的类别。Kind of its last change.' })
  kind!: string;

  @Field(() => ChangeReasonEnum, { nullable: true, description: '其原因。Why.' })
  reason!: ChangeReason | null;

  @Field(() => String, { nullable: true, description: '其公开说明。Words on it.' })
  remark!: string | null;

  @Field(() => DateTimeScalar, { description: '其时间。When.' })
  at!: Date;
}
