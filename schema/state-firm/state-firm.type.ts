/** The register of state firms as everybody may read it, and as the bureau's staff keep it. */
import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { StateLevel as Level } from '../../rules/recruitment/bureaus.js';
import type { StateHolding as Holding } from '../../rules/recruitment/state-firms.js';
import type { Day } from '../../rules/vocabulary.js';
import { StateLevel } from '../organization/organization.type.js';
import { connectionOf, DateScalar, DateTimeScalar } from '../value/value.type.js';

export const StateHolding = { WHOLLY: 'wholly', CONTROLLED: 'controlled', BRANCH: 'branch' } as const;
registerEnumType(StateHolding, {
  name: 'StateHolding',
  description: '国有出资的程度。How much of a firm is in public hands.',
  valuesConfig: {
    WHOLLY: { description: '国有全资。All of it.' },
    CONTROLLED: { description: '国有控股，超过一半。More than half of it.' },
    BRANCH: { description: '国有企业的分支机构。It is a branch of a state firm.' },
  },
});

@ObjectType({
  description: '一个人力资源和社会保障部门。A bureau of human resources and social security.',
  simpleResolvers: true,
})
export class Bureau {
  @Field(() => String, { description: '所辖行政区划代码。Region code of what it serves.' })
  region!: string;

  @Field(() => String, { description: '名称。Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: '本部门网站。Its own website.' })
  website!: string | null;
}

@ObjectType({ description: '国有企业名录的一项。One entry of the register of state firms.', simpleResolvers: true })
export class StateFirm {
  @Field(() => String, { description: '统一社会信用代码。Unified social credit code.' })
  creditCode!: string;

  @Field(() => String, { description: '名称。Its name.' })
  name!: string;

  @Field(() => StateLevel, { description: '隶属层级。Level to which it belongs.' })
  level!: Level;

  @Field(() => Bureau, { description: '受理其招聘备案的同级部门。The bureau with which it files recruitment.' })
  bureau!: Bureau;

  @Field(() => DateScalar, { description: '列入名录的首日。First day on the register.' })
  from!: Day;

  @Field(() => DateScalar, {
    nullable: true,
    description: '末日；未定时为空。Last day; null while none is set.',
  })
  to!: Day | null;
}

@ObjectType({
  description: '名录的一项，连同依据。An entry of the register with what it rests on.',
  simpleResolvers: true,
})
export class StateFirmEntry extends StateFirm {
  @Field(() => StateHolding, { description: '国有出资的程度。How much of it is in public hands.' })
  holding!: Holding;

  @Field(() => String, { nullable: true, description: '出资人。Who holds it.' })
  investor!: string | null;

  @Field(() => String, { description: '登记地行政区划代码。Region code of where it is registered.' })
  region!: string;

  @Field(() => [String], { description: '依据，每项一句。What it rests on, a sentence each.' })
  evidence!: string[];

  @Field(() => DateTimeScalar, { description: '记入时间。When it was recorded.' })
  recordedAt!: Date;
}

export const StateFirmConnection = connectionOf(StateFirm, 'StateFirm', '国有企业', 'state firms');
export const StateFirmEntryConnection = connectionOf(StateFirmEntry, 'StateFirmEntry', '名录各项', 'entries');

@ArgsType()
export class StateFirmsArgs {
  @Field(() => DateScalar, { nullable: true, description: '哪一日的名录，默认今天。The day; today by default.' })
  on?: Day | null;

  @Field(() => StateLevel, { nullable: true, description: '只看一个层级。Of one level alone.' })
  level?: Level | null;

  @Field(() => String, {
    nullable: true,
    description: '只看一个部门受理的，以其行政区划代码。Of one bureau alone, by its region code.',
  })
  bureau?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '名称的一部分，或统一社会信用代码。Part of a name, or a whole credit code.',
  })
  search?: string | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 20,
    description: '本页项数，至多 100。Items on this page, at most 100.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: '上一页的 endCursor。The endCursor of the page before.',
  })
  after?: string | null;
}

@InputType({
  description:
    '要列入名录的企业；已在名录的，新的一项自 from 起接续。A firm for the register; of one that stands on it the new entry follows from `from` on.',
})
export class ProposeStateFirmInput {
  @Field(() => String, { description: '统一社会信用代码。Unified social credit code.' })
  creditCode!: string;

  @Field(() => String, {
    nullable: true,
    description:
      '名称，至多 200 字；市场主体登记中有的以登记为准。Its name, at most 200 characters; the business register’s own name goes before.',
  })
  name?: string | null;

  @Field(() => DateScalar, { description: '列入的首日。First day on the register.' })
  from!: Day;

  @Field(() => DateScalar, { nullable: true, description: '末日，未定时不填。Last day; left out when none is set.' })
  to?: Day | null;

  @Field(() => StateLevel, { description: '隶属层级。Level to which it belongs.' })
  level!: Level;

  @Field(() => StateHolding, { description: '国有出资的程度。How much of it is in public hands.' })
  holding!: Holding;

  @Field(() => String, { nullable: true, description: '出资人，至多 200 字。Who holds it, at most 200 characters.' })
  investor?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '登记地行政区划代码；市场主体登记中有的以登记为准。Region code of where it is registered; the business register’s own goes before.',
  })
  region?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '受理部门的行政区划代码；默认县属企业归所在县（区），其余归市。Region code of its bureau; by default the county’s for a county firm, else the city’s.',
  })
  bureau?: string | null;

  @Field(() => [String], {
    description: '依据，1 至 10 项，每项至多 500 字。What it rests on, 1 to 10 sentences of at most 500 characters.',
  })
  evidence!: string[];

  @Field(() => String, { description: '原因，1 至 500 字。Why, 1 to 500 characters.' })
  reason!: string;
}
