/** A notice as the firm and the responsible bureau work on it. What the public reads is `RecruitmentNotice`. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PublicityList } from '../publicity/publicity.type.js';
import { HistoryEntry } from '../recruitment-history/recruitment-history.type.js';
import { connectionOf, DateScalar, DateTimeScalar } from '../value/value.type.js';
import type { NoticeLine } from './notice.reads.js';

export const NoticeState = {
  DRAFT: 'draft',
  SUBMITTED: 'submitted',
  RETURNED: 'returned',
  FILED: 'filed',
  DROPPED: 'dropped',
  PURGED: 'purged',
  PUBLISHED: 'published',
  PAUSED: 'paused',
  CLOSED: 'closed',
  IN_PUBLICITY: 'in_publicity',
  OBJECTION: 'objection',
  CONCLUDED: 'concluded',
  WITHDRAWN: 'withdrawn',
  ANNULLED: 'annulled',
} as const;
registerEnumType(NoticeState, {
  name: 'RecruitmentFilingState',
  description: '公告在办理中的状态。Where a notice stands in its life.',
  valuesConfig: {
    DRAFT: { description: '草稿，单位可改。A draft; the firm may change it.' },
    SUBMITTED: { description: '已报送，待人社部门审核。With the bureau.' },
    RETURNED: { description: '退回补正，单位可改。Returned with reasons; the firm may change it.' },
    FILED: { description: '已备案，待发布。Filed, not yet published.' },
    DROPPED: { description: '单位放弃，未曾公开。Given up before it was public.' },
    PURGED: { description: '属豁免内容误录，已清除。Exempt content entered by mistake: the text is gone.' },
    PUBLISHED: { description: '已发布，可报名。Published; applications are taken.' },
    PAUSED: { description: '暂停报名。Paused.' },
    CLOSED: { description: '报名截止，选拔中。Closed for applications; selection goes on.' },
    IN_PUBLICITY: { description: '拟聘公示中。Proposed hires are public.' },
    OBJECTION: { description: '异议处理中。An objection is being answered.' },
    CONCLUDED: { description: '已办结。Concluded.' },
    WITHDRAWN: { description: '已撤回。Withdrawn.' },
    ANNULLED: { description: '结果已撤销。Annulled.' },
  },
});

export const OfficialVerdict = { SAME: 'same', DIFFERS: 'differs', UNREACHABLE: 'unreachable' } as const;
registerEnumType(OfficialVerdict, {
  name: 'RecruitmentOfficialVerdict',
  description: '人社部门网站页面核对的结果。What a look at the page on the bureau’s website found.',
  valuesConfig: {
    SAME: { description: '载有所发布的全文。It holds the whole text as published.' },
    DIFFERS: { description: '与所发布的文字不一致。It does not hold the text as published.' },
    UNREACHABLE: { description: '无法读取。It could not be read.' },
  },
});

@ObjectType({
  description: '核查发现的一个问题。One thing that a check found.',
  simpleResolvers: true,
})
export class RecruitmentProblem {
  @Field(() => String, {
    description: '位置，如 posts[2].pay.minFen；空为整体。Where in the content; empty for the whole.',
  })
  path!: string;

  @Field(() => String, { description: '规则编号，长期不变。Id of the rule; it stays.' })
  rule!: string;

  @Field(() => String, {
    description: '说明与改法，中文后接英文。What is wrong and the way out, Chinese then English.',
  })
  message!: string;

  @Field(() => String, { nullable: true, description: '依据。Law or source of the rule.' })
  basis!: string | null;

  @Field(() => Boolean, {
    description: '是否必须改正；否则须说明理由。True: it must be mended; false: it must be justified.',
  })
  isError!: boolean;
}

@ObjectType({ description: '退回意见或答复的一条。One reason of a return, or its answer.', simpleResolvers: true })
export class RecruitmentRemark {
  @Field(() => String, { description: '位置，如 application.closesAt。Where in the content.' })
  path!: string;

  @Field(() => String, { description: '意见或答复。What is said.' })
  text!: string;
}

@ObjectType({ description: '公告的一个版本。One version of a notice.', simpleResolvers: true })
export class RecruitmentFilingVersion {
  @Field(() => Int, { description: '版本号，自 1 起。Version, from 1.' })
  version!: number;

  @Field(() => NoticeState, { description: '本版本的状态。State of this version.' })
  state!: string;

  @Field(() => Int, {
    description: '修订号，保存时带上以免覆盖他人修改。Raised by each save; give it back to save over no one.',
  })
  revision!: number;

  @Field(() => GraphQLJSONObject, {
    description: '内容，字段同 RecruitmentNotice。The content; its fields are those of RecruitmentNotice.',
  })
  content!: object;

  @Field(() => String, { nullable: true, description: '更正原因，发布后公开。Why it is amended; public.' })
  amendReason!: string | null;

  @Field(() => String, { nullable: true, description: '对提示项的说明。What the firm said to warnings.' })
  justification!: string | null;

  @Field(() => [RecruitmentRemark], { nullable: true, description: '退回意见。Reasons of the last return.' })
  returned!: RecruitmentRemark[] | null;

  @Field(() => [RecruitmentRemark], { nullable: true, description: '对退回意见的答复。The firm’s answers.' })
  answers!: RecruitmentRemark[] | null;

  @Field(() => String, { description: '最后保存人。Who saved it last.' })
  savedBy!: string;

  @Field(() => DateTimeScalar, { description: '最后保存时间。When.' })
  savedAt!: string;

  @Field(() => String, { nullable: true, description: '报送人。Who submitted it.' })
  submittedBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '报送时间。When it was submitted.' })
  submittedAt!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '应审结日；逾期上报，不视为同意。By when the bureau answers; overdue is escalated, never an approval.',
  })
  reviewBy!: string | null;

  @Field(() => String, { nullable: true, description: '初审人。Who reviewed it.' })
  reviewedBy!: string | null;

  @Field(() => String, { nullable: true, description: '备案号。Number of the filing.' })
  filingNumber!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '备案时间。When it was filed.' })
  filedAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '定时发布的时间。When it will be published.' })
  publishAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '人社部门网站上的页面。The page on the bureau’s own website.',
  })
  officialUrl!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '上次核对该页面的时间。When that page was last looked at.',
  })
  officialCheckedAt!: string | null;

  @Field(() => OfficialVerdict, { nullable: true, description: '核对结果。What was found.' })
  officialVerdict!: (typeof OfficialVerdict)[keyof typeof OfficialVerdict] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '发布时间。When it was published.' })
  publishedAt!: string | null;
}

@ObjectType({
  description: '一份公告的办理档案。The dossier of one notice.',
  simpleResolvers: true,
})
export class RecruitmentFiling {
  @Field(() => ID, { description: '编号，发布后与公开记录相同。Id; that of the public record once published.' })
  id!: string;

  @Field(() => String, { description: '招聘单位统一社会信用代码。Credit code of the firm.' })
  creditCode!: string;

  @Field(() => String, { description: '同级人社部门的区划代码。Region code of the responsible bureau.' })
  bureau!: string;

  @Field(() => NoticeState, { description: '状态。State.' })
  state!: string;

  @Field(() => Int, { description: '已发布的版本，0 为未发布。Published version; 0: none.' })
  version!: number;

  @Field(() => String, { nullable: true, description: '公告编号，首次发布时给出。Number, given at first publication.' })
  noticeNo!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '报名截止。When applications close.' })
  closesAt!: string | null;

  @Field(() => RecruitmentFilingVersion, { nullable: true, description: '办理中的版本。The text on its way.' })
  pending!: RecruitmentFilingVersion | null;

  @Field(() => RecruitmentFilingVersion, { nullable: true, description: '已发布的版本。The published text.' })
  published!: RecruitmentFilingVersion | null;

  @Field(() => [String], { description: '你现在可作的操作。The moves that you may make now.' })
  legalMoves!: string[];

  @Field(() => [RecruitmentProblem], {
    description: '办理中版本现在报送会发现的问题。What submitting the text on its way would find.',
  })
  problems!: RecruitmentProblem[];

  @Field(() => [PublicityList], { description: '拟聘公示名单。Lists of proposed hires.' })
  publicity!: PublicityList[];

  @Field(() => Int, { description: '未办结的异议数。Objections still open.' })
  openObjections!: number;

  @Field(() => [HistoryEntry], { description: '办理经过，先后为序。What happened, oldest first.' })
  history!: HistoryEntry[];
}

@ObjectType({ description: '档案列表的一行。A line of the list of dossiers.', simpleResolvers: true })
export class RecruitmentFilingLine implements NoticeLine {
  @Field(() => ID, { description: '编号。Id.' })
  id!: string;

  @Field(() => String, { description: '招聘单位统一社会信用代码。Credit code of the firm.' })
  creditCode!: string;

  @Field(() => String, { nullable: true, description: '招聘单位，报送后有值。Name of the firm, once submitted.' })
  employerName!: string | null;

  @Field(() => String, { description: '同级人社部门的区划代码。Region code of the responsible bureau.' })
  bureau!: string;

  @Field(() => NoticeState, { description: '状态。State.' })
  state!: NoticeLine['state'];

  @Field(() => Int, { description: '已发布的版本。Published version.' })
  version!: number;

  @Field(() => String, { nullable: true, description: '公告编号。Number.' })
  noticeNo!: string | null;

  @Field(() => String, { nullable: true, description: '标题。Title.' })
  title!: string | null;

  @Field(() => NoticeState, { nullable: true, description: '办理中版本的状态。State of the text on its way.' })
  pendingState!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '报送时间。When it was submitted.' })
  submittedAt!: Date | null;

  @Field(() => DateTimeScalar, { description: '最后变动时间。When it last changed.' })
  changedAt!: Date;
}

export const RecruitmentFilingConnection = connectionOf(
  RecruitmentFilingLine,
  'RecruitmentFiling',
  '公告档案',
  'dossiers of notices',
);

@ArgsType()
export class RecruitmentFilingsArgs {
  @Field(() => [NoticeState], { nullable: true, description: '只看这些状态。Of these states alone.' })
  states?: NoticeLine['state'][] | null;

  @Field(() => OfficialVerdict, {
    nullable: true,
    description:
      '只看网站页面核对结果为此的，且仍应公开的。Of whose page on the bureau’s website this was found alone; those still public, unless states says others.',
  })
  officialVerdict?: RecruitmentFilingVersion['officialVerdict'];

  @Field(() => Int, {
    nullable: true,
    defaultValue: 20,
    description: '本页项数，至多 100。Items on this page, at most 100.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: '上一页的 endCursor。The endCursor of the page before.',
  })
  after?: string | null;
}
