/** The rules of the policy as the public reads them, and decisions on declared facts. */
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { GraphQLJSONObject } from 'graphql-scalars';
import type { Day, Fen } from '../../rules/vocabulary.js';
import { DateScalar, FenScalar } from '../value/value.type.js';
import { Parameter } from '../parameter/parameter.type.js';
import { EntitlementDecision } from './entitlement.type.js';
import { NamedFact } from './named-fact.type.js';

@ObjectType({
  description: '规则的一项条件，按先后和层级列出。One condition of a rule, in order with its level.',
  simpleResolvers: true,
})
export class RuleCondition {
  @Field(() => Int, {
    description: '层级，0 为整体；下级紧随其后。The level, 0 for the whole; parts follow one deeper.',
  })
  level!: number;

  @Field(() => String, {
    description:
      '种类：condition、all（全部）、any（任一）、each（逐项）或 reaches（合计达到）。Its kind: condition, all, any, each or reaches.',
  })
  kind!: string;

  @Field(() => String, { nullable: true, description: '中文表述。In Chinese words.' })
  chinese!: string | null;

  @Field(() => String, { nullable: true, description: '英文表述。In English words.' })
  english!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '仅在何种情形下适用；空为始终适用。Under which circumstance it counts; null: always.',
  })
  onlyIf!: string | null;

  @Field(() => String, { nullable: true, description: '依据的条和句。Item and sentence of the policy.' })
  cite!: string | null;

  @Field(() => [String], { description: '涉及的解读编号。Numbers of the readings it rests on.' })
  readings!: readonly string[];

  @Field(() => [NamedFact], { description: '读取的事实和参数。Facts and parameters that it reads.' })
  reads!: NamedFact[];
}

@ObjectType({ description: '对原文疑义的一项解读。How a doubtful text is read.', simpleResolvers: true })
export class Reading {
  @Field(() => String, { description: '编号。Its number.' })
  id!: string;

  @Field(() => String, { description: '疑义（中文 / 英文）。The doubt.' })
  doubt!: string;

  @Field(() => String, { description: '现用的解读。The reading in use.' })
  inUse!: string;

  @Field(() => [String], { description: '可选的解读。The readings that can be chosen.' })
  choices!: readonly string[];
}

@ObjectType({ description: '政策的一项规则。One rule of the policy.', simpleResolvers: true })
export class EntitlementRule {
  @Field(() => String, { description: '编号。Id.' })
  id!: string;

  @Field(() => String, { description: '名称（中文 / 英文）。Name.' })
  name!: string;

  @Field(() => String, {
    description:
      '答复的种类：entitlement（是否符合）、status（是否成立）或 date（日期）。What it answers: entitlement, status or date.',
  })
  answers!: string;

  @Field(() => String, {
    description: '对象，如 person、enterprise、park。Of whom it decides, such as person, enterprise or park.',
  })
  subject!: string;

  @Field(() => [String], { description: '依据的条和句。Items and sentences of the policy.' })
  cites!: string[];

  @Field(() => DateScalar, { nullable: true, description: '自何日起施行。In force from.' })
  inForceFrom!: Day | null;

  @Field(() => DateScalar, { nullable: true, description: '施行的最后一日；空为未废止。Last day; null: not repealed.' })
  inForceTo!: Day | null;

  @Field(() => [RuleCondition], { description: '条件。Its conditions.' })
  conditions!: RuleCondition[];

  @Field(() => String, {
    nullable: true,
    description: '金额所对应的范围；空为无金额的权利。What an amount is for; null: a right without money.',
  })
  amountIs!: string | null;

  @Field(() => [String], { description: '应提交的材料。Papers to hand in.' })
  documents!: string[];

  @Field(() => String, { description: '资金来源。The fund that pays.' })
  fund!: string;

  @Field(() => [String], { description: '所依据的其他文件。Papers that the policy refers to and does not hold.' })
  papers!: string[];

  @Field(() => [Parameter], { description: '参数及其文件，按今日的值。Parameters with their papers, as of today.' })
  parameters!: Parameter[];

  @Field(() => [Reading], { description: '所依据的解读。Readings that it rests on.' })
  readings!: Reading[];

  @Field(() => [String], { description: '说明。Remarks.' })
  remarks!: string[];
}

@InputType({ description: '按申报的事实判定；不保存任何内容。A question on declared facts; nothing is stored.' })
export class DecideEntitlementsInput {
  @Field(() => [String], {
    description: '规则编号，一并判定时共用限额、同一费用只补一次。Ids of rules, decided together with shared caps.',
  })
  rules!: string[];

  @Field(() => DateScalar, { description: '判定日。Day of the decision.' })
  assessOn!: Day;

  @Field(() => DateScalar, {
    nullable: true,
    description: '只用截至该日已记录的事实。Use only what was recorded up to that day.',
  })
  knownAt?: Day | null;

  @Field(() => GraphQLJSONObject, {
    description:
      '申报的事实，按主体分组，如 { "person": { "disabled": true } }；金额单位为元，未写的视为未知。Declared facts by subject, money in yuan; what is left out is not known.',
  })
  facts!: Record<string, unknown>;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: '替换或补充的参数。Parameters that replace or add to those in use.',
  })
  parameters?: Record<string, unknown> | null;
}

@ObjectType({ description: '对申报事实的判定。Decisions on declared facts.', simpleResolvers: true })
export class DecidedEntitlements {
  @Field(() => [EntitlementDecision], { description: '各项规则的判定，按所问的次序。Decisions in the order asked.' })
  decisions!: EntitlementDecision[];

  @Field(() => FenScalar, {
    nullable: true,
    description: '合计；有一项金额未知时为空。The total; null while one amount is not known.',
  })
  totalFen!: Fen | null;
}
