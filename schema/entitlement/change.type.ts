/** The history of decisions, as staff see it: from what to what, on which day, and why. */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Outcome as OutcomeValue } from '../../rules/index.js';
import type { Day, Fen } from '../../rules/vocabulary.js';
import { Person } from '../person/person.type.js';
import { connectionOf, DateScalar, FenScalar } from '../value/value.type.js';
import { Outcome } from './entitlement.type.js';
import { NamedFact } from './named-fact.type.js';

export const CauseKind = {
  FACT: 'fact',
  PARAMETER: 'parameter',
  CALENDAR: 'calendar',
  RULES: 'rules',
  FIRST: 'first',
} as const;
registerEnumType(CauseKind, {
  name: 'CauseKind',
  description: '判定变化的原因类别。Kind of cause of a change.',
  valuesConfig: {
    FACT: { description: '某项事实变了。A fact has changed.' },
    PARAMETER: { description: '某项参数变了。A parameter has changed.' },
    CALENDAR: { description: '日期到了。Its day has come.' },
    RULES: { description: '规则版本变了。The rules have a new version.' },
    FIRST: { description: '首次判定。It was decided for the first time.' },
  },
});

@ObjectType({ description: '判定变化的一个原因。One cause of a change.', simpleResolvers: true })
export class ChangeCause {
  @Field(() => CauseKind, { description: '类别。Kind.' })
  kind!: (typeof CauseKind)[keyof typeof CauseKind];

  @Field(() => NamedFact, {
    nullable: true,
    description: '变化的事实或参数，不含其值。The fact or parameter that has changed, without its value.',
  })
  fact!: NamedFact | null;
}

@ObjectType({
  description: '一次判定结果或金额的变化。One change of an outcome or an amount.',
  simpleResolvers: true,
})
export class EntitlementChange {
  @Field(() => ID, { description: '变化的编号。Id of the change.' })
  id!: string;

  @Field(() => String, { description: '政策项目编号。Id of the rule.' })
  rule!: string;

  @Field(() => Person, {
    description:
      '此人；可见内容依角色而定，每次显示均留痕。The person, as far as the role may see; each showing is logged.',
  })
  person!: Person;

  @Field(() => String, {
    nullable: true,
    description: '变化时户籍所在行政区划代码。Region code of the household register at that time.',
  })
  region!: string | null;

  @Field(() => DateScalar, { description: '变化日期。The day of the change.' })
  changedOn!: Day;

  @Field(() => Outcome, {
    nullable: true,
    description: '变化前的结果；首次判定时为空。The outcome before; null when it is the first.',
  })
  fromOutcome!: OutcomeValue | null;

  @Field(() => FenScalar, { nullable: true, description: '变化前的金额；未定时为空。The amount before; null if open.' })
  fromAmountFen!: Fen | null;

  @Field(() => Outcome, { description: '变化后的结果。The outcome since.' })
  toOutcome!: OutcomeValue;

  @Field(() => FenScalar, { nullable: true, description: '变化后的金额；未定时为空。The amount since; null if open.' })
  toAmountFen!: Fen | null;

  @Field(() => [ChangeCause], {
    description: '此项政策所读内容中变了什么。What has changed of all that the rule reads.',
  })
  causes!: ChangeCause[];
}

export const EntitlementChangeConnection = connectionOf(EntitlementChange, 'EntitlementChange', '判定变化', 'changes');
