/** Job platforms that register themselves. */
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: '一个招聘平台。A job platform.', simpleResolvers: true })
export class Platform {
  @Field(() => ID, { description: '平台编号。Id of the platform.' })
  id!: string;

  @Field(() => String, { description: '平台名称。Its name.' })
  name!: string;

  @Field(() => String, {
    description:
      '密钥，只显示这一次，请妥善保存；放在请求头 Authorization: Bearer phk_…。Its key, shown this once: keep it, and send it as Authorization: Bearer phk_….',
  })
  key!: string;
}
