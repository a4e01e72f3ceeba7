/** Webhooks as the platform that owns them sees them. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RecruitmentPostFilter } from '../open-record/open-filter.type.js';
import { ChangeKindEnum } from '../open-record/recruitment-enum.type.js';
import { connectionOf, DateTimeScalar } from '../value/value.type.js';
import type { WebhookFault as Fault } from './webhook.reads.js';

export const WebhookState = {
  PENDING: 'pending',
  ACTIVE: 'active',
  PAUSED: 'paused',
  FAILED: 'failed',
  GONE: 'gone',
  REMOVED: 'removed',
} as const;
registerEnumType(WebhookState, {
  name: 'WebhookState',
  description: '推送的状态。State of a webhook.',
  valuesConfig: {
    PENDING: {
      description:
        '等待接收端以 {"challenge": …} 回答 webhook.verify。Waits for its endpoint to answer webhook.verify with {"challenge": …}.',
    },
    ACTIVE: { description: '推送中。Delivers.' },
    PAUSED: { description: '由所有者暂停。Paused by its owner.' },
    FAILED: {
      description: '重试 75 小时后放弃，游标保留。Given up after 75 hours of attempts; its cursor is kept.',
    },
    GONE: { description: '接收端答复 410。Its endpoint answered 410.' },
    REMOVED: { description: '已删除。Removed.' },
  },
});

export const WebhookFault = {
  ADDRESS: 'address',
  SCHEME: 'scheme',
  CREDENTIALS: 'credentials',
  UNRESOLVED: 'unresolved',
  PRIVATE: 'private',
  CONNECTION: 'connection',
  TIMEOUT: 'timeout',
  REDIRECT: 'redirect',
  STATUS: 'status',
  CHALLENGE: 'challenge',
} as const;
registerEnumType(WebhookFault, {
  name: 'WebhookFault',
  description: '一次推送失败的原因。Why an attempt failed.',
  valuesConfig: {
    ADDRESS: { description: '不是网址。It is no address.' },
    SCHEME: { description: '须为 https。It must be https.' },
    CREDENTIALS: { description: '网址中不得有用户名或密码。It must hold no user name or password.' },
    UNRESOLVED: { description: '域名查不到地址。Its name has no address.' },
    PRIVATE: { description: '指向内部网络或本机。It leads to a private network or to this machine.' },
    CONNECTION: { description: '连接失败或中断。The connection failed or broke.' },
    TIMEOUT: { description: '20 秒内没有答复。No answer within 20 seconds.' },
    REDIRECT: { description: '答复要求转到别处；不予跟随。It answered with a redirect, which is not followed.' },
    STATUS: { description: '答复的状态码不是 2xx。It answered with another status than 2xx.' },
    CHALLENGE: { description: '答复中没有所要求的 challenge。The challenge was not in its answer.' },
  },
});

@ObjectType({
  description: '把公开记录的变更推送到一个网址。Delivers changes of public records to an address.',
  simpleResolvers: true,
})
export class Webhook {
  @Field(() => ID, { description: '推送编号。Id of the webhook.' })
  id!: string;

  @Field(() => String, { description: '接收网址。Where it delivers.' })
  url!: string;

  @Field(() => String, {
    nullable: true,
    description:
      '岗位条件，JSON 文本；为空则公告和岗位的变更全部推送。The filter as JSON text; null: every change of notices and posts.',
  })
  filter!: string | null;

  @Field(() => [ChangeKindEnum], {
    nullable: true,
    description: '只推送这些类别；为空则全部。Only these kinds; null: all.',
  })
  kinds!: readonly string[] | null;

  @Field(() => WebhookState, { description: '状态。State.' })
  state!: (typeof WebhookState)[keyof typeof WebhookState];

  @Field(() => String, {
    description:
      '已确认到的位置，同 recruitmentChanges 的游标。How far it is acknowledged: a cursor of recruitmentChanges.',
  })
  cursor!: string;

  @Field(() => Int, { description: '当前消息已失败的次数。Failed attempts at the present message.' })
  attempts!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '下次重试的时间；没有待重试的消息时为空。When the next attempt is due, if one has failed.',
  })
  nextAttemptAt!: Date | null;

  @Field(() => DateTimeScalar, { description: '登记时间。When it was registered.' })
  registeredAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '旧密钥同时签名到此时。Until when the secret before signs as well.',
  })
  oldSecretUntil!: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      '签名密钥 whsec_…，只在登记和更换时显示一次。Its signing secret whsec_…, shown once when registered and when rotated.',
  })
  secret!: string | null;
}

@ObjectType({ description: '一次推送尝试。One attempt to deliver.', simpleResolvers: true })
export class WebhookAttempt {
  @Field(() => ID, { description: '尝试编号。Id of the attempt.' })
  id!: string;

  @Field(() => String, {
    description: '消息编号，即 webhook-id；重试时不变。Id of the message, its webhook-id; the same in every retry.',
  })
  messageId!: string;

  @Field(() => String, {
    nullable: true,
    description: '消息从此位置之后开始；验证消息为空。The message begins behind this place; null for a verification.',
  })
  after!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '消息到此位置为止；验证消息为空。The message goes up to this place; null for a verification.',
  })
  to!: string | null;

  @Field(() => DateTimeScalar, { description: '开始时间。When it began.' })
  startedAt!: Date;

  @Field(() => Int, {
    nullable: true,
    description:
      '用时，毫秒；未结束或随进程中断时为空。Milliseconds; null while under way, or when it broke off with its process.',
  })
  durationMs!: number | null;

  @Field(() => Int, { nullable: true, description: '答复的状态码。Status of the answer.' })
  status!: number | null;

  @Field(() => WebhookFault, {
    nullable: true,
    description: '失败原因；成功时为空。Why it failed; null when it did not.',
  })
  fault!: Fault | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '据此安排的下次尝试。The next attempt that follows from it.',
  })
  nextAttemptAt!: Date | null;
}

export const WebhookAttemptConnection = connectionOf(WebhookAttempt, 'WebhookAttempt', '推送尝试', 'attempts');

@InputType({ description: '登记推送。A webhook to register.' })
export class RegisterWebhookInput {
  @Field(() => String, { description: '接收网址，https。Where to deliver, https.' })
  url!: string;

  @Field(() => RecruitmentPostFilter, {
    nullable: true,
    description:
      '岗位条件；给出时只推送岗位的变更，含进入和离开条件。A filter of posts; with it only changes of posts are told, and what enters and leaves it.',
  })
  filter?: RecruitmentPostFilter | null;

  @Field(() => [ChangeKindEnum], { nullable: true, description: '只推送这些类别。Only these kinds.' })
  kinds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: '只推送今后的变更；false 则从头开始。Only what changes from now on; false: from the very beginning.',
  })
  fromNow!: boolean | null;

  @Field(() => String, {
    description:
      '幂等键，1 至 100 字；同键同内容得到同一推送，内容不同则 CONFLICT。1 to 100 characters; the same key with the same input gives the same webhook, with another one CONFLICT.',
  })
  idempotencyKey!: string;
}
