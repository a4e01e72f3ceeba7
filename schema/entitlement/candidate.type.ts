/** Who would qualify without having applied (免申即享), as staff see it. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Day, Fen } from '../../rules/vocabulary.js';
import { Person } from '../person/person.type.js';
import { connectionOf, DateScalar, FenScalar } from '../value/value.type.js';
import type { Certainty as CertaintyValue } from './entitlement.reads.js';
import { NamedFact } from './named-fact.type.js';

export const Certainty = { CERTAIN: 'certain', ONE_FACT_AWAY: 'one_fact_away' } as const;
registerEnumType(Certainty, {
  name: 'Certainty',
  description: '符合的把握。How sure it is that somebody qualifies.',
  valuesConfig: {
    CERTAIN: { description: '确定符合。Qualifies by what is known.' },
    ONE_FACT_AWAY: { description: '只差一项事实即可判定。One missing fact decides.' },
  },
});

@ObjectType({
  description: '未经申请即符合某项政策的人。Somebody who would qualify for a rule without having applied.',
  simpleResolvers: true,
})
export class EntitlementCandidate {
  @Field(() => String, { description: '政策项目编号。Id of the rule.' })
  rule!: string;

  @Field(() => Certainty, { description: '符合的把握。How sure it is.' })
  certainty!: CertaintyValue;

  @Field(() => Person, {
    description:
      '此人；可见内容依角色而定，每次显示均留痕。The person, as far as the role may see; each showing is logged.',
  })
  person!: Person;

  @Field(() => String, {
    nullable: true,
    description: '户籍所在行政区划代码。Region code of the household register.',
  })
  region!: string | null;

  @Field(() => FenScalar, { nullable: true, description: '金额；未定时为空。Amount; null while it is open.' })
  amountFen!: Fen | null;

  @Field(() => FenScalar, {
    nullable: true,
    description:
      '至多金额；没有上限或不涉及金额时为空。The most it can come to; null without a bound or without money.',
  })
  amountAtMostFen!: Fen | null;

  @Field(() => NamedFact, {
    nullable: true,
    description: '尚缺的一项事实；确定符合时为空。The one fact that is missing; null when certain.',
  })
  missing!: NamedFact | null;

  @Field(() => String, {
    nullable: true,
    description: '所针对的创办企业的统一社会信用代码。Credit code of the founded firm that it is about.',
  })
  firm!: string | null;

  @Field(() => [String], { description: '理由，先中文后英文。Reasons, Chinese first, then English.' })
  reasons!: string[];

  @Field(() => DateScalar, { description: '首次得出此结论的日期。The day on which it first came out like this.' })
  decidedOn!: Day;
}

const CandidatePage = connectionOf(EntitlementCandidate, 'EntitlementCandidate', '候选人', 'candidates');

@ObjectType('EntitlementCandidateConnection', {
  description: '候选人的一页。A page of candidates.',
  simpleResolvers: true,
})
export class EntitlementCandidateConnection extends CandidatePage {
  @Field(() => Int, { description: '全部候选人数。How many candidates there are in all.' })
  totalCount!: number;
}

@ObjectType({
  description:
    '某项政策的候选人数与金额，不含个人信息；不能逐人查看者，十人以下为空，其余取整。Candidates of one rule in figures, without any person; who may not see each of them gets null below ten and round numbers above.',
  simpleResolvers: true,
})
export class EntitlementCandidateCount {
  @Field(() => String, { description: '政策项目编号。Id of the rule.' })
  rule!: string;

  @Field(() => Int, { nullable: true, description: '确定符合的人数。How many qualify for certain.' })
  certain!: number | null;

  @Field(() => Int, { nullable: true, description: '只差一项事实的人数。How many are one fact away.' })
  oneFactAway!: number | null;

  @Field(() => FenScalar, {
    nullable: true,
    description:
      '确定符合者已知金额之和；不能逐人查看者为空。Sum of the known amounts of those who qualify for certain; null for who may not see each of them.',
  })
  amountFen!: Fen | null;

  @Field(() => Int, {
    nullable: true,
    description: '确定符合而金额未定的人数。How many of them have an amount that is still open.',
  })
  amountOpen!: number | null;
}
