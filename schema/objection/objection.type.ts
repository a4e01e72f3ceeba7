/** Objections as the supervising officers see them, and as whoever holds the receipt does. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateScalar, DateTimeScalar } from '../value/value.type.js';

export const ObjectionState = {
  RECEIVED: 'received',
  ACKNOWLEDGED: 'acknowledged',
  UNFOUNDED: 'unfounded',
  UPHELD: 'upheld',
  INADMISSIBLE: 'inadmissible',
} as const;
registerEnumType(ObjectionState, {
  name: 'ObjectionState',
  description: '异议的状态。State of an objection.',
  valuesConfig: {
    RECEIVED: { description: '已收到。Received.' },
    ACKNOWLEDGED: { description: '已受理。Acknowledged.' },
    UNFOUNDED: { description: '查无问题。Unfounded.' },
    UPHELD: { description: '查实。Upheld.' },
    INADMISSIBLE: { description: '不予受理。Inadmissible.' },
  },
});

export const ObjectionMove = {
  ACKNOWLEDGE: 'acknowledge',
  DISMISS: 'dismiss',
  UPHOLD: 'uphold',
  REFUSE: 'refuse',
} as const;
registerEnumType(ObjectionMove, {
  name: 'ObjectionMove',
  description: '对异议的操作，监督人员。Moves on an objection, by the supervisor.',
  valuesConfig: {
    ACKNOWLEDGE: { description: '受理。Acknowledge it.' },
    DISMISS: { description: '查无问题，附结论。Unfounded, with the finding.' },
    UPHOLD: { description: '查实，附结论和取消人选的序号。Upheld, with the finding and the places taken off.' },
    REFUSE: { description: '不予受理，附结论。Inadmissible, with the finding.' },
  },
});

export const ObjectionChannel = { ONLINE: 'online', PHONE: 'phone', LETTER: 'letter', VISIT: 'visit' } as const;
registerEnumType(ObjectionChannel, {
  name: 'ObjectionChannel',
  description: '异议提出的方式。How an objection was made.',
  valuesConfig: {
    ONLINE: { description: '网上。Online.' },
    PHONE: { description: '电话。By phone.' },
    LETTER: { description: '信函。By letter.' },
    VISIT: { description: '来访。In person.' },
  },
});

@ObjectType({ description: '凭回执可见的办理情况。What whoever holds the receipt may see.', simpleResolvers: true })
export class ObjectionReceipt {
  @Field(() => String, { description: '回执号。Number of the receipt.' })
  receipt!: string;

  @Field(() => ObjectionState, { description: '状态。State.' })
  state!: string;

  @Field(() => DateTimeScalar, { description: '收到时间。When it was received.' })
  receivedAt!: Date;

  @Field(() => DateScalar, {
    nullable: true,
    description: '应受理日；当年工作日历未公布时为空。By when it is acknowledged; null until those days are known.',
  })
  acknowledgeBy!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '应办结日。By when it is decided.' })
  decideBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '办结时间。When it was decided.' })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: '结论，不涉及个人。The finding; it names nobody.' })
  finding!: string | null;
}

@ObjectType({ description: '一件异议。One objection.', simpleResolvers: true })
export class Objection extends ObjectionReceipt {
  @Field(() => ID, { description: '编号。Id.' })
  id!: string;

  @Field(() => ID, { description: '公示名单。The list that it is about.' })
  batchId!: string;

  @Field(() => ID, { description: '公告。The notice.' })
  noticeId!: string;

  @Field(() => ObjectionChannel, { description: '方式。How it was made.' })
  channel!: string;

  @Field(() => [Int], { nullable: true, description: '被取消的名单序号。Places taken off the list.' })
  removedPlaces!: number[] | null;
}

@ObjectType({
  description: '异议内容，仅监督人员可见。What was said; for the supervisor alone.',
  simpleResolvers: true,
})
export class ObjectionContent {
  @Field(() => String, { description: '异议内容。What is objected.' })
  text!: string;

  @Field(() => String, { nullable: true, description: '联系方式。How the objector can be reached.' })
  contact!: string | null;
}

export const ObjectionConnection = connectionOf(Objection, 'Objection', '异议', 'objections');

@InputType({ description: '登记一件异议。An objection to enter.' })
export class ReceiveObjectionInput {
  @Field(() => ID, { description: '公示名单编号。Id of the list.' })
  batchId!: string;

  @Field(() => ObjectionChannel, { description: '方式。How it was made.' })
  channel!: (typeof ObjectionChannel)[keyof typeof ObjectionChannel];

  @Field(() => DateTimeScalar, { description: '提出时间，须在公示期内。When it was made, within the period.' })
  receivedAt!: string;

  @Field(() => String, { description: '内容，1 至 2000 字，加密保存。What is said; kept sealed.' })
  text!: string;

  @Field(() => String, { nullable: true, description: '联系方式，加密保存。Contact; kept sealed.' })
  contact?: string | null;
}

@InputType({ description: '对异议的一个操作。A move on an objection.' })
export class MoveObjectionInput {
  @Field(() => ID, { description: '编号。Id.' })
  id!: string;

  @Field(() => ObjectionMove, { description: '操作。The move.' })
  move!: (typeof ObjectionMove)[keyof typeof ObjectionMove];

  @Field(() => String, {
    nullable: true,
    description: '书面结论，公开，不涉及个人。The finding; public; it names nobody.',
  })
  finding?: string | null;

  @Field(() => [Int], { nullable: true, description: '取消人选的序号，用于 UPHOLD。Places taken off, for UPHOLD.' })
  places?: number[] | null;
}
