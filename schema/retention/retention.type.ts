/** How long things are kept, as the bureau's staff see it. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '../value/value.type.js';

export const RetentionName = {
  RAW_BYTES: 'rawBytes',
  QUARANTINE: 'quarantine',
  PROPOSED_HIRES: 'proposedHires',
  OBJECTIONS: 'objections',
} as const;
registerEnumType(RetentionName, {
  name: 'RetentionName',
  description: '有保存期限的数据。What is kept for a time.',
  valuesConfig: {
    RAW_BYTES: { description: '来源数据原文。What a source delivered, as it came.' },
    QUARANTINE: { description: '问题数据。Quarantined rows.' },
    PROPOSED_HIRES: { description: '拟聘人员信息。Who was proposed.' },
    OBJECTIONS: { description: '异议内容。What objections said.' },
  },
});

@ObjectType({ description: '一项保存期限。How long something is kept.', simpleResolvers: true })
export class Retention {
  @Field(() => RetentionName, { description: '数据种类。What is kept.' })
  name!: (typeof RetentionName)[keyof typeof RetentionName];

  @Field(() => Int, { description: '天数。Days.' })
  days!: number;

  @Field(() => Int, { description: '默认天数。Days by default.' })
  defaultDays!: number;

  @Field(() => [Int], { description: '可选天数。Days that can be chosen.' })
  choices!: number[];

  @Field(() => String, { description: '删除什么、自何时起算。What is erased, and since when its days count.' })
  what!: string;

  @Field(() => String, { description: '依据。Where the period comes from.' })
  basis!: string;
}

@ObjectType({ description: '已删除数量，不含内容。How much was erased, never what it said.', simpleResolvers: true })
export class ErasedCount {
  @Field(() => String, { description: '种类。What.' })
  what!: string;

  @Field(() => Int, { description: '条数。How many.' })
  rows!: number;

  @Field(() => DateTimeScalar, { description: '最近一次删除的时间。When something was last erased.' })
  at!: Date;
}
