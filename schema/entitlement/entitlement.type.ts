/** A decision of the rules as GraphQL shows it. */
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Fen } from '../../rules/vocabulary.js';
import { FenScalar } from '../value/value.type.js';

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
    TRUE: { description: '定义成立。A definition holds.' },
    FALSE: { description: '定义不成立。A definition does not hold.' },
    NOT_IN_FORCE: { description: '该日政策未施行。The rule was not in force on that day.' },
  },
});

@ObjectType({ description: '某项政策对某人的判定。What one rule decides for one person.', simpleResolvers: true })
export class EntitlementDecision {
  @Field(() => String, { description: '政策项目编号。Id of the rule.' })
  rule!: string;

  @Field(() => Outcome, { description: '判定结果。The outcome.' })
  outcome!: (typeof Outcome)[keyof typeof Outcome];

  @Field(() => FenScalar, {
    nullable: true,
    description:
      '金额；不符合时为 0，未知或依据不可见时为空。Amount; 0 when not eligible, null when unknown or when it rests on hidden facts.',
  })
  amountFen!: Fen | null;

  @Field(() => [String], {
    description: '理由；依据不可见的字段时为空列表。Reasons; empty when they rest on hidden fields.',
  })
  reasons!: string[];

  @Field(() => [String], {
    description: '缺少的事实；涉及不可见的字段时为空列表。Missing facts; empty when they touch hidden fields.',
  })
  missing!: string[];
}
