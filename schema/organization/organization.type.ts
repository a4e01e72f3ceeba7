/** An organization as GraphQL shows it. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Day, Fen, OrganizationFact, TaxpayerFact } from '../../rules/vocabulary.js';
import { FieldProvenance } from '../person/person.type.js';
import { DateScalar, FenScalar } from '../value/value.type.js';

export const EntityKind = {
  COMPANY: 'company',
  INDIVIDUAL_BUSINESS: 'individual_business',
  BRANCH: 'branch',
  COOPERATIVE: 'cooperative',
  PUBLIC_INSTITUTION: 'public_institution',
} as const;
registerEnumType(EntityKind, {
  name: 'EntityKind',
  description: '市场主体类型。Kind of organization.',
  valuesConfig: {
    COMPANY: { description: '公司。Company.' },
    INDIVIDUAL_BUSINESS: { description: '个体工商户。Sole trader.' },
    BRANCH: { description: '分支机构。Branch.' },
    COOPERATIVE: { description: '农民专业合作社。Cooperative.' },
    PUBLIC_INSTITUTION: { description: '事业单位。Public institution.' },
  },
});

export const Ownership = {
  PRIVATE: 'private',
  STATE: 'state',
  COLLECTIVE: 'collective',
  FOREIGN: 'foreign',
  MIXED: 'mixed',
} as const;
registerEnumType(Ownership, {
  name: 'Ownership',
  description: '所有制。Ownership.',
  valuesConfig: {
    PRIVATE: { description: '民营。Private.' },
    STATE: { description: '国有。State.' },
    COLLECTIVE: { description: '集体。Collective.' },
    FOREIGN: { description: '外资。Foreign.' },
    MIXED: { description: '混合所有制。Mixed.' },
  },
});

export const StateLevel = {
  CENTRAL: 'central',
  PROVINCIAL: 'provincial',
  MUNICIPAL: 'municipal',
  COUNTY: 'county',
} as const;
registerEnumType(StateLevel, {
  name: 'StateLevel',
  description: '国有企业的隶属层级。Level to which a state-owned firm belongs.',
  valuesConfig: {
    CENTRAL: { description: '中央。Central.' },
    PROVINCIAL: { description: '省属。Provincial.' },
    MUNICIPAL: { description: '市属。Municipal.' },
    COUNTY: { description: '县属。County.' },
  },
});

export const OrganizationState = {
  OPEN: 'open',
  ABNORMAL: 'abnormal',
  REVOKED: 'revoked',
  CANCELLED: 'cancelled',
} as const;
registerEnumType(OrganizationState, {
  name: 'OrganizationState',
  description: '登记状态。State in the business register.',
  valuesConfig: {
    OPEN: { description: '存续。Open.' },
    ABNORMAL: { description: '经营异常。Abnormal.' },
    REVOKED: { description: '吊销。Revoked.' },
    CANCELLED: { description: '注销。Cancelled.' },
  },
});

export const TaxState = { NORMAL: 'normal', ABNORMAL: 'abnormal', CANCELLED: 'cancelled' } as const;
registerEnumType(TaxState, {
  name: 'TaxState',
  description: '税务登记状态。State at the tax office.',
  valuesConfig: {
    NORMAL: { description: '正常。Normal.' },
    ABNORMAL: { description: '非正常。Abnormal.' },
    CANCELLED: { description: '注销。Cancelled.' },
  },
});

export const VatKind = { GENERAL: 'general', SMALL_SCALE: 'small_scale' } as const;
registerEnumType(VatKind, {
  name: 'VatKind',
  description: '增值税纳税人类别。Kind of VAT payer.',
  valuesConfig: {
    GENERAL: { description: '一般纳税人。General payer.' },
    SMALL_SCALE: { description: '小规模纳税人。Small-scale payer.' },
  },
});

@ObjectType({
  description: '汇集登记与税务资料的一个单位。One organization, put together from the registers.',
  simpleResolvers: true,
})
export class Organization {
  @Field(() => String, { description: '统一社会信用代码。Unified social credit code.' })
  creditCode!: string;

  @Field(() => String, { nullable: true, description: '名称。Name.' })
  name!: string | null;

  @Field(() => EntityKind, { nullable: true, description: '类型。Kind.' })
  entityKind!: OrganizationFact['entityKind'] | null;

  @Field(() => Ownership, { nullable: true, description: '所有制。Ownership.' })
  ownership!: OrganizationFact['ownership'] | null;

  @Field(() => StateLevel, { nullable: true, description: '国有隶属层级。Level of a state-owned firm.' })
  stateLevel!: OrganizationFact['stateLevel'];

  @Field(() => String, { nullable: true, description: '行业代码（GB/T 4754）。Industry code.' })
  industry!: string | null;

  @Field(() => String, { nullable: true, description: '行政区划代码（GB/T 2260）。Region code.' })
  region!: string | null;

  @Field(() => String, { nullable: true, description: '住所。Address.' })
  address!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '法定代表人姓名；可能被遮盖。Name of the legal representative; may be masked.',
  })
  legalRepresentativeName!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '成立日期。Day of establishment.' })
  establishedOn!: Day | null;

  @Field(() => OrganizationState, { nullable: true, description: '登记状态。State in the business register.' })
  state!: OrganizationFact['state'] | null;

  @Field(() => TaxState, { nullable: true, description: '税务登记状态。State at the tax office.' })
  taxState!: TaxpayerFact['state'] | null;

  @Field(() => VatKind, { nullable: true, description: '增值税纳税人类别。Kind of VAT payer.' })
  vatKind!: TaxpayerFact['vatKind'] | null;

  @Field(() => FenScalar, { nullable: true, description: '上年度营业收入。Revenue of the last finished year.' })
  annualRevenueFen!: Fen | null;

  @Field(() => Int, { nullable: true, description: '从业人数。Headcount.' })
  headcount!: number | null;

  @Field(() => [FieldProvenance], {
    description: '可完整查看的各字段的来源。Where the fields that may be seen in full come from.',
  })
  provenance!: FieldProvenance[];
}
