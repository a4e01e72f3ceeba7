/** A person as GraphQL shows it. The fields of a record's parts pass through as the document holds them. Long, for each field is described in two languages. */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type {
  BenefitGrantFact,
  Day,
  Education as EducationFact,
  EmploymentFact,
  Fen,
  FoundedEnterprise,
  HardshipFact,
} from '../../rules/vocabulary.js';
import type {
  ContributionFact,
  Instant,
  Sex as SexValue,
  Source as SourceName,
  UnemploymentBenefitFact,
} from '../../rules/vocabulary.js';
import { connectionOf, DateScalar, DateTimeScalar, FenScalar, Source } from '../value/value.type.js';

export const Sex = { MALE: 'male', FEMALE: 'female' } as const;
registerEnumType(Sex, {
  name: 'Sex',
  description: '性别。Sex.',
  valuesConfig: { MALE: { description: '男。Male.' }, FEMALE: { description: '女。Female.' } },
});

export const SchoolType = {
  UNIVERSITY: 'university',
  VOCATIONAL_SCHOOL: 'vocational_school',
  TECHNICIAN_SCHOOL: 'technician_school',
  TECHNICIAN_COLLEGE_SENIOR_CLASS: 'technician_college_senior_class',
  TECHNICIAN_COLLEGE_PREPARATORY_CLASS: 'technician_college_preparatory_class',
  SPECIAL_EDUCATION_VOCATIONAL_CLASS: 'special_education_vocational_class',
  OVERSEAS: 'overseas',
  NONE: 'none',
} as const;
registerEnumType(SchoolType, {
  name: 'SchoolType',
  description: '学校类别。Kind of school.',
  valuesConfig: {
    UNIVERSITY: { description: '高等学校。University or college.' },
    VOCATIONAL_SCHOOL: { description: '中等职业学校。Vocational school.' },
    TECHNICIAN_SCHOOL: { description: '技工学校。Technician school.' },
    TECHNICIAN_COLLEGE_SENIOR_CLASS: { description: '技师学院高级工班。Senior class of a technician college.' },
    TECHNICIAN_COLLEGE_PREPARATORY_CLASS: { description: '技师学院预备技师班。Preparatory technician class.' },
    SPECIAL_EDUCATION_VOCATIONAL_CLASS: {
      description: '特殊教育院校职业教育类。Vocational class of special education.',
    },
    OVERSEAS: { description: '国外、境外学校。A school abroad.' },
    NONE: { description: '无。None.' },
  },
});

export const EducationStatus = { ENROLLED: 'enrolled', GRADUATED: 'graduated' } as const;
registerEnumType(EducationStatus, {
  name: 'EducationStatus',
  description: '在读或毕业。Enrolled or graduated.',
  valuesConfig: { ENROLLED: { description: '在读。Enrolled.' }, GRADUATED: { description: '毕业。Graduated.' } },
});

export const EmploymentForm = { EMPLOYEE: 'employee', FLEXIBLE: 'flexible', UNEMPLOYED: 'unemployed' } as const;
registerEnumType(EmploymentForm, {
  name: 'EmploymentForm',
  description: '登记的就业形式。What was registered.',
  valuesConfig: {
    EMPLOYEE: { description: '单位就业。Employed at a firm.' },
    FLEXIBLE: { description: '灵活就业。Flexible employment.' },
    UNEMPLOYED: { description: '失业登记。Registered as unemployed.' },
  },
});

export const HardshipCategory = {
  DISABLED: 'disabled',
  MINIMUM_LIVING_ALLOWANCE: 'minimum_living_allowance',
  OLDER_WORKER: 'older_worker',
  LOST_LAND: 'lost_land',
  ZERO_EMPLOYMENT_FAMILY: 'zero_employment_family',
  LONG_TERM_UNEMPLOYED: 'long_term_unemployed',
} as const;
registerEnumType(HardshipCategory, {
  name: 'HardshipCategory',
  description: '就业困难人员类别。Category of people who find work hard to get.',
  valuesConfig: {
    DISABLED: { description: '残疾人员。Disabled.' },
    MINIMUM_LIVING_ALLOWANCE: { description: '享受最低生活保障人员。Receives the minimum living allowance.' },
    OLDER_WORKER: { description: '大龄失业人员。Older jobless worker.' },
    LOST_LAND: { description: '失地农民。Farmer who lost the land.' },
    ZERO_EMPLOYMENT_FAMILY: { description: '零就业家庭成员。Member of a family without any job.' },
    LONG_TERM_UNEMPLOYED: { description: '长期失业人员。Long-term unemployed.' },
  },
});

export const InsuranceKind = {
  PENSION: 'pension',
  MEDICAL: 'medical',
  UNEMPLOYMENT: 'unemployment',
  WORK_INJURY: 'work_injury',
  MATERNITY: 'maternity',
} as const;
registerEnumType(InsuranceKind, {
  name: 'InsuranceKind',
  description: '社会保险险种。Kind of social insurance.',
  valuesConfig: {
    PENSION: { description: '基本养老保险。Pension.' },
    MEDICAL: { description: '基本医疗保险。Medical.' },
    UNEMPLOYMENT: { description: '失业保险。Unemployment.' },
    WORK_INJURY: { description: '工伤保险。Work injury.' },
    MATERNITY: { description: '生育保险。Maternity.' },
  },
});

@ObjectType({
  description: '某个字段的值来自哪个系统、截至何时。Which source gave a field its value, and how old that is.',
  simpleResolvers: true,
})
export class FieldProvenance {
  @Field(() => String, { description: '字段名。Name of the field.' })
  field!: string;

  @Field(() => Source, { description: '来源系统。The source system.' })
  source!: SourceName;

  @Field(() => DateTimeScalar, { description: '来源自述的数据时点。How old the source says the value is.' })
  asOf!: Instant;
}

/** Every part of a record says where it comes from. */
@ObjectType({ simpleResolvers: true })
abstract class Sourced {
  @Field(() => Source, { description: '来源系统。The source system.' })
  source!: SourceName;

  @Field(() => DateTimeScalar, { description: '来源自述的数据时点。How old the source says the entry is.' })
  asOf!: Instant;
}

@ObjectType({
  description: '学历：最高的已完成或在读教育。The highest finished or current schooling.',
  simpleResolvers: true,
})
export class Education implements EducationFact {
  @Field(() => SchoolType, { description: '学校类别。Kind of school.' })
  schoolType!: EducationFact['schoolType'];

  @Field(() => EducationStatus, { description: '在读或毕业。Enrolled or graduated.' })
  status!: EducationFact['status'];

  @Field(() => String, { nullable: true, description: '学校名称。Name of the school.' })
  school!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '毕业日期；来源不知时为空。Day of graduation; null when no source knows it.',
  })
  graduationDate!: Day | null;
}

@ObjectType({
  description: '一条就业或失业登记。One registration of employment or unemployment.',
  simpleResolvers: true,
})
export class Employment extends Sourced implements Omit<EmploymentFact, 'kind'> {
  @Field(() => EmploymentForm, { description: '登记的就业形式。What was registered.' })
  form!: EmploymentFact['form'];

  @Field(() => String, { nullable: true, description: '用人单位统一社会信用代码。Credit code of the employer.' })
  employerCode!: string | null;

  @Field(() => DateScalar, { description: '起始日。First day.' })
  from!: Day;

  @Field(() => DateScalar, { nullable: true, description: '最后一日；仍在持续时为空。Last day; null while it lasts.' })
  to!: Day | null;

  @Field(() => DateScalar, { nullable: true, description: '劳动合同起始日。First day of the contract.' })
  contractFrom!: Day | null;

  @Field(() => DateScalar, { nullable: true, description: '劳动合同最后一日。Last day of the contract.' })
  contractTo!: Day | null;

  @Field(() => String, { nullable: true, description: '登记原因。Reason of the registration.' })
  reason!: string | null;
}

@ObjectType({
  description: '一个月、一个险种的社会保险缴费。One month of one social insurance.',
  simpleResolvers: true,
})
export class Contribution extends Sourced implements Omit<ContributionFact, 'kind'> {
  @Field(() => String, {
    nullable: true,
    description: '缴费单位统一社会信用代码；灵活就业时为空。Credit code of the employer; null for flexible workers.',
  })
  employerCode!: string | null;

  @Field(() => String, { description: '费款所属月份 YYYY-MM。Month, YYYY-MM.' })
  month!: string;

  @Field(() => InsuranceKind, { description: '险种。Kind of insurance.' })
  insurance!: ContributionFact['insurance'];

  @Field(() => FenScalar, { description: '缴费基数。Contribution base.' })
  baseFen!: Fen;

  @Field(() => FenScalar, { description: '单位缴费。The employer’s part.' })
  employerFen!: Fen;

  @Field(() => FenScalar, { description: '个人缴费。The person’s own part.' })
  ownFen!: Fen;

  @Field(() => DateScalar, { nullable: true, description: '到账日期。Day of payment.' })
  paidOn!: Day | null;
}

@ObjectType({ description: '一次就业困难人员认定。One designation as hard to employ.', simpleResolvers: true })
export class Hardship extends Sourced implements Omit<HardshipFact, 'kind'> {
  @Field(() => HardshipCategory, { description: '类别。Category.' })
  category!: HardshipFact['category'];

  @Field(() => DateScalar, { description: '认定起始日。First day.' })
  from!: Day;

  @Field(() => DateScalar, { nullable: true, description: '认定最后一日。Last day.' })
  to!: Day | null;
}

@ObjectType({ description: '一笔已发放的补贴。A subsidy that was already paid.', simpleResolvers: true })
export class BenefitGrant extends Sourced implements Omit<BenefitGrantFact, 'kind'> {
  @Field(() => String, { description: '政策项目编号。Id of the entitlement.' })
  entitlement!: string;

  @Field(() => String, { description: '资金渠道。Fund.' })
  fund!: string;

  @Field(() => String, { description: '所属首月 YYYY-MM。First month covered.' })
  fromMonth!: string;

  @Field(() => String, { description: '所属末月 YYYY-MM。Last month covered.' })
  toMonth!: string;

  @Field(() => FenScalar, { description: '金额。Amount.' })
  amountFen!: Fen;

  @Field(() => DateScalar, { description: '发放日期。Day of payment.' })
  paidOn!: Day;

  @Field(() => DateScalar, { nullable: true, description: '初次核定日期。Day of the first approval.' })
  firstApprovedOn!: Day | null;
}

@ObjectType({ description: '一段失业保险金待遇。One spell of unemployment benefit.', simpleResolvers: true })
export class UnemploymentBenefit extends Sourced implements Omit<UnemploymentBenefitFact, 'kind'> {
  @Field(() => DateScalar, { description: '起始日。First day.' })
  from!: Day;

  @Field(() => Int, { description: '核定月数。Months granted.' })
  monthsGranted!: number;

  @Field(() => Int, { description: '已领月数。Months drawn.' })
  monthsDrawn!: number;

  @Field(() => FenScalar, { description: '每月金额。Amount a month.' })
  monthlyFen!: Fen;
}

@ObjectType({
  description: '本人创办（担任法定代表人或经营者）的市场主体。A firm whose legal representative the person is.',
  simpleResolvers: true,
})
export class Enterprise extends Sourced implements Pick<FoundedEnterprise, 'creditCode' | 'name' | 'establishedOn'> {
  @Field(() => String, { description: '统一社会信用代码。Unified social credit code.' })
  creditCode!: string;

  @Field(() => String, { description: '名称。Name.' })
  name!: string;

  @Field(() => DateScalar, { description: '成立日期。Day of establishment.' })
  establishedOn!: Day;
}

export const EmploymentConnection = connectionOf(Employment, 'Employment', '就业登记', 'employments');
export const ContributionConnection = connectionOf(Contribution, 'Contribution', '社保缴费', 'contributions');

@ObjectType({
  description: '汇集四个来源系统的一个人。One person, put together from four sources.',
  simpleResolvers: true,
})
export class Person {
  @Field(() => ID, { description: '本平台的人员编号，不含身份证号码。The hub’s own id; it holds no ID number.' })
  id!: string;

  @Field(() => String, { description: '姓名；按协议可能被遮盖。Name; the agreement may have it masked.' })
  name!: string;

  @Field(() => Sex, { nullable: true, description: '性别。Sex.' })
  sex!: SexValue | null;

  @Field(() => DateScalar, { nullable: true, description: '出生日期。Birth date.' })
  birthDate!: Day | null;

  @Field(() => String, { nullable: true, description: '户籍所在行政区划代码。Region code of the household register.' })
  householdRegion!: string | null;

  @Field(() => Education, { nullable: true, description: '学历。Education.' })
  education!: EducationFact | null;

  @Field(() => [FieldProvenance], {
    description: '可完整查看的各字段的来源。Where the fields that may be seen in full come from.',
  })
  provenance!: FieldProvenance[];

  @Field(() => [Hardship], { description: '就业困难人员认定，新的在前。Designations as hard to employ, newest first.' })
  hardships!: Hardship[];

  @Field(() => [BenefitGrant], { description: '已发放的补贴，新的在前。Subsidies already paid, newest first.' })
  benefitGrants!: BenefitGrant[];

  @Field(() => [UnemploymentBenefit], { description: '失业保险金待遇，新的在前。Unemployment benefit, newest first.' })
  unemploymentBenefits!: UnemploymentBenefit[];

  @Field(() => [Enterprise], { description: '创办的市场主体，新的在前。Firms founded, newest first.' })
  enterprises!: Enterprise[];
}
