/** Agreements as the client itself and the bureau's staff see them. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Population as PopulationValue } from '../../rules/agreement.js';
import type { Access as AccessValue } from '../../rules/visibility.js';
import type { Day } from '../../rules/vocabulary.js';
import { DateScalar, DateTimeScalar } from '../value/value.type.js';

export const Access = { FULL: 'full', MASKED: 'masked', ABSENT: 'absent' } as const;
registerEnumType(Access, {
  name: 'Access',
  description: '对一个字段的权限。Right to one field.',
  valuesConfig: {
    FULL: { description: '完整可见。In full.' },
    MASKED: { description: '遮盖后可见，不能据以筛选。Masked; nothing is chosen by it.' },
    ABSENT: { description: '不可见，选取即拒绝。Not at all: selecting it is refused.' },
  },
});

export const Population = {
  UNEMPLOYED: 'unemployed',
  HARD_TO_EMPLOY: 'hard-to-employ',
  BENEFIT_RECIPIENTS: 'benefit-recipients',
  INSURED: 'insured',
  FOUNDERS: 'founders',
} as const;
registerEnumType(Population, {
  name: 'Population',
  description: '协议所及的人群，按档案中的登记。Whom an agreement is about, by the registers of the record.',
  valuesConfig: {
    UNEMPLOYED: { description: '有失业登记的人。Registered as unemployed at some time.' },
    HARD_TO_EMPLOY: { description: '有就业困难认定的人。Designated as hard to employ at some time.' },
    BENEFIT_RECIPIENTS: { description: '领过失业保险金的人。Has drawn unemployment benefit.' },
    INSURED: { description: '有社会保险缴费的人。Has contributions to social insurance.' },
    FOUNDERS: { description: '创办市场主体的人。Has founded a firm.' },
  },
});

@ObjectType({ description: '一个查询目的及其法律依据。A purpose with its legal basis.', simpleResolvers: true })
@InputType('AgreementPurposeInput', { description: '一个查询目的及其法律依据。A purpose with its legal basis.' })
export class AgreementPurpose {
  @Field(() => String, {
    description: '目的代码，放在请求头 x-purpose。Code of the purpose, sent in the header x-purpose.',
  })
  code!: string;

  @Field(() => String, { description: '法律依据。Legal basis.' })
  basis!: string;
}

@ObjectType({ description: '一个字段及对它的权限。A field and the right to it.', simpleResolvers: true })
@InputType('FieldAccessInput', { description: '一个字段及对它的权限。A field and the right to it.' })
export class FieldAccess {
  @Field(() => String, { description: '字段，例如 Person.name。The field, such as Person.name.' })
  field!: string;

  @Field(() => Access, { description: '权限。The right.' })
  access!: AccessValue;
}

@ObjectType('AgreementTerms', { simpleResolvers: true })
@InputType('AgreementTermsInput')
abstract class Terms {
  @Field(() => String, { description: '协议方。The client.' })
  client!: string;

  @Field(() => DateScalar, { description: '首日。First day.' })
  beginsOn!: Day;

  @Field(() => DateScalar, {
    nullable: true,
    description: '末日；无期限仅限演示。Last day; without one in a demonstration alone.',
  })
  endsOn!: Day | null;

  @Field(() => [AgreementPurpose], { description: '允许的查询目的。Purposes allowed.' })
  purposes!: AgreementPurpose[];

  @Field(() => String, {
    nullable: true,
    description: '未指明目的时采用的目的，仅限演示。Purpose of a request that names none; in a demonstration alone.',
  })
  defaultPurpose!: string | null;

  @Field(() => [FieldAccess], {
    description: '各字段的权限；未列出的不可见。Rights by field; what is not listed is absent.',
  })
  fields!: FieldAccess[];

  @Field(() => [String], {
    description: '户籍或登记区划代码的开头；空为不限。What region codes begin with; empty: everywhere.',
  })
  regions!: string[];

  @Field(() => [Population], {
    description: '人群，合乎其一即可；空为不限。Whom it is about, any of these; empty: everybody.',
  })
  populations!: PopulationValue[];

  @Field(() => Int, { description: '每日查询次数上限。Look-ups a day at most.' })
  dailyLimit!: number;

  @Field(() => Boolean, {
    description: '是否只可用受信文档查询。Whether records are asked for by trusted documents alone.',
  })
  trustedDocuments!: boolean;

  @Field(() => Boolean, { description: '令牌是否须绑定客户端密钥。Whether tokens must be bound to the client’s key.' })
  tokenBinding!: boolean;
}

@ObjectType({
  description: '数据共享协议的现行版本。The version of the sharing agreement that is in force.',
  simpleResolvers: true,
})
export class Agreement extends Terms {
  @Field(() => Int, { description: '协议版本。Version.' })
  version!: number;

  @Field(() => Int, { description: '今日（北京时间）剩余次数。Look-ups left today (Asia/Shanghai).' })
  left!: number;
}

@ObjectType({ description: '数据共享协议的一个版本。One version of a sharing agreement.', simpleResolvers: true })
export class AgreementVersion extends Terms {
  @Field(() => Int, { description: '协议版本。Version.' })
  version!: number;

  @Field(() => DateTimeScalar, { description: '记录时间。When it was recorded.' })
  recordedAt!: Date;

  @Field(() => ID, { nullable: true, description: '所据提议。The proposal behind it.' })
  proposalId!: string | null;

  @Field(() => String, { nullable: true, description: '原因。Why.' })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: '提议人。Who proposed it.' })
  proposedBy!: string | null;

  @Field(() => String, { nullable: true, description: '批准人。Who approved it.' })
  approvedBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '提前终止的时间。When it was ended before its day.' })
  endedAt!: Date | null;

  @Field(() => String, { nullable: true, description: '终止人。Who ended it.' })
  endedBy!: string | null;

  @Field(() => String, { nullable: true, description: '终止原因。Why it was ended.' })
  endReason!: string | null;
}

@InputType({ description: '一个客户端的新协议。A new agreement with one client.' })
export class ProposeAgreementInput extends Terms {
  @Field(() => String, {
    description:
      '原因，1 至 500 字，长期保存；请勿写个人信息。Why, 1 to 500 characters, kept for good; no personal data, please.',
  })
  reason!: string;
}
