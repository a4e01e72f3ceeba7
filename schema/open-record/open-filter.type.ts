/** What public records are filtered by, and how many each further value would give. */
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { StateLevel } from '../organization/organization.type.js';
import { DateTimeScalar, FenScalar } from '../value/value.type.js';
import {
  BasisEnum,
  EmploymentTypeEnum,
  FacetNameEnum,
  NoticeStateEnum,
  PostStateEnum,
} from './recruitment-enum.type.js';

@InputType({
  description:
    '公告的条件：同一条件的多个值为“或”，不同条件为“且”。Conditions on notices: values of one are alternatives, all conditions must hold.',
})
export class RecruitmentNoticeFilter {
  @Field(() => [NoticeStateEnum], { nullable: true, description: '状态；默认全部。States; all by default.' })
  state?: string[] | null;

  @Field(() => [String], { nullable: true, description: '招聘单位统一社会信用代码。Credit codes of employers.' })
  employer?: string[] | null;

  @Field(() => [StateLevel], { nullable: true, description: '单位层级。Levels of the employer.' })
  employerLevel?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: '单位所在地的行政区划代码，含下级。Region codes of the employer, with all below.',
  })
  region?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: '单位行业代码 GB/T 4754，含下级。Industry codes of the employer, with all below.',
  })
  industry?: string[] | null;

  @Field(() => [String], { nullable: true, description: '毕业年份，四位数字。Years of graduation, four digits.' })
  graduationYear?: string[] | null;

  @Field(() => [BasisEnum], { nullable: true, description: '招聘依据。Basis of the recruitment.' })
  basis?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      '全文中须出现的词，以空格分隔，至多 100 字。Words that must all be found, parted by spaces, at most 100 characters.',
  })
  text?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '报名截止晚于此时。Closing later than this.' })
  closesAfter?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '报名截止不晚于此时。Closing by then.' })
  closesBefore?: string | null;
}

@InputType({
  description:
    '岗位的条件：同一条件的多个值为“或”，不同条件为“且”。Conditions on posts: values of one are alternatives, all conditions must hold.',
})
export class RecruitmentPostFilter {
  @Field(() => [PostStateEnum], { nullable: true, description: '状态；默认全部。States; all by default.' })
  state?: string[] | null;

  @Field(() => [String], { nullable: true, description: '招聘单位统一社会信用代码。Credit codes of employers.' })
  employer?: string[] | null;

  @Field(() => [StateLevel], { nullable: true, description: '单位层级。Levels of the employer.' })
  employerLevel?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: '工作地点的行政区划代码，含下级。Region codes of the place of work, with all below.',
  })
  region?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: '最低学历代码，GB/T 4658。Least level of education, GB/T 4658.',
  })
  education?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: '专业代码，含下级；any 为不限专业的岗位。Codes of majors with all below; any: posts for any major.',
  })
  major?: string[] | null;

  @Field(() => [String], { nullable: true, description: '职业代码，含下级。Codes of occupations, with all below.' })
  occupation?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: '单位行业代码 GB/T 4754，含下级。Industry codes of the employer, with all below.',
  })
  industry?: string[] | null;

  @Field(() => [EmploymentTypeEnum], { nullable: true, description: '用工形式。Forms of employment.' })
  employmentType?: string[] | null;

  @Field(() => [String], { nullable: true, description: '毕业年份，四位数字。Years of graduation, four digits.' })
  graduationYear?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      '最低月薪档次，以其下限元数表示；unstated 为未写明。Bands of the least pay a month by their lower end in yuan; unstated: not said.',
  })
  pay?: string[] | null;

  @Field(() => [BasisEnum], { nullable: true, description: '招聘依据。Basis of the recruitment.' })
  basis?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: '是否面向退役士兵定向招聘。Whether kept for veterans.' })
  reservedForVeterans?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      '全文中须出现的词，以空格分隔，至多 100 字。Words that must all be found, parted by spaces, at most 100 characters.',
  })
  text?: string | null;

  @Field(() => FenScalar, {
    nullable: true,
    description: '月薪上限不低于此数，分。The most that is paid a month is at least this, in fen.',
  })
  payAtLeastFen?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '报名截止晚于此时。Closing later than this.' })
  closesAfter?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '报名截止不晚于此时。Closing by then.' })
  closesBefore?: string | null;
}

@ObjectType({ description: '一个条件的一个值及其记录数。One value and its number of records.', simpleResolvers: true })
export class RecruitmentFacetValue {
  @Field(() => String, { description: '值，可直接用于条件。The value, as the filter takes it.' })
  value!: string;

  @Field(() => String, { description: '名称。What it is called.' })
  label!: string;

  @Field(() => Int, { description: '记录数。Number of records.' })
  count!: number;

  @Field(() => Boolean, { description: '是否已在条件中。Whether the filter has it already.' })
  isSelected!: boolean;
}

@ObjectType({
  description:
    '一个条件各值的记录数；计数时其余条件照用，本条件不用。Counts of one condition’s values, under all other conditions but not its own.',
  simpleResolvers: true,
})
export class RecruitmentFacet {
  @Field(() => FacetNameEnum, { description: '哪个条件。Which condition.' })
  name!: string;

  @Field(() => [RecruitmentFacetValue], {
    description: '各值，记录多的在前。The values, those with most records first.',
  })
  values!: RecruitmentFacetValue[];
}
