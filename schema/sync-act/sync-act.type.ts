/** What people did with runs and streams, as the bureau's staff see it. */
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '../value/value.type.js';

export const SyncActKind = { CANCEL: 'cancel', RETRY: 'retry', PAUSE: 'pause', RESUME: 'resume' } as const;
registerEnumType(SyncActKind, {
  name: 'SyncActKind',
  description: '对同步任务的处置。What was done.',
  valuesConfig: {
    CANCEL: { description: '停止任务。A run was cancelled.' },
    RETRY: { description: '再试任务。A run was tried again.' },
    PAUSE: { description: '暂停数据流。A stream was paused.' },
    RESUME: { description: '恢复数据流。A stream was resumed.' },
  },
});

@ObjectType({ description: '一次处置：何人、何时、为何。One act: who, when and why.', simpleResolvers: true })
export class SyncAct {
  @Field(() => SyncActKind, { description: '处置。What was done.' })
  act!: (typeof SyncActKind)[keyof typeof SyncActKind];

  @Field(() => String, { description: '何人。Who.' })
  by!: string;

  @Field(() => DateTimeScalar, { description: '何时。When.' })
  at!: Date;

  @Field(() => String, { description: '为何。Why.' })
  reason!: string;
}
