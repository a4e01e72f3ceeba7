/** What the page of a publicity shows. This type stands in a schema that is bound to no route: only the hub's own page asks it. */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '../value/value.type.js';

export const PublicityPhase = { ON_PAGE: 'on_page', OVER: 'over' } as const;
registerEnumType(PublicityPhase, {
  name: 'PublicityPhase',
  description: '公示在页面上的阶段。Whether the list is on the page.',
  valuesConfig: {
    ON_PAGE: { description: '公示期内，展示名单。Within the period: the list is shown.' },
    OVER: { description: '公示期满或已取消，名单已撤下。Over or cancelled: the list is taken down.' },
  },
});

@ObjectType({ description: '公示期内展示的一名拟聘人员。A proposed hire, within the period.', simpleResolvers: true })
export class PublicHire {
  @Field(() => Int, { description: '序号。Place in the list.' })
  place!: number;

  @Field(() => String, { description: '报考岗位。The post.' })
  postTitle!: string;

  @Field(() => String, { description: '姓名。Name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: '毕业院校。School.' })
  school!: string | null;

  @Field(() => String, { nullable: true, description: '学历。Level of education.' })
  education!: string | null;

  @Field(() => String, { nullable: true, description: '学位。Degree.' })
  degree!: string | null;

  @Field(() => String, { nullable: true, description: '专业。Major.' })
  major!: string | null;

  @Field(() => String, { nullable: true, description: '准考证号。Admission number.' })
  admissionNo!: string | null;

  @Field(() => String, { nullable: true, description: '成绩。Mark.' })
  score!: string | null;

  @Field(() => Int, { nullable: true, description: '排名。Rank.' })
  rank!: number | null;
}

@ObjectType({ description: '一个拟聘公示页面。The page of one publicity.', simpleResolvers: true })
export class PublicityPage {
  @Field(() => ID, { description: '名单编号。Id of the list.' })
  id!: string;

  @Field(() => PublicityPhase, { description: '阶段。Phase.' })
  phase!: string;

  @Field(() => ID, { description: '公告编号。Id of the notice.' })
  noticeId!: string;

  @Field(() => String, { description: '公告标题。Title of the notice.' })
  noticeTitle!: string;

  @Field(() => String, { description: '招聘单位。The firm.' })
  employerName!: string;

  @Field(() => DateTimeScalar, { description: '张贴时间。When it was posted.' })
  postedAt!: Date;

  @Field(() => DateScalar, { description: '公示首日。First day.' })
  firstDay!: string;

  @Field(() => DateScalar, { description: '公示末日，至 24:00。Last day, to its end.' })
  lastDay!: string;

  @Field(() => Int, { description: '公示工作日数。Working days.' })
  workingDays!: number;

  @Field(() => Int, {
    nullable: true,
    description: '剩余工作日，含今天；不能推算时为空。Working days left, today included.',
  })
  workingDaysLeft!: number | null;

  @Field(() => [PublicHire], { description: '名单；公示期外为空。The list; empty outside its period.' })
  hires!: PublicHire[];

  @Field(() => DateTimeScalar, { nullable: true, description: '撤下时间。When it was taken down.' })
  takenDownAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: '撤下记录的链式摘要，作为证明。Hash of the history entry that took it down: the proof.',
  })
  takeDownProof!: string | null;
}
