/** What firms and bureaus hand in: drafts and moves. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '../value/value.type.js';

export const RecruitmentMove = {
  SUBMIT: 'submit',
  RETURN: 'return',
  RESUBMIT: 'resubmit',
  REVIEW: 'review',
  ACCEPT: 'accept',
  SCHEDULE: 'schedule',
  PUBLISH: 'publish',
  DROP: 'drop',
  PURGE: 'purge',
  PAUSE: 'pause',
  RESUME: 'resume',
  RECORD_STAGE: 'recordStage',
  REQUEST_WITHDRAWAL: 'requestWithdrawal',
  WITHDRAW: 'withdraw',
  REQUEST_CONCLUSION: 'requestConclusion',
  CONCLUDE: 'conclude',
  ANNUL: 'annul',
} as const;
registerEnumType(RecruitmentMove, {
  name: 'RecruitmentMove',
  description: '对公告的操作；谁可作、需要什么见各值。Moves on a notice: who may make each and what it needs.',
  valuesConfig: {
    SUBMIT: {
      description:
        '报送备案：单位审核人（不同于经办）；有提示项时附 justification。Submit for filing: the firm’s approver, another person than who saved it; justification where there are warnings.',
    },
    RETURN: { description: '退回补正：人社初审或审批，附 remarks。Return: the bureau, with remarks.' },
    RESUBMIT: {
      description:
        '补正后再报：单位审核人，remarks 逐条答复。Submit again: the firm’s approver, remarks answer each reason.',
    },
    REVIEW: { description: '初审通过：人社初审。Reviewed and found good: the bureau’s reviewer.' },
    ACCEPT: {
      description:
        '备案：人社审批（不同于初审），给出备案号。File: the bureau’s approver, another person than the reviewer.',
    },
    SCHEDULE: {
      description: '定时发布：人社审批，附 publishAt 和 officialUrl。Publish at a time: the bureau’s approver.',
    },
    PUBLISH: {
      description:
        '发布（首版或更正）：人社审批，附人社网站页面 officialUrl。Publish the first version or an amendment: the bureau’s approver, with officialUrl.',
    },
    DROP: { description: '放弃办理中的版本：单位。Give up the text on its way: the firm.' },
    PURGE: {
      description: '清除误录的豁免内容：人社审批或监督，附原因。Remove exempt content entered by mistake: the bureau.',
    },
    PAUSE: { description: '暂停报名：人社审批，原因公开。Pause: the bureau’s approver; the reason is public.' },
    RESUME: { description: '恢复报名，截止顺延：人社审批。Resume; the closing time moves: the bureau’s approver.' },
    RECORD_STAGE: { description: '公布环节结果：单位审核人，附 stage。A stage is over: the firm’s approver.' },
    REQUEST_WITHDRAWAL: { description: '申请撤回：单位审核人，附原因。Ask to withdraw: the firm’s approver.' },
    WITHDRAW: {
      description:
        '撤回：人社审批；单位未申请时仅限违规。Withdraw: the bureau’s approver; unasked for a violation alone.',
    },
    REQUEST_CONCLUSION: {
      description: '报送录用结果：单位审核人，附 hired 和 resultUrl。Report the hires: the firm’s approver.',
    },
    CONCLUDE: { description: '办结：人社审批。Conclude: the bureau’s approver.' },
    ANNUL: { description: '撤销结果：人社监督，附 decisionNo。Annul: the bureau’s supervisor.' },
  },
});

export const WithdrawalReason = {
  PLAN_CHANGED: 'plan_changed',
  TOO_FEW_APPLICANTS: 'too_few_applicants',
  ERROR_IN_NOTICE: 'error_in_notice',
  VIOLATION: 'violation',
  FORCE_MAJEURE: 'force_majeure',
  OTHER: 'other',
} as const;
registerEnumType(WithdrawalReason, {
  name: 'RecruitmentWithdrawalReason',
  description: '撤回原因，公开。Why a notice is withdrawn; public.',
  valuesConfig: {
    PLAN_CHANGED: { description: '招聘计划调整。The plan changed.' },
    TOO_FEW_APPLICANTS: { description: '报名人数不足。Too few applicants.' },
    ERROR_IN_NOTICE: { description: '公告有误。An error in the notice.' },
    VIOLATION: { description: '违反规定。A violation.' },
    FORCE_MAJEURE: { description: '不可抗力。Force majeure.' },
    OTHER: { description: '其他。Other.' },
  },
});

const StageOver = {
  QUALIFICATION: 'qualification',
  WRITTEN: 'written',
  INTERVIEW: 'interview',
  PHYSICAL: 'physical',
  BACKGROUND: 'background',
} as const;
registerEnumType(StageOver, {
  name: 'RecruitmentStageOver',
  description: '已结束的环节。The stage that is over.',
  valuesConfig: {
    QUALIFICATION: { description: '资格审查。Check of qualification.' },
    WRITTEN: { description: '笔试。Written examination.' },
    INTERVIEW: { description: '面试。Interview.' },
    PHYSICAL: { description: '体检。Physical examination.' },
    BACKGROUND: { description: '考察。Background check.' },
  },
});

@InputType({ description: '意见或答复的一条。One reason or answer.' })
export class RecruitmentRemarkInput {
  @Field(() => String, { description: '位置，如 posts[2].title。Where in the content.' })
  path!: string;

  @Field(() => String, { description: '内容，1 至 500 字。What is said, 1 to 500 characters.' })
  text!: string;
}

@InputType({ description: '环节结果，只有人数。The result of a stage: counts alone.' })
export class RecruitmentStageInput {
  @Field(() => StageOver, { description: '环节。The stage.' })
  stage!: (typeof StageOver)[keyof typeof StageOver];

  @Field(() => DateScalar, { description: '结束日。When it was over.' })
  on!: string;

  @Field(() => Int, { nullable: true, description: '应到人数。Expected.' })
  expected?: number | null;

  @Field(() => Int, { description: '实到人数。Present.' })
  present!: number;

  @Field(() => Int, { description: '合格人数。Passed.' })
  passed!: number;
}

@InputType({ description: '某岗位录用人数。How many a post was filled with.' })
export class RecruitmentHiredInput {
  @Field(() => String, { description: '岗位代码。Code of the post.' })
  post!: string;

  @Field(() => Int, { description: '人数，0 至招聘人数。From 0 to its openings.' })
  count!: number;
}

@InputType({ description: '对公告的一个操作。A move on a notice.' })
export class MoveRecruitmentNoticeInput {
  @Field(() => ID, { description: '公告编号。Id of the notice.' })
  id!: string;

  @Field(() => RecruitmentMove, { description: '操作。The move.' })
  move!: (typeof RecruitmentMove)[keyof typeof RecruitmentMove];

  @Field(() => String, { nullable: true, description: '原因，1 至 500 字。Why, 1 to 500 characters.' })
  reason?: string | null;

  @Field(() => WithdrawalReason, { nullable: true, description: '撤回原因类别。Kind of reason, for withdrawing.' })
  reasonCode?: (typeof WithdrawalReason)[keyof typeof WithdrawalReason] | null;

  @Field(() => String, { nullable: true, description: '对提示项的说明。What is said to warnings.' })
  justification?: string | null;

  @Field(() => [RecruitmentRemarkInput], { nullable: true, description: '退回意见或答复。Reasons or answers.' })
  remarks?: RecruitmentRemarkInput[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '定时发布的时间。When to publish.' })
  publishAt?: string | null;

  @Field(() => String, { nullable: true, description: '人社部门网站页面，https。Page on the bureau’s website.' })
  officialUrl?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '该页面的发布时间。When that page was published.' })
  officialPublishedAt?: string | null;

  @Field(() => RecruitmentStageInput, { nullable: true, description: '环节结果。The stage that is over.' })
  stage?: RecruitmentStageInput | null;

  @Field(() => [RecruitmentHiredInput], { nullable: true, description: '各岗位录用人数。Hires by post.' })
  hired?: RecruitmentHiredInput[] | null;

  @Field(() => String, { nullable: true, description: '结果公布网址，https。Where the result stands.' })
  resultUrl?: string | null;

  @Field(() => String, { nullable: true, description: '处理决定文号。Number of the decision.' })
  decisionNo?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '幂等键：同键同内容只办一次。The same key with the same input is carried out once.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: '新公告的草稿，可不完整。A new draft; it may be incomplete.' })
export class CreateRecruitmentNoticeInput {
  @Field(() => GraphQLJSONObject, {
    description:
      '内容，字段同 RecruitmentNotice，另有 posts。Its fields are those of RecruitmentNotice, with posts in full.',
  })
  content!: object;

  @Field(() => String, { nullable: true, description: '幂等键。Idempotency key.' })
  idempotencyKey?: string | null;
}

@InputType({
  description: '保存草稿；已发布的公告由此开始更正。Saves a draft; of a published notice it begins an amendment.',
})
export class SaveRecruitmentNoticeInput {
  @Field(() => ID, { description: '公告编号。Id of the notice.' })
  id!: string;

  @Field(() => GraphQLJSONObject, {
    description: '完整内容，整体替换。The whole content; it takes the place of the old.',
  })
  content!: object;

  @Field(() => Int, { nullable: true, description: '所改的修订号。The revision that was changed.' })
  revision?: number | null;

  @Field(() => String, {
    nullable: true,
    description: '更正原因，发布后公开；更正时必填。Why it is amended; public; required for an amendment.',
  })
  amendReason?: string | null;
}
