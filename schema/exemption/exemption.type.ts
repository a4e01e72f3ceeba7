/** The exemption register as its officers see it. */
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar } from '../value/value.type.js';
import type { ExemptionCount as Row, ExemptionKind as Kind } from './exemption.reads.js';

export const ExemptionKind = { CLASSIFIED: 'classified', OTHER_SPECIAL: 'other_special' } as const;
registerEnumType(ExemptionKind, {
  name: 'ExemptionKind',
  description: '豁免的种类（第11条第10句：涉密等特殊岗位）。Kind of exemption, item 11, sentence 10.',
  valuesConfig: {
    CLASSIFIED: { description: '涉密岗位。A classified post.' },
    OTHER_SPECIAL: { description: '其他特殊岗位。Another special post.' },
  },
});

@ObjectType({
  description: '一年内的豁免与公开招聘人数，仅供内部监督。Exemptions of a year beside what was published; inside only.',
  simpleResolvers: true,
})
export class ExemptionCount implements Row {
  @Field(() => String, { description: '单位统一社会信用代码。Credit code of the firm.' })
  creditCode!: string;

  @Field(() => ExemptionKind, { description: '种类。Kind.' })
  kind!: Kind;

  @Field(() => Int, { description: '豁免的岗位数。Posts exempted.' })
  exemptedPosts!: number;

  @Field(() => Int, { description: '同年公开招聘人数。Openings published in the same year.' })
  publishedOpenings!: number;
}

@InputType({ description: '一项豁免，不含岗位内容。An exemption; nothing of the posts themselves.' })
export class ProposeExemptionInput {
  @Field(() => String, { description: '单位统一社会信用代码。Credit code of the firm.' })
  creditCode!: string;

  @Field(() => ExemptionKind, { description: '种类。Kind.' })
  kind!: Kind;

  @Field(() => String, { description: '依据文件，1 至 100 字。The paper that it rests on.' })
  basis!: string;

  @Field(() => String, { description: '批准层级，1 至 40 字。Level at which it was granted.' })
  level!: string;

  @Field(() => Int, { description: '岗位数，1 至 999。Posts, 1 to 999.' })
  posts!: number;

  @Field(() => DateScalar, { description: '有效期至，不早于今天。Until when; not before today.' })
  expiresOn!: string;

  @Field(() => String, { description: '缘由，1 至 500 字，不得写岗位内容。Why; nothing of the posts themselves.' })
  reason!: string;
}
