/** What notices and posts are made of: the parts of a public record. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Employer, NoticeContent, PostContent, StageKind } from '../../rules/recruitment/notice.js';
import type { PublicityCounts } from '../../rules/recruitment/public-record.js';
import { StateLevel } from '../organization/organization.type.js';
import { DateScalar, DateTimeScalar, FenScalar } from '../value/value.type.js';
import {
  ChannelEnum,
  DeemedEnum,
  PayPeriodEnum,
  PublicityStateEnum,
  RequirementEnum,
  StageEnum,
} from './recruitment-enum.type.js';

type Eligibility = NoticeContent['eligibility'];
type Application = NoticeContent['application'];

@ObjectType({
  description: '招聘单位，按备案时国有企业名录和工商登记。The employer by the registers on the day of filing.',
  simpleResolvers: true,
})
export class RecruitmentEmployer implements Employer {
  @Field(() => String, { description: '统一社会信用代码。Unified social credit code.' })
  creditCode!: string;

  @Field(() => String, { description: '名称。Its name.' })
  name!: string;

  @Field(() => StateLevel, { description: '企业层级。Level to which it belongs.' })
  level!: Employer['level'];

  @Field(() => String, { nullable: true, description: '出资人。Who holds its shares.' })
  investor!: string | null;

  @Field(() => String, { nullable: true, description: '行业代码，GB/T 4754。Code of its industry, GB/T 4754.' })
  industry!: string | null;

  @Field(() => String, { description: '所在地行政区划代码，GB/T 2260。Region code of its seat, GB/T 2260.' })
  region!: string;

  @Field(() => String, {
    description: '同级人社部门的行政区划代码。Region code of the responsible bureau.',
  })
  bureau!: string;
}

@ObjectType({ description: '备案。The filing with the bureau.', simpleResolvers: true })
export class RecruitmentFilingReceipt {
  @Field(() => String, { description: '备案号，由人社部门编制。Its number, given by the bureau.' })
  number!: string;

  @Field(() => DateTimeScalar, { description: '备案时间。When it was accepted.' })
  acceptedAt!: string;
}

@ObjectType({ description: '招聘所依据的文件。A paper that the recruitment rests on.', simpleResolvers: true })
export class RecruitmentLegalBasis {
  @Field(() => String, { description: '标题。Its title.' })
  title!: string;

  @Field(() => String, { nullable: true, description: '文号。Its number.' })
  documentNo!: string | null;

  @Field(() => String, { nullable: true, description: '网址。Where it can be read.' })
  url!: string | null;
}

@ObjectType({ description: '招聘对象和报考条件。Who may apply.', simpleResolvers: true })
export class RecruitmentEligibility implements Eligibility {
  @Field(() => DateScalar, { description: '毕业日期的首日，含当日。First day of graduation, included.' })
  graduatedFrom!: string;

  @Field(() => DateScalar, { description: '毕业日期的末日，含当日。Last day of graduation, included.' })
  graduatedTo!: string;

  @Field(() => [DeemedEnum], { description: '视同应届毕业生的人员。Who counts as a fresh graduate besides.' })
  deemed!: Eligibility['deemed'];

  @Field(() => [String], { description: '基本条件，每条一句。General conditions, a sentence each.' })
  general!: string[];

  @Field(() => [String], { description: '不得报考的情形，每条一句。Who may not apply, a sentence each.' })
  exclusions!: string[];
}

@ObjectType({ description: '一种报名途径。One way to apply.', simpleResolvers: true })
export class ApplicationChannel {
  @Field(() => ChannelEnum, { description: '方式。Which way.' })
  kind!: Application['channels'][number]['kind'];

  @Field(() => String, { description: '网址或地址。Its address.' })
  address!: string;
}

@ObjectType({ description: '一项报名材料。One paper to hand in.', simpleResolvers: true })
export class ApplicationDocument {
  @Field(() => String, { description: '名称。Its name.' })
  name!: string;

  @Field(() => Int, { description: '份数。How many copies.' })
  copies!: number;

  @Field(() => String, { nullable: true, description: '用途。What it is for.' })
  purpose!: string | null;
}

@ObjectType({ description: '报名。The application.', simpleResolvers: true })
export class RecruitmentApplication implements Application {
  @Field(() => DateTimeScalar, { description: '报名开始时间。When applications open.' })
  opensAt!: string;

  @Field(() => DateTimeScalar, {
    description: '报名截止时间，暂停的时间已顺延。When they close, pauses added.',
  })
  closesAt!: string;

  @Field(() => [ApplicationChannel], { description: '报名途径。Ways to apply.' })
  channels!: Application['channels'];

  @Field(() => [ApplicationDocument], { description: '报名材料。Papers to hand in.' })
  documents!: Application['documents'];

  @Field(() => FenScalar, { description: '报名费，分；0 为不收费。Fee in fen; 0: none.' })
  feeFen!: number;

  @Field(() => String, { nullable: true, description: '收费依据。What the fee rests on.' })
  feeBasis!: string | null;
}

@ObjectType({ description: '一个招聘环节的安排。One stage as planned.', simpleResolvers: true })
export class RecruitmentStage {
  @Field(() => StageEnum, { description: '环节。Which stage.' })
  kind!: StageKind;

  @Field(() => DateScalar, { description: '首日。Its first day.' })
  on!: string;

  @Field(() => String, { nullable: true, description: '地点。Where.' })
  place!: string | null;

  @Field(() => Int, { nullable: true, description: '占总成绩的百分比。Share in the final mark, per cent.' })
  weightPercent!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: '开考比例，每个名额所需人数，例如 3 表示 1:3。Candidates per opening, such as 3 for 1:3.',
  })
  minRatio!: number | null;
}

@ObjectType({ description: '递补规则。What happens when a place falls vacant.', simpleResolvers: true })
export class RecruitmentSubstitution {
  @Field(() => Boolean, { description: '是否递补。Whether the next one follows.' })
  allowed!: boolean;

  @Field(() => Int, { nullable: true, description: '几个工作日内递补。Within how many working days.' })
  withinWorkingDays!: number | null;
}

@ObjectType({ description: '拟聘公示的计划。How proposed hires will be made public.', simpleResolvers: true })
export class RecruitmentPublicityPlan {
  @Field(() => Int, { description: '公示的工作日数。For how many working days.' })
  workingDays!: number;

  @Field(() => String, { nullable: true, description: '公示网址。Where.' })
  url!: string | null;
}

@ObjectType({ description: '聘用与待遇。Terms of the hire.', simpleResolvers: true })
export class RecruitmentTerms {
  @Field(() => Int, { description: '合同期，月。Months of the contract.' })
  contractMonths!: number;

  @Field(() => Int, { description: '试用期，月。Months of probation.' })
  probationMonths!: number;

  @Field(() => String, { description: '福利待遇。Benefits.' })
  benefits!: string;
}

@ObjectType({ description: '监督渠道。Where to complain.', simpleResolvers: true })
export class RecruitmentSupervision {
  @Field(() => String, { description: '监督部门。Who supervises.' })
  organization!: string;

  @Field(() => String, { nullable: true, description: '电话。Phone.' })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: '公务邮箱。Mailbox of the office.' })
  email!: string | null;
}

@ObjectType({ description: '咨询渠道，只有部门，没有个人。Whom to ask: an office, no person.', simpleResolvers: true })
export class RecruitmentContact {
  @Field(() => String, { description: '部门。The department.' })
  department!: string;

  @Field(() => String, { description: '座机。Its phone.' })
  phone!: string;

  @Field(() => String, { nullable: true, description: '公务邮箱。Mailbox of the office.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: '接听时间。When it answers.' })
  hours!: string | null;
}

@ObjectType({ description: '附件。A file that goes with a notice.', simpleResolvers: true })
export class RecruitmentAttachment {
  @Field(() => String, { description: '名称。Its name.' })
  name!: string;

  @Field(() => String, { description: '网址。Where it lies.' })
  url!: string;

  @Field(() => Int, { description: '字节数。Its size in bytes.' })
  bytes!: number;

  @Field(() => String, { description: '文件的 SHA-256，十六进制。SHA-256 of the file, in hex.' })
  sha256!: string;

  @Field(() => String, { description: '同内容网页的网址。A page that says the same.' })
  htmlUrl!: string;
}

@ObjectType({ description: '一个环节的结果，只有人数。What came of a stage, in numbers alone.', simpleResolvers: true })
export class RecruitmentStageResult {
  @Field(() => StageEnum, { description: '环节。Which stage.' })
  stage!: StageKind;

  @Field(() => DateScalar, { description: '日期。On which day.' })
  on!: string;

  @Field(() => Int, { nullable: true, description: '应到人数。Expected.' })
  expected!: number | null;

  @Field(() => Int, { description: '实到人数。Present.' })
  present!: number;

  @Field(() => Int, { description: '通过人数。Passed.' })
  passed!: number;
}

@ObjectType({ description: '一个岗位的拟聘人数。How many are proposed for a post.', simpleResolvers: true })
export class RecruitmentProposed {
  @Field(() => String, { description: '岗位代码。Code of the post.' })
  post!: string;

  @Field(() => Int, { description: '拟聘人数。Proposed hires.' })
  proposed!: number;
}

@ObjectType({
  description:
    '一批拟聘公示，只有人数；名单只在公示期内的页面上。One publicity in numbers; names stand on the page alone.',
  simpleResolvers: true,
})
export class RecruitmentPublicity implements PublicityCounts {
  @Field(() => ID, { description: '批次编号。Its id.' })
  id!: string;

  @Field(() => PublicityStateEnum, { description: '状态。State.' })
  state!: PublicityCounts['state'];

  @Field(() => DateTimeScalar, { description: '上网时间。When it was posted.' })
  postedAt!: string;

  @Field(() => DateScalar, { description: '公示首日。First day.' })
  firstDay!: string;

  @Field(() => DateScalar, { description: '公示末日，至当日 24 时。Last day, to its end.' })
  lastDay!: string;

  @Field(() => [RecruitmentProposed], { description: '各岗位拟聘人数。Numbers by post.' })
  posts!: PublicityCounts['posts'];
}

@ObjectType({ description: '一个岗位的录用人数。How many were hired for a post.', simpleResolvers: true })
export class RecruitmentHired {
  @Field(() => String, { description: '岗位代码。Code of the post.' })
  post!: string;

  @Field(() => Int, { description: '录用人数。Hired.' })
  hired!: number;
}

@ObjectType({ description: '年龄要求及其理由。An age limit and why.', simpleResolvers: true })
export class PostAge {
  @Field(() => Int, { description: '最大周岁。At most, in years.' })
  most!: number;

  @Field(() => DateScalar, { description: '截至日期。On which day.' })
  on!: string;

  @Field(() => String, { description: '理由。Why.' })
  reason!: string;
}

@ObjectType({ description: '一项岗位要求。One requirement.', simpleResolvers: true })
export class PostRequirement {
  @Field(() => RequirementEnum, { description: '类别。Its kind.' })
  kind!: PostContent['requirements'][number]['kind'];

  @Field(() => String, { description: '内容。What it says.' })
  text!: string;

  @Field(() => Boolean, { description: '必须具备；否则为优先。A must; otherwise a preference.' })
  must!: boolean;
}

@ObjectType({ description: '身体条件及其标准。A physical condition and its standard.', simpleResolvers: true })
export class PostPhysical {
  @Field(() => String, { description: '条件。The condition.' })
  text!: string;

  @Field(() => String, { description: '所依据的标准。The standard behind it.' })
  standard!: string;
}

@ObjectType({ description: '薪酬：范围，或文字说明。Pay: a range, or words.', simpleResolvers: true })
export class PostPay {
  @Field(() => FenScalar, { nullable: true, description: '下限，分。At least, in fen.' })
  minFen!: number | null;

  @Field(() => FenScalar, { nullable: true, description: '上限，分。At most, in fen.' })
  maxFen!: number | null;

  @Field(() => PayPeriodEnum, { description: '按月或按年。By the month or by the year.' })
  period!: PostContent['pay']['period'];

  @Field(() => Int, { description: '一年发放次数。Payments a year.' })
  months!: number;

  @Field(() => String, { nullable: true, description: '文字说明。In words.' })
  basis!: string | null;
}
