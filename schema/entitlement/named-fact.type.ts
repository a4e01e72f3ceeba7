/** A fact or parameter by name and in words: what is missing, or what has changed. */
import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description: '一项事实或参数及其名称。A fact or parameter, and what it is called.',
  simpleResolvers: true,
})
export class NamedFact {
  @Field(() => String, { description: '规则使用的名称。The name that rules use.' })
  name!: string;

  @Field(() => String, { description: '中文名称。What it is called in Chinese.' })
  chinese!: string;

  @Field(() => String, { description: '英文名称。What it is called in English.' })
  english!: string;
}
