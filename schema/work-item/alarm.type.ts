/** Alarms as those see them who look into them. */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar } from '../value/value.type.js';
import type { AlarmKind as Kind } from './alarm.reads.js';

export const AlarmKind = { MISSES: 'misses', OFFICER_LOOKS: 'officer-looks' } as const;
registerEnumType(AlarmKind, {
  name: 'AlarmKind',
  description: '警示的种类。Kind of an alarm.',
  valuesConfig: {
    MISSES: { description: '查无此人的次数过多。Many look-ups that found nobody.' },
    OFFICER_LOOKS: {
      description:
        '工作人员在夜间、超量或对受保护的人查询。An officer looked at night, more than usual, or at who is guarded.',
    },
  },
});

@ObjectType({
  description: '一项须由第二人核查的警示。Something that a second person must look into.',
  simpleResolvers: true,
})
export class Alarm {
  @Field(() => ID, { description: '编号。Id.' })
  id!: string;

  @Field(() => AlarmKind, { description: '种类。Kind.' })
  kind!: Kind;

  @Field(() => String, { description: '所涉客户端或工作人员。The client or officer that it is about.' })
  client!: string;

  @Field(() => String, { description: '何事，先中文后英文。What happened, Chinese first, then English.' })
  reason!: string;

  @Field(() => String, {
    description: '细节，JSON 文本，不含被查询的人。Details as JSON text, without who was looked at.',
  })
  evidence!: string;

  @Field(() => Boolean, { description: '是否待核查。Whether it waits for somebody.' })
  isOpen!: boolean;

  @Field(() => Int, { description: '次数。How often.' })
  times!: number;

  @Field(() => DateTimeScalar, { description: '首次发生。When it first happened.' })
  firstSeenAt!: Date;

  @Field(() => DateTimeScalar, { description: '最近发生。When it last happened.' })
  lastSeenAt!: Date;

  @Field(() => String, { nullable: true, description: '核查人。Who looked into it.' })
  settledBy!: string | null;

  @Field(() => String, { nullable: true, description: '核查结论。What came of it.' })
  finding!: string | null;
}

export const AlarmConnection = connectionOf(Alarm, 'Alarm', '警示', 'alarms');
