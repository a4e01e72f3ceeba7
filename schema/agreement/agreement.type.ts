/** The running agreement as the client itself sees it. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Access as AccessValue } from '../../rules/visibility.js';

export const Access = { FULL: 'full', MASKED: 'masked', ABSENT: 'absent' } as const;
registerEnumType(Access, {
  name: 'Access',
  description: '对一个字段的权限。Right to one field.',
  valuesConfig: {
    FULL: { description: '完整可见。In full.' },
    MASKED: { description: '遮盖后可见。Masked.' },
    ABSENT: { description: '不可见，选取即拒绝。Not at all: selecting it is refused.' },
  },
});

@ObjectType({ description: '一个查询目的及其法律依据。A purpose with its legal basis.', simpleResolvers: true })
export class AgreementPurpose {
  @Field(() => String, {
    description: '目的代码，放在请求头 x-purpose。Code of the purpose, sent in the header x-purpose.',
  })
  code!: string;

  @Field(() => String, { description: '法律依据。Legal basis.' })
  basis!: string;
}

@ObjectType({ description: '一个字段及对它的权限。A field and the right to it.', simpleResolvers: true })
export class FieldAccess {
  @Field(() => String, { description: '字段，例如 Person.name。The field, such as Person.name.' })
  field!: string;

  @Field(() => Access, { description: '权限。The right.' })
  access!: AccessValue;
}

@ObjectType({
  description: '数据共享协议的现行版本。The version of the sharing agreement that is in force.',
  simpleResolvers: true,
})
export class Agreement {
  @Field(() => String, { description: '协议方。The client.' })
  client!: string;

  @Field(() => Int, { description: '协议版本。Version.' })
  version!: number;

  @Field(() => [AgreementPurpose], { description: '允许的查询目的。Purposes allowed.' })
  purposes!: AgreementPurpose[];

  @Field(() => String, { nullable: true, description: '未指明目的时采用的目的。Purpose of a request that names none.' })
  defaultPurpose!: string | null;

  @Field(() => [FieldAccess], { description: '各字段的权限。Rights by field.' })
  fields!: FieldAccess[];

  @Field(() => Int, { description: '每日查询次数上限。Look-ups a day at most.' })
  dailyLimit!: number;

  @Field(() => Int, { description: '今日（北京时间）剩余次数。Look-ups left today (Asia/Shanghai).' })
  left!: number;
}
