/** A correction or withdrawal of a notice, as the public looks through them. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ChangeReason } from '../../rules/recruitment/changes.js';
import { connectionOf, DateTimeScalar } from '../value/value.type.js';
import type { CorrectionRow } from './correction.reads.js';
import { ChangeKindEnum, ChangeReasonEnum } from './recruitment-enum.type.js';

@ObjectType({
  description: '一次更正、撤回或撤销。One correction, withdrawal or annulment of a notice.',
  simpleResolvers: true,
})
export class RecruitmentCorrection implements Omit<CorrectionRow, 'number'> {
  @Field(() => DateTimeScalar, { description: '时间。When.' })
  at!: Date;

  @Field(() => ChangeKindEnum, { description: '类别：AMENDED、WITHDRAWN 或 ANNULLED。AMENDED, WITHDRAWN or ANNULLED.' })
  kind!: CorrectionRow['kind'];

  @Field(() => ChangeReasonEnum, { nullable: true, description: '撤回或撤销的原因。Why it is gone.' })
  reason!: ChangeReason | null;

  @Field(() => String, {
    nullable: true,
    description: '公开说明，更正时为更正原因。Words on it, such as why it was amended.',
  })
  remark!: string | null;

  @Field(() => ID, { description: '公告的记录编号。Id of the notice.' })
  noticeId!: string;

  @Field(() => Int, { description: '公告版本。Version of the notice.' })
  version!: number;

  @Field(() => String, {
    description: '公告当时的标题，已撤下的为最后的标题。Title of the notice, the last one where it is gone.',
  })
  title!: string;

  @Field(() => String, { description: '招聘单位名称。Name of the employer.' })
  employerName!: string;
}

export const RecruitmentCorrectionConnection = connectionOf(
  RecruitmentCorrection,
  'RecruitmentCorrection',
  '更正与撤回',
  'corrections',
);
