/** Who is guarded, as an administrator says it. */
import { Field, InputType } from 'type-graphql';
import type { Day } from '../../rules/vocabulary.js';
import { DateScalar } from '../value/value.type.js';

@InputType({
  description: '一个受保护的人：无案件编号不得查询。Somebody at whom no officer looks without a case number.',
})
export class GuardPersonInput {
  @Field(() => String, { description: '公民身份号码。Resident ID number.' })
  idNumber!: string;

  @Field(() => String, { description: '姓名。Name.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      '对哪一位工作人员，例如其亲属；空为所有人。Against which officer, such as a relative’s; null: everybody.',
  })
  officer?: string | null;

  @Field(() => DateScalar, { description: '末日。Last day.' })
  until!: Day;

  @Field(() => String, {
    description:
      '原因，1 至 500 字，长期保存；请勿写个人信息。Why, 1 to 500 characters, kept for good; no personal data, please.',
  })
  reason!: string;
}
