/** Lists of proposed hires: as firm and bureau work on them, and as the page shows them in their period. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '../value/value.type.js';

export const PublicityState = {
  DRAFT: 'draft',
  SUBMITTED: 'submitted',
  RETURNED: 'returned',
  PUBLIC: 'public',
  ENDED: 'ended',
  CANCELLED: 'cancelled',
} as const;
registerEnumType(PublicityState, {
  name: 'PublicityState',
  description: '公示名单的状态。State of a list of proposed hires.',
  valuesConfig: {
    DRAFT: { description: '草稿。A draft.' },
    SUBMITTED: { description: '已报送。With the bureau.' },
    RETURNED: { description: '退回。Returned.' },
    PUBLIC: { description: '公示中。On the page.' },
    ENDED: { description: '公示期满，已撤下。Over and taken down.' },
    CANCELLED: { description: '取消。Cancelled.' },
  },
});

export const PublicityMove = {
  SUBMIT: 'submit',
  RETURN: 'return',
  PUBLISH: 'publish',
  EXTEND: 'extend',
  REMOVE: 'remove',
  CANCEL: 'cancel',
} as const;
registerEnumType(PublicityMove, {
  name: 'PublicityMove',
  description: '对公示名单的操作。Moves on a list of proposed hires.',
  valuesConfig: {
    SUBMIT: { description: '报送，单位审核人。Submit, by the firm’s approver.' },
    RETURN: { description: '退回并说明，人社部门。Return with a reason, by the bureau.' },
    PUBLISH: { description: '张贴，人社部门审批人。Post it, by the bureau’s approver.' },
    EXTEND: { description: '页面中断的日子顺延，监督人员。Add days lost to an outage, by the supervisor.' },
    REMOVE: { description: '取消人选，监督人员。Take places off, by the supervisor.' },
    CANCEL: { description: '取消并撤下，监督人员。Cancel and take down, by the supervisor.' },
  },
});

@ObjectType({ description: '某岗位拟聘人数。How many are proposed for a post.', simpleResolvers: true })
export class ProposedCount {
  @Field(() => String, { description: '岗位代码。Code of the post.' })
  post!: string;

  @Field(() => Int, { description: '人数。How many.' })
  proposed!: number;
}

@ObjectType({ description: '一名拟聘人员。One proposed hire.', simpleResolvers: true })
export class ProposedHire {
  @Field(() => Int, { description: '名单序号，自 1 起。Place in the list, from 1.' })
  place!: number;

  @Field(() => String, { description: '岗位代码。Code of the post.' })
  post!: string;

  @Field(() => String, { description: '姓名。Name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: '毕业院校。School.' })
  school!: string | null;

  @Field(() => String, { nullable: true, description: '学历代码（GB/T 4658）。Level of education.' })
  educationLevel!: string | null;

  @Field(() => String, { nullable: true, description: '学位。Degree.' })
  degree!: string | null;

  @Field(() => String, { nullable: true, description: '专业。Major.' })
  major!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '准考证号，以区分同名。Admission number: tells namesakes apart.',
  })
  admissionNo!: string | null;

  @Field(() => String, { nullable: true, description: '成绩。Mark.' })
  score!: string | null;

  @Field(() => Int, { nullable: true, description: '排名。Rank.' })
  rank!: number | null;
}

@ObjectType({ description: '一份拟聘公示名单。One list of proposed hires.', simpleResolvers: true })
export class PublicityList {
  @Field(() => ID, { description: '编号。Id.' })
  id!: string;

  @Field(() => PublicityState, { description: '状态。State.' })
  state!: string;

  @Field(() => Boolean, { description: '是否声明已执行回避。Whether recusal was declared.' })
  recusalStatement!: boolean;

  @Field(() => [ProposedCount], { description: '各岗位拟聘人数。Counts by post.' })
  counts!: ProposedCount[];

  @Field(() => String, { nullable: true, description: '退回原因。Why it was returned.' })
  returnReason!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '张贴时间。When it was posted.' })
  postedAt!: Date | null;

  @Field(() => Int, { nullable: true, description: '公示工作日数。Working days of the period.' })
  workingDays!: number | null;

  @Field(() => DateScalar, { nullable: true, description: '公示首日。First day.' })
  firstDay!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '公示末日，至 24:00。Last day, to its end.' })
  lastDay!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '撤下时间。When it was taken down.' })
  takenDownAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: '名单的带密钥摘要，用于证明而不泄露。Keyed hash of the list: it proves and tells nothing.',
  })
  listHash!: string | null;

  @Field(() => [String], { description: '你现在可作的操作。The moves that you may make now.' })
  legalMoves!: string[];
}

@InputType({ description: '一名拟聘人员；没有的项目不能填写。A proposed hire; what has no field cannot be told.' })
export class ProposedHireInput {
  @Field(() => String, { description: '岗位代码。Code of the post.' })
  post!: string;

  @Field(() => String, { description: '姓名，2 至 40 字。Name, 2 to 40 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: '毕业院校。School.' })
  school?: string | null;

  @Field(() => String, { nullable: true, description: '学历代码（GB/T 4658）。Level of education.' })
  educationLevel?: string | null;

  @Field(() => String, { nullable: true, description: '学位。Degree.' })
  degree?: string | null;

  @Field(() => String, { nullable: true, description: '专业。Major.' })
  major?: string | null;

  @Field(() => String, { nullable: true, description: '准考证号。Admission number.' })
  admissionNo?: string | null;

  @Field(() => String, { nullable: true, description: '成绩。Mark.' })
  score?: string | null;

  @Field(() => Int, { nullable: true, description: '排名。Rank.' })
  rank?: number | null;
}

@InputType({ description: '要保存的公示名单，整份替换。A list to save; it takes the place of the one before.' })
export class SavePublicityListInput {
  @Field(() => ID, { description: '公告编号。Id of the notice.' })
  noticeId!: string;

  @Field(() => ID, { nullable: true, description: '名单编号；不填为新名单。Id of the list; left out: a new one.' })
  id?: string | null;

  @Field(() => Boolean, { description: '已执行回避要求。The recusal rules were followed.' })
  recusalStatement!: boolean;

  @Field(() => [ProposedHireInput], { description: '拟聘人员，至多 500 名。Proposed hires, at most 500.' })
  hires!: ProposedHireInput[];
}

@InputType({ description: '对公示名单的一个操作。A move on a list of proposed hires.' })
export class MovePublicityListInput {
  @Field(() => ID, { description: '名单编号。Id of the list.' })
  id!: string;

  @Field(() => PublicityMove, { description: '操作。The move.' })
  move!: string;

  @Field(() => String, { nullable: true, description: '原因，1 至 500 字。Why, 1 to 500 characters.' })
  reason?: string | null;

  @Field(() => Int, { nullable: true, description: '延长的工作日数，用于 EXTEND。Working days, for EXTEND.' })
  days?: number | null;

  @Field(() => [Int], { nullable: true, description: '名单序号，用于 REMOVE。Places in the list, for REMOVE.' })
  places?: number[] | null;
}
