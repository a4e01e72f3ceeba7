/** A recruitment notice as everybody may read it. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Day } from '../../rules/vocabulary.js';
import { connectionOf, DateScalar, DateTimeScalar } from '../value/value.type.js';
import type { NoticeRow } from './notice.reads.js';

export const NoticeState = { FILED: 'filed', PUBLISHED: 'published', WITHDRAWN: 'withdrawn' } as const;
registerEnumType(NoticeState, {
  name: 'NoticeState',
  description: '招聘公告的状态。State of a notice.',
  valuesConfig: {
    FILED: { description: '已提交，待发布。Filed, not yet published.' },
    PUBLISHED: { description: '已发布。Published.' },
    WITHDRAWN: { description: '已撤回。Withdrawn.' },
  },
});

@ObjectType({ description: '一份招聘公告。One recruitment notice.', simpleResolvers: true })
export class RecruitmentNotice implements NoticeRow {
  @Field(() => ID, { description: '公告编号。Id of the notice.' })
  id!: string;

  @Field(() => String, { description: '招聘单位统一社会信用代码。Credit code of the employer.' })
  creditCode!: string;

  @Field(() => String, { description: '招聘单位名称。Name of the employer.' })
  employerName!: string;

  @Field(() => String, { description: '标题。Title.' })
  title!: string;

  @Field(() => String, { description: '正文。Text.' })
  body!: string;

  @Field(() => String, { description: '工作地行政区划代码。Region code of the place of work.' })
  region!: string;

  @Field(() => Int, { description: '招聘人数。People wanted.' })
  headcount!: number;

  @Field(() => String, { description: '报名网址。Where to apply.' })
  applyUrl!: string;

  @Field(() => DateScalar, { description: '报名截止日。Last day to apply.' })
  applyUntil!: Day;

  @Field(() => NoticeState, { description: '状态。State.' })
  state!: NoticeRow['state'];

  @Field(() => DateTimeScalar, { nullable: true, description: '发布时间。When it was published.' })
  publishedAt!: Date | null;
}

export const RecruitmentNoticeConnection = connectionOf(RecruitmentNotice, 'RecruitmentNotice', '招聘公告', 'notices');

@InputType({
  description: '要提交的招聘公告；招聘单位是提交者本单位。A notice to file; the employer is the one who files.',
})
export class FileRecruitmentNoticeInput {
  @Field(() => String, { description: '标题，至多 100 字。Title, at most 100 characters.' })
  title!: string;

  @Field(() => String, { description: '正文，至多 5000 字。Text, at most 5,000 characters.' })
  body!: string;

  @Field(() => String, { description: '工作地行政区划代码，六位数字。Region code, six digits.' })
  region!: string;

  @Field(() => Int, { description: '招聘人数，1 至 9999。People wanted, 1 to 9,999.' })
  headcount!: number;

  @Field(() => String, { description: '报名网址，https 或 http。Where to apply, https or http.' })
  applyUrl!: string;

  @Field(() => DateScalar, { description: '报名截止日，不早于今天。Last day to apply, not before today.' })
  applyUntil!: Day;
}
