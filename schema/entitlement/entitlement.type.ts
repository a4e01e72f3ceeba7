/** A decision of the rules as GraphQL shows it, whoever it is about. The rules themselves: `rule.type.ts`. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Day, Fen } from '../../rules/vocabulary.js';
import { DateScalar, FenScalar } from '../value/value.type.js';
import { NamedFact } from './named-fact.type.js';

export const Outcome = {
  ELIGIBLE: 'eligible',
  INELIGIBLE: 'ineligible',
  UNKNOWN: 'unknown',
  NOT_IN_FORCE: 'not_in_force',
  TRUE: 'true',
  FALSE: 'false',
} as const;
registerEnumType(Outcome, {
  name: 'Outcome',
  description: '政策判定的结果。Outcome of a decision.',
  valuesConfig: {
    ELIGIBLE: { description: '符合条件。Eligible.' },
    INELIGIBLE: { description: '不符合条件。Not eligible.' },
    UNKNOWN: { description: '资料不足，尚不能判定。Not known yet: facts are missing.' },
    NOT_IN_FORCE: { description: '该日政策未施行。The rule was not in force on that day.' },
    TRUE: { description: '定义成立。A definition holds.' },
    FALSE: { description: '定义不成立。A definition does not hold.' },
  },
});

export const Truth = { TRUE: 'true', FALSE: 'false', UNKNOWN: 'unknown' } as const;
registerEnumType(Truth, {
  name: 'Truth',
  description: '一项条件是否成立。Whether a condition holds.',
  valuesConfig: {
    TRUE: { description: '成立。It holds.' },
    FALSE: { description: '不成立。It does not hold.' },
    UNKNOWN: { description: '尚不清楚。Not known yet.' },
  },
});

@ObjectType({ description: '一项条件所依据的事实。A fact as a condition saw it.', simpleResolvers: true })
export class SeenFact {
  @Field(() => NamedFact, { description: '哪项事实。Which fact.' })
  fact!: NamedFact;

  @Field(() => Boolean, { description: '是否已知。Whether it is known.' })
  known!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      '值（JSON 文本；日期为 ISO 文本，金额单位为元）；未知时为空，来源不一致时为各来源的值。The value as JSON text, days as ISO text, money in yuan; null when not known, all values when sources disagree.',
  })
  value!: string | null;

  @Field(() => String, { nullable: true, description: '来源。Who says so.' })
  source!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '来源记录的日期。The day on which the source said so.' })
  observedOn!: Day | null;
}

@ObjectType({
  description: '判定树中的一项，按先后和层级列出。One part of the condition tree, listed in order with its level.',
  simpleResolvers: true,
})
export class ConditionState {
  @Field(() => Int, {
    description: '层级，0 为整体；下级紧随其后。The level, 0 for the whole; parts follow one deeper.',
  })
  level!: number;

  @Field(() => String, {
    description:
      '种类：condition、all（全部）、any（任一）或 reaches（合计达到）。Its kind: condition, all, any or reaches.',
  })
  kind!: string;

  @Field(() => Truth, { description: '是否成立。Whether it holds.' })
  truth!: (typeof Truth)[keyof typeof Truth];

  @Field(() => String, { nullable: true, description: '中文表述。In Chinese words.' })
  chinese!: string | null;

  @Field(() => String, { nullable: true, description: '英文表述。In English words.' })
  english!: string | null;

  @Field(() => String, { nullable: true, description: '依据的条和句。Item and sentence of the policy.' })
  cite!: string | null;

  @Field(() => [String], { description: '涉及的解读编号。Numbers of the readings it rests on.' })
  readings!: readonly string[];

  @Field(() => [SeenFact], { description: '所依据的事实。The facts it looked at.' })
  facts!: SeenFact[];
}

@ObjectType({ description: '判定所用的一项参数。A parameter that a decision used.', simpleResolvers: true })
export class UsedParameter {
  @Field(() => NamedFact, { description: '哪项参数。Which parameter.' })
  parameter!: NamedFact;

  @Field(() => String, {
    nullable: true,
    description:
      '值（JSON 文本，金额单位为元）；未知时为空。The value as JSON text, money in yuan; null when not known.',
  })
  value!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '自何日起。Since which day.' })
  from!: Day | null;

  @Field(() => String, { nullable: true, description: '依据的文件。The paper that gives it.' })
  source!: string | null;
}

@ObjectType({
  description: '按另一种解读的结果。What it would come to under another reading of a doubtful text.',
  simpleResolvers: true,
})
export class OtherReading {
  @Field(() => String, { description: '解读编号。Number of the reading.' })
  reading!: string;

  @Field(() => String, { description: '另一种解读。The other choice.' })
  choice!: string;

  @Field(() => Outcome, { description: '判定结果。The outcome.' })
  outcome!: (typeof Outcome)[keyof typeof Outcome];

  @Field(() => FenScalar, { nullable: true, description: '金额；未知时为空。Amount; null when unknown.' })
  amountFen!: Fen | null;
}

@ObjectType({
  description:
    '某项政策的判定；依据不可见的字段时只显示结果。What one rule decides; where it rests on fields that the reader may not see, the outcome alone.',
  simpleResolvers: true,
})
export class EntitlementDecision {
  @Field(() => String, { description: '政策项目编号。Id of the rule.' })
  rule!: string;

  @Field(() => String, { description: '名称（中文 / 英文）。Name in Chinese and English.' })
  name!: string;

  @Field(() => Outcome, { description: '判定结果。The outcome.' })
  outcome!: (typeof Outcome)[keyof typeof Outcome];

  @Field(() => DateScalar, {
    nullable: true,
    description: '所求的日期（如法定退休日）。The day that the rule answers, such as that of retirement.',
  })
  value!: Day | null;

  @Field(() => FenScalar, {
    nullable: true,
    description:
      '金额；不符合时为 0，未知、无金额或依据不可见时为空。Amount; 0 when not eligible, null when unknown, without money or resting on hidden facts.',
  })
  amountFen!: Fen | null;

  @Field(() => FenScalar, { nullable: true, description: '至少的金额。At least this much.' })
  amountAtLeastFen!: Fen | null;

  @Field(() => FenScalar, {
    nullable: true,
    description: '至多的金额；无上限时为空。At most this much; null without a bound.',
  })
  amountAtMostFen!: Fen | null;

  @Field(() => String, {
    nullable: true,
    description:
      '金额所对应的范围，如 once（一次性）。What the amount is for, such as once; null: a right without money.',
  })
  amountIs!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '权利的最后一日。Last day of the right.' })
  until!: Day | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '资料不变时转为符合条件的第一天。First day on which a no becomes a yes with no new fact.',
  })
  becomesEligibleOn!: Day | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '资料不变时判定发生变化的第一天。First day on which the decision differs with no new fact.',
  })
  changesOn!: Day | null;

  @Field(() => Boolean, { description: '是否优先。Whether it goes before others.' })
  priority!: boolean;

  @Field(() => [String], {
    description: '理由（先中文，后英文）；依据不可见的字段时为空列表。Reasons; empty when they rest on hidden fields.',
  })
  reasons!: string[];

  @Field(() => [String], {
    description:
      '缺少的、仍可影响结果或金额的事实；涉及不可见的字段时为空列表。Missing facts that can still change outcome or amount; empty when they touch hidden fields.',
  })
  missing!: string[];

  @Field(() => [NamedFact], {
    description: '仍可改变结果的未知事实及其名称。Unknown facts that can still change the outcome, in words.',
  })
  missingFacts!: NamedFact[];

  @Field(() => [NamedFact], {
    description: '仍可改变金额的未知事实。Unknown facts that can still change the amount.',
  })
  amountMissing!: NamedFact[];

  @Field(() => [ConditionState], { description: '判定树。The condition tree with the truth of every part.' })
  conditions!: ConditionState[];

  @Field(() => [String], { description: '依据的条和句。Items and sentences of the policy.' })
  cites!: string[];

  @Field(() => [String], { description: '应提交的材料。Papers to hand in.' })
  documents!: string[];

  @Field(() => String, { description: '资金来源。The fund that pays.' })
  fund!: string;

  @Field(() => [String], { description: '所依据的解读编号。Numbers of the readings it rests on.' })
  readings!: readonly string[];

  @Field(() => [OtherReading], {
    description: '按各另一种解读的结果。What it would come to under each other reading.',
  })
  otherReadings!: OtherReading[];

  @Field(() => [String], { description: '说明，包括所依据的其他文件。Remarks, and the papers it depends on.' })
  remarks!: string[];

  @Field(() => [UsedParameter], { description: '所用参数及其文件。Parameters used, with their papers.' })
  parametersUsed!: UsedParameter[];

  @Field(() => String, {
    nullable: true,
    description: '判定所针对的创办企业。The founded firm that the decision is about.',
  })
  firm!: string | null;

  @Field(() => String, { description: '判定树格式的版本。Version of the form of the trace.' })
  trace!: string;
}
