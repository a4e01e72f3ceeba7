/** A public recruitment notice and a public post: the stored record, field by field. No name of a person exists in them. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { PublicNotice, PublicPost } from '../../rules/recruitment/public-record.js';
import { connectionOf, DateScalar, DateTimeScalar } from '../value/value.type.js';
import {
  ApplicationChannel,
  PostAge,
  PostPay,
  PostPhysical,
  PostRequirement,
  RecruitmentApplication,
  RecruitmentAttachment,
  RecruitmentContact,
  RecruitmentEligibility,
  RecruitmentEmployer,
  RecruitmentFilingReceipt,
  RecruitmentLegalBasis,
  RecruitmentPublicity,
  RecruitmentPublicityPlan,
  RecruitmentStage,
  RecruitmentStageResult,
  RecruitmentSubstitution,
  RecruitmentSupervision,
  RecruitmentTerms,
} from './notice-parts.type.js';
import {
  BasisEnum,
  EmploymentTypeEnum,
  NoticeKindEnum,
  NoticeStateEnum,
  PostStateEnum,
} from './recruitment-enum.type.js';

type Said<K extends keyof PublicNotice> = PublicNotice[K];
type SaidOfPost<K extends keyof PublicPost> = PublicPost[K];

@ObjectType({
  description: '一份招聘公告的公开记录。The public record of one recruitment notice.',
  simpleResolvers: true,
})
export class RecruitmentNotice implements Omit<PublicNotice, 'posts' | 'hired'> {
  @Field(() => ID, { description: '记录编号，永不改变、永不重用。Id of the record: never changed, never used again.' })
  id!: string;

  @Field(() => String, { description: '公告编号，例如 PY-SOE-2026-0001。Readable number of the notice.' })
  noticeNo!: string;

  @Field(() => Int, { description: '版本号，每次更正加一。Version: one more with each amendment.' })
  version!: number;

  @Field(() => NoticeStateEnum, {
    description: '状态；过了报名截止时间即为 CLOSED。State; it is CLOSED from the closing time on, to the second.',
  })
  state!: Said<'state'>;

  @Field(() => String, { description: '标题。Title.' })
  title!: string;

  @Field(() => BasisEnum, { description: '招聘依据的政策条款。Item of the policy behind it.' })
  basis!: Said<'basis'>;

  @Field(() => NoticeKindEnum, { description: '招聘类型。Kind of recruitment.' })
  kind!: Said<'kind'>;

  @Field(() => RecruitmentEmployer, { description: '招聘单位。The employer.' })
  employer!: Said<'employer'>;

  @Field(() => RecruitmentFilingReceipt, { description: '备案。The filing.' })
  filing!: Said<'filing'>;

  @Field(() => [RecruitmentLegalBasis], { description: '所依据的文件。The papers that it rests on.' })
  legalBasis!: Said<'legalBasis'>;

  @Field(() => String, { nullable: true, description: '单位简介。About the employer.' })
  overview!: string | null;

  @Field(() => String, { nullable: true, description: '单位网站。Website of the employer.' })
  website!: string | null;

  @Field(() => RecruitmentEligibility, { description: '招聘对象和报考条件。Who may apply.' })
  eligibility!: Said<'eligibility'>;

  @Field(() => Int, {
    nullable: true,
    description: '困难群体计划人数，不与个人关联。Openings planned for groups in hardship; never tied to a person.',
  })
  reservedQuota!: number | null;

  @Field(() => RecruitmentApplication, { description: '报名。The application.' })
  application!: Said<'application'>;

  @Field(() => [RecruitmentStage], { description: '招聘环节，按先后。The stages in their order.' })
  stages!: Said<'stages'>;

  @Field(() => String, { description: '成绩和结果公布的网址。Where marks and results are published.' })
  resultsUrl!: string;

  @Field(() => RecruitmentSubstitution, { description: '递补规则。What happens when a place falls vacant.' })
  substitution!: Said<'substitution'>;

  @Field(() => RecruitmentPublicityPlan, { description: '拟聘公示计划。How hires will be made public.' })
  publicityPlan!: Said<'publicityPlan'>;

  @Field(() => RecruitmentTerms, { description: '聘用与待遇。Terms of the hire.' })
  terms!: Said<'terms'>;

  @Field(() => String, { description: '回避要求。Who must stand aside.' })
  recusal!: string;

  @Field(() => [RecruitmentSupervision], { description: '监督渠道。Where to complain.' })
  supervision!: Said<'supervision'>;

  @Field(() => RecruitmentContact, { description: '咨询渠道。Whom to ask.' })
  contact!: Said<'contact'>;

  @Field(() => [String], { description: '同时发布于。Also published at.' })
  alsoPublishedAt!: string[];

  @Field(() => [RecruitmentAttachment], { description: '附件。Files that go with it.' })
  attachments!: Said<'attachments'>;

  @Field(() => Int, { description: '招聘总人数，各岗位之和。All openings, the sum over its posts.' })
  totalOpenings!: number;

  @Field(() => [RecruitmentStageResult], { description: '各环节结果的人数。What came of the stages, in numbers.' })
  stageResults!: Said<'stageResults'>;

  @Field(() => [RecruitmentPublicity], { description: '拟聘公示的批次。The publicities of proposed hires.' })
  publicity!: Said<'publicity'>;

  @Field(() => Int, { description: '未办结的异议数。Objections that are open.' })
  openObjections!: number;

  @Field(() => DateTimeScalar, { description: '首次发布时间。When it was first published.' })
  publishedAt!: string;

  @Field(() => DateTimeScalar, { description: '本版本的发布时间。When this version was published.' })
  amendedAt!: string;

  @Field(() => String, { nullable: true, description: '更正的原因。Why it was amended.' })
  amendReason!: string | null;

  @Field(() => String, { nullable: true, description: '暂停期间的暂停原因。Why it is paused, while it is.' })
  pauseReason!: string | null;

  @Field(() => String, { description: '同级人社部门网站上的公告网址。Its page on the bureau’s own website.' })
  officialUrl!: string;

  @Field(() => DateTimeScalar, { description: '在该网站的发布时间。When it was published there.' })
  officialPublishedAt!: string;

  @Field(() => String, { description: '本平台页面的路径。Path of its page here.' })
  path!: string;

  @Field(() => String, {
    description: '公告正文，由数据生成，与页面一致。The official text, made from the data as on the page.',
  })
  text!: string;

  @Field(() => String, { description: '正文的 SHA-256，十六进制。SHA-256 of the text, in hex.' })
  textSha256!: string;

  @Field(() => String, { description: '使用许可的网址。Address of the licence.' })
  licence!: string;
}

@ObjectType({ description: '岗位所属公告的要点。What a post says of its notice.', simpleResolvers: true })
export class RecruitmentNoticeOfPost {
  @Field(() => ID, { description: '公告的记录编号。Id of the notice.' })
  id!: string;

  @Field(() => String, { description: '公告编号。Its readable number.' })
  noticeNo!: string;

  @Field(() => String, { description: '标题。Its title.' })
  title!: string;

  @Field(() => BasisEnum, { description: '招聘依据的政策条款。Item of the policy behind it.' })
  basis!: Said<'basis'>;

  @Field(() => NoticeKindEnum, { description: '招聘类型。Kind of recruitment.' })
  kind!: Said<'kind'>;

  @Field(() => String, { description: '备案号。Number of the filing.' })
  filingNumber!: string;
}

@ObjectType({ description: '一个招聘岗位的公开记录。The public record of one post.', simpleResolvers: true })
export class RecruitmentPost implements PublicPost {
  @Field(() => ID, { description: '记录编号，永不改变、永不重用。Id of the record: never changed, never used again.' })
  id!: string;

  @Field(() => PostStateEnum, {
    description: '状态；过了报名截止时间即为 CLOSED。State; it is CLOSED from the closing time on, to the second.',
  })
  state!: SaidOfPost<'state'>;

  @Field(() => String, { description: '岗位代码，在公告内唯一。Code of the post, one in its notice.' })
  code!: string;

  @Field(() => String, { description: '岗位名称。Title.' })
  title!: string;

  @Field(() => String, { description: '职业代码，职业分类大典。Code of the occupation.' })
  occupation!: string;

  @Field(() => String, { description: '岗位职责。Duties.' })
  duties!: string;

  @Field(() => String, { description: '用人部门。The unit.' })
  unit!: string;

  @Field(() => [String], { description: '工作地点的行政区划代码，GB/T 2260。Places of work, GB/T 2260.' })
  places!: string[];

  @Field(() => Int, { description: '招聘人数。Openings.' })
  openings!: number;

  @Field(() => String, { description: '最低学历代码，GB/T 4658。Least level of education, GB/T 4658.' })
  educationLevel!: string;

  @Field(() => String, { nullable: true, description: '学位代码，GB/T 6864。Degree, GB/T 6864.' })
  degree!: string | null;

  @Field(() => [String], {
    description: '专业代码，教育部专业目录；空列表为不限。Codes of majors; an empty list: any.',
  })
  majors!: string[];

  @Field(() => PostAge, { nullable: true, description: '年龄要求。Age limit.' })
  age!: SaidOfPost<'age'>;

  @Field(() => [PostRequirement], { description: '证书、外语、技能等要求。Certificates, languages, skills.' })
  requirements!: SaidOfPost<'requirements'>;

  @Field(() => Int, { description: '所需工作经历，月；0 为不要求。Experience in months; 0: none.' })
  experienceMonths!: number;

  @Field(() => PostPhysical, { nullable: true, description: '身体条件。Physical condition.' })
  physical!: SaidOfPost<'physical'>;

  @Field(() => EmploymentTypeEnum, { description: '用工形式。Form of employment.' })
  employmentType!: SaidOfPost<'employmentType'>;

  @Field(() => PostPay, { description: '薪酬。Pay.' })
  pay!: SaidOfPost<'pay'>;

  @Field(() => String, { nullable: true, description: '工时。Working hours.' })
  workHours!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '到岗日期。First day of work.' })
  startsOn!: string | null;

  @Field(() => Boolean, { description: '是否面向退役士兵定向招聘。Whether it is kept for veterans.' })
  reservedForVeterans!: boolean;

  @Field(() => RecruitmentEmployer, { description: '招聘单位。The employer.' })
  employer!: SaidOfPost<'employer'>;

  @Field(() => RecruitmentNoticeOfPost, { description: '所属公告的要点。What it says of its notice.' })
  notice!: SaidOfPost<'notice'>;

  @Field(() => RecruitmentEligibility, { description: '招聘对象和报考条件。Who may apply.' })
  eligibility!: SaidOfPost<'eligibility'>;

  @Field(() => DateTimeScalar, { description: '报名开始时间。When applications open.' })
  opensAt!: string;

  @Field(() => DateTimeScalar, { description: '报名截止时间。When they close.' })
  closesAt!: string;

  @Field(() => [ApplicationChannel], { description: '报名途径。Ways to apply.' })
  channels!: SaidOfPost<'channels'>;

  @Field(() => RecruitmentContact, { description: '咨询渠道。Whom to ask.' })
  contact!: SaidOfPost<'contact'>;

  @Field(() => DateTimeScalar, { description: '公告首次发布时间。When its notice was first published.' })
  publishedAt!: string;

  @Field(() => String, { description: '本平台页面的路径。Path of its page here.' })
  path!: string;

  @Field(() => String, {
    description: '岗位正文，由数据生成，与页面一致。Its text, made from the data as on the page.',
  })
  text!: string;

  @Field(() => String, { description: '正文的 SHA-256，十六进制。SHA-256 of the text, in hex.' })
  textSha256!: string;

  @Field(() => String, { description: '使用许可的网址。Address of the licence.' })
  licence!: string;
}

export const RecruitmentNoticeConnection = connectionOf(RecruitmentNotice, 'RecruitmentNotice', '招聘公告', 'notices');
export const RecruitmentPostConnection = connectionOf(RecruitmentPost, 'RecruitmentPost', '招聘岗位', 'posts');

@ObjectType({
  description: '两个版本之间一个字段的差异。One field in which two versions differ.',
  simpleResolvers: true,
})
export class RecruitmentDifference {
  @Field(() => String, {
    description: '字段路径，例如 application.closesAt、posts[A01].openings。Path of the field.',
  })
  path!: string;

  @Field(() => String, {
    nullable: true,
    description: '改前的值，JSON 文本；无则为空。Value before as JSON text; null: none.',
  })
  before!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '改后的值，JSON 文本；无则为空。Value after as JSON text; null: none.',
  })
  after!: string | null;
}

@ObjectType({ description: '公告的一个版本。One version of a notice.', simpleResolvers: true })
export class RecruitmentVersion {
  @Field(() => Int, { description: '版本号。Its number.' })
  version!: number;

  @Field(() => DateTimeScalar, { description: '发布时间。When it was published.' })
  publishedAt!: Date;

  @Field(() => String, { nullable: true, description: '更正的原因。Why it was amended.' })
  reason!: string | null;
}
