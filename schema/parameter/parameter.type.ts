/** Parameters with their papers, and who gains or loses by a change. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Day } from '../../rules/vocabulary.js';
import { DateScalar, DateTimeScalar, FenScalar } from '../value/value.type.js';

@ObjectType({
  description:
    '政策提到但未给出、由其他文件规定的一项数值或名单。A value or list that the policy names and another paper gives.',
  simpleResolvers: true,
})
export class Parameter {
  @Field(() => String, { description: '参数名。Name of the parameter.' })
  name!: string;

  @Field(() => String, { description: '中文含义。What it means, in Chinese.' })
  meaningZh!: string;

  @Field(() => String, { description: '英文含义。What it means, in English.' })
  meaningEn!: string;

  @Field(() => String, { description: '单位，中文和英文。Its unit, in Chinese and English.' })
  unit!: string;

  @Field(() => String, {
    nullable: true,
    description:
      '该日的值，JSON 文本，金额以元计；未知时为空。Its value on the day as JSON text, money in yuan; null when not known.',
  })
  value!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '此值的起始日。First day of this value.' })
  from!: Day | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '此值的末日；未定时为空。Last day of this value; null when none is set.',
  })
  to!: Day | null;

  @Field(() => String, { nullable: true, description: '所依据的文件。The paper in which it stands.' })
  source!: string | null;
}

@ObjectType({ description: '参数的一个值及其有效期。One value of a parameter with its days.', simpleResolvers: true })
export class ParameterEntry {
  @Field(() => DateScalar, { description: '起始日。First day.' })
  from!: Day;

  @Field(() => DateScalar, {
    nullable: true,
    description: '末日；为空则至下一项或另行通知。Last day; null until the next entry or further notice.',
  })
  to!: Day | null;

  @Field(() => String, {
    description: '值，JSON 文本，金额以元计；null 为未知。Value as JSON text, money in yuan; null: not known.',
  })
  value!: string;

  @Field(() => String, { description: '文号。Number of the paper.' })
  document!: string;

  @Field(() => String, { description: '文件标题。Title of the paper.' })
  title!: string;

  @Field(() => String, { nullable: true, description: '录入人。Who entered it.' })
  enteredBy!: string | null;
}

@ObjectType({
  description:
    '参数全部历史的一个版本；版本只增不改。One version of a parameter’s whole history; versions are only added.',
  simpleResolvers: true,
})
export class ParameterVersion {
  @Field(() => String, { description: '参数名。Name of the parameter.' })
  name!: string;

  @Field(() => Int, { description: '版本号；0 为系统自带。Its number; 0 is what the hub ships.' })
  version!: number;

  @Field(() => [ParameterEntry], { description: '各时期的值，由早到晚。The values, oldest first.' })
  entries!: ParameterEntry[];

  @Field(() => ID, { nullable: true, description: '所依据的提议。The proposal behind it.' })
  proposalId!: string | null;

  @Field(() => String, { nullable: true, description: '变更原因。Why it was changed.' })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: '提议人。Who proposed it.' })
  proposedBy!: string | null;

  @Field(() => String, { nullable: true, description: '批准人。Who approved it.' })
  approvedBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '记录时间。When it was recorded.' })
  recordedAt!: Date | null;
}

@InputType({ description: '文件的文号和标题。Number and title of a paper.' })
export class PaperInput {
  @Field(() => String, { description: '文号，至多 60 字。Its number, at most 60 characters.' })
  document!: string;

  @Field(() => String, { description: '标题，至多 120 字。Its title, at most 120 characters.' })
  title!: string;
}

@InputType({ description: '参数的一个值及其有效期。One value of a parameter with its days.' })
export class ParameterEntryInput {
  @Field(() => DateScalar, { description: '起始日。First day.' })
  from!: Day;

  @Field(() => DateScalar, {
    nullable: true,
    description: '末日；为空则至下一项或另行通知。Last day; null until the next entry or further notice.',
  })
  to?: Day | null;

  @Field(() => String, {
    description:
      '值，JSON 文本，例如 2800 或 {"pension":0.16}，金额以元计；null 为未知。Value as JSON text, money in yuan; null: not known.',
  })
  value!: string;

  @Field(() => PaperInput, {
    nullable: true,
    description:
      '此值的文件；省略时，未变的值保留原文件，其余依据本提议的文件。Its paper; left out, a value that stands already keeps its own and the others get that of the proposal.',
  })
  paper?: PaperInput | null;
}

@InputType({ description: '一项参数的新历史。The new history of one parameter.' })
export class ProposeParameterInput {
  @Field(() => String, { description: '参数名。Name of the parameter.' })
  name!: string;

  @Field(() => [ParameterEntryInput], {
    description: '全部历史，由早到晚，无空档、无重叠。The whole history, oldest first, without gap or overlap.',
  })
  entries!: ParameterEntryInput[];

  @Field(() => PaperInput, { description: '新值所依据的文件。The paper in which the new values stand.' })
  paper!: PaperInput;

  @Field(() => String, {
    description:
      '原因，1 至 500 字，长期保存；请勿写个人信息。Why, 1 to 500 characters, kept for good; no personal data, please.',
  })
  reason!: string;
}

@ObjectType({
  description:
    '变更对一项政策的影响：个人或单位的数目和金额。What a change does to one rule: how many persons or organizations, and money.',
  simpleResolvers: true,
})
export class RuleEffect {
  @Field(() => String, { description: '政策项目编号。Id of the rule.' })
  rule!: string;

  @Field(() => Int, { description: '新符合条件的数目。Newly eligible.' })
  newlyEligible!: number;

  @Field(() => Int, { description: '不再符合条件的数目。No longer eligible.' })
  noLongerEligible!: number;

  @Field(() => Int, {
    description: '前后均符合、金额增加的数目。Eligible before and after, with a higher amount.',
  })
  amountUp!: number;

  @Field(() => Int, {
    description: '前后均符合、金额减少的数目。Eligible before and after, with a lower amount.',
  })
  amountDown!: number;

  @Field(() => Int, { description: '结果或金额由未知变为已知的数目。Outcome or amount becomes known.' })
  unknownSettled!: number;

  @Field(() => Int, { description: '结果或金额由已知变为未知的数目。Outcome or amount is no longer known.' })
  newlyUnknown!: number;

  @Field(() => FenScalar, {
    description: '前后金额均已知者的金额变化合计。Sum of change where the amount is known before and after.',
  })
  changeFen!: number;

  @Field(() => FenScalar, {
    description: '原先未知、现已知的金额合计。Sum of the amounts that were not known and now are.',
  })
  settledFen!: number;
}

@ObjectType({
  description:
    '一项提议若生效，谁得谁失；只有数目，没有姓名。Who would gain and who would lose by a proposal: numbers, no names.',
  simpleResolvers: true,
})
export class ProposalEffect {
  @Field(() => DateScalar, { description: '判定日。Day of the decisions.' })
  assessOn!: Day;

  @Field(() => Int, { description: '比较的人数。Persons compared.' })
  persons!: number;

  @Field(() => Int, { description: '比较的单位数。Organizations compared.' })
  organizations!: number;

  @Field(() => [String], {
    description: '读取此参数、因而被比较的政策项目。Rules that read the parameter, and were compared.',
  })
  rules!: string[];

  @Field(() => [RuleEffect], { description: '有变化的政策项目。The rules whose decisions change.' })
  effects!: RuleEffect[];
}
