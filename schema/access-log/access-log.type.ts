/** The access log as a person sees it who was looked up, as an auditor does, and the proof that an event is in it. */
import { Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { LoggedField } from '../../rules/field-labels.js';
import { connectionOf, DateTimeScalar } from '../value/value.type.js';

export const AccessOutcome = {
  SHOWN: 'shown',
  MISS: 'miss',
  REFUSED: 'refused',
  BEGUN: 'begun',
  DONE: 'done',
  FAILED: 'failed',
  EXPORTED: 'exported',
} as const;
export type AccessOutcomeValue = (typeof AccessOutcome)[keyof typeof AccessOutcome];
registerEnumType(AccessOutcome, {
  name: 'AccessOutcome',
  description: '一次访问的结果。How an access ended.',
  valuesConfig: {
    SHOWN: { description: '已显示。Data were shown.' },
    MISS: { description: '未显示：不存在、不相符或无权查看。Nothing was shown: unknown, no match or not permitted.' },
    REFUSED: { description: '被拒绝，未读取任何数据。Refused; nothing was read.' },
    BEGUN: { description: '一项操作开始。An act began.' },
    DONE: { description: '一项操作完成。An act was done.' },
    FAILED: { description: '一项操作失败。An act failed.' },
    EXPORTED: { description: '日志被导出。The log was exported.' },
  },
});

@ObjectType({ description: '被查询的一个字段。A field that was asked for.', simpleResolvers: true })
export class AccessedField implements LoggedField {
  @Field(() => String, { description: '代码，例如 Person.name。Its code, such as Person.name.' })
  code!: string;

  @Field(() => String, { description: '中文名称。What it is called in Chinese.' })
  label!: string;

  @Field(() => Boolean, { description: '是否遮盖后显示。Whether it was shown masked.' })
  masked!: boolean;
}

@ObjectType({ description: '有人查询您一次。One look at your record.', simpleResolvers: true })
export class OwnAccess {
  @Field(() => ID, {
    description: '编号，可据以向 accessReceipt 索取证明。Its id: accessReceipt gives the proof of it.',
  })
  id!: string;

  @Field(() => DateTimeScalar, { description: '时间。When.' })
  at!: Date;

  @Field(() => String, {
    description:
      '查询的单位；本市人社部门的工作人员不列姓名。The agency that looked; of the bureau’s own staff no name is given.',
  })
  by!: string;

  @Field(() => [AccessedField], { description: '查询的内容。What was asked for.' })
  fields!: AccessedField[];

  @Field(() => String, { description: '目的代码。Code of the purpose.' })
  purpose!: string;

  @Field(() => String, { nullable: true, description: '法律依据。The law that the purpose rests on.' })
  basis!: string | null;

  @Field(() => AccessOutcome, { description: '结果。How it ended.' })
  outcome!: AccessOutcomeValue;

  @Field(() => Boolean, { description: '是否出现在名单查询中。Whether it was in a list rather than by itself.' })
  inList!: boolean;
}

const OwnAccessPage = connectionOf(OwnAccess, 'OwnAccess', '对您的查询', 'looks at your record');

@ObjectType('OwnAccessConnection', {
  description: '查询您的记录的一页。A page of the looks at your record.',
  simpleResolvers: true,
})
export class OwnAccessConnection extends OwnAccessPage {
  @Field(() => String, {
    description:
      '日志中代表您的代号，可交给审计人员；由它不能得知您是谁。The token that stands for you in the log, which you may give to an auditor; it does not say who you are.',
  })
  subject!: string;
}

@ObjectType({ description: '访问日志中的一个事件。An event of the access log.', simpleResolvers: true })
export class LoggedAccess {
  @Field(() => ID, { description: '编号。Its id.' })
  id!: string;

  @Field(() => Float, { description: '封存顺序中的序号，连续无缺。Its number in the order of sealing, without gaps.' })
  number!: number;

  @Field(() => DateTimeScalar, { description: '时间。When.' })
  at!: Date;

  @Field(() => DateTimeScalar, { description: '封存时间。When it was sealed.' })
  sealedAt!: Date;

  @Field(() => Boolean, {
    description:
      '事件时间与封存时间相差十秒以上。Whether its time and that of its seal lie more than ten seconds apart.',
  })
  outOfOrder!: boolean;

  @Field(() => String, { description: '机构、单位或工作人员。The agency, employer or officer.' })
  client!: string;

  @Field(() => String, { description: '以何种身份。In which audience.' })
  audience!: string;

  @Field(() => String, { description: '目的代码。Code of the purpose.' })
  purpose!: string;

  @Field(() => String, { nullable: true, description: '法律依据。The law that the purpose rests on.' })
  basis!: string | null;

  @Field(() => ID, { nullable: true, description: '所依据的协议版本。The version of the agreement.' })
  agreementId!: string | null;

  @Field(() => String, {
    description: '操作名称与查询文本的摘要。Name of the operation and digest of its document.',
  })
  operation!: string;

  @Field(() => [AccessedField], { description: '查询的内容。What was asked for.' })
  fields!: AccessedField[];

  @Field(() => AccessOutcome, { description: '结果。How it ended.' })
  outcome!: AccessOutcomeValue;

  @Field(() => String, {
    nullable: true,
    description: '所涉及的人或单位的代号。Token of the person or organization that it is about.',
  })
  subject!: string | null;

  @Field(() => ID, { nullable: true, description: '所操作对象的编号。Id of what was acted on.' })
  target!: string | null;

  @Field(() => String, { description: '叶子哈希，十六进制。Its leaf in the tree, in hex.' })
  leaf!: string;
}

const LoggedAccessPage = connectionOf(LoggedAccess, 'LoggedAccess', '访问日志事件', 'events of the access log');

@ObjectType('LoggedAccessConnection', {
  description: '访问日志事件的一页。A page of events of the access log.',
  simpleResolvers: true,
})
export class LoggedAccessConnection extends LoggedAccessPage {
  @Field(() => Float, { description: '满足条件的事件总数。How many events there are in all.' })
  totalCount!: number;
}

@InputType({ description: '只看哪些事件；各项须同时满足。Which events; all of these at once.' })
export class AccessFilter {
  @Field(() => String, { nullable: true, description: '机构、单位或工作人员。The agency, employer or officer.' })
  client?: string | null;

  @Field(() => String, { nullable: true, description: '本局工作人员。An officer of the bureau.' })
  officer?: string | null;

  @Field(() => String, { nullable: true, description: '字段，例如 Person.name。A field, such as Person.name.' })
  field?: string | null;

  @Field(() => String, { nullable: true, description: '目的代码。Code of the purpose.' })
  purpose?: string | null;

  @Field(() => ID, { nullable: true, description: '协议版本。The version of an agreement.' })
  agreementId?: string | null;

  @Field(() => String, { nullable: true, description: '人或单位的代号。Token of a person or organization.' })
  subject?: string | null;

  @Field(() => String, { nullable: true, description: '查询文本的摘要。Digest of a document.' })
  document?: string | null;

  @Field(() => AccessOutcome, { nullable: true, description: '结果。How it ended.' })
  outcome?: AccessOutcomeValue | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '自何时，含。From when on.' })
  from?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '至何时，不含。Until before when.' })
  to?: string | null;
}

@ObjectType({ description: '某种结果的事件数。Events with one outcome.', simpleResolvers: true })
export class AccessCount {
  @Field(() => String, { description: '机构、单位或工作人员。The agency, employer or officer.' })
  client!: string;

  @Field(() => AccessOutcome, { description: '结果。How they ended.' })
  outcome!: AccessOutcomeValue;

  @Field(() => Float, { description: '事件数。How many.' })
  count!: number;
}

@ObjectType({ description: '一个外部存证地点的现状。How one outside place stands.', simpleResolvers: true })
export class AnchorState {
  @Field(() => String, { description: '地点。The place.' })
  place!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: '最近一次存证。When it last kept a root.' })
  keptAt!: Date | null;

  @Field(() => Float, { nullable: true, description: '最近存证的封存序号。The seal that it last kept.' })
  seal!: number | null;

  @Field(() => String, {
    nullable: true,
    description: '最近一次失败的原因；此后成功则为空。Why it last failed; null when it kept one since.',
  })
  fault!: string | null;
}

@ObjectType({
  description: '访问日志的现状；各数须相互吻合。How the access log stands; its counts must tie.',
  simpleResolvers: true,
})
export class AccessLogState {
  @Field(() => ID, { description: '日志编号。Id of the log.' })
  log!: string;

  @Field(() => Float, { description: '已提交的事件数。Events committed.' })
  events!: number;

  @Field(() => Float, { description: '已封存的事件数。Events sealed.' })
  sealed!: number;

  @Field(() => Float, { description: '等待封存的事件数。Events that wait for their seal.' })
  waiting!: number;

  @Field(() => Float, {
    description: '内容已按期限清除、只留哈希的事件数。Events whose content was erased in time; their hashes stand.',
  })
  erased!: number;

  @Field(() => Float, {
    description: '最近的封存序号；尚无时为空。Number of the newest seal; null before the first.',
    nullable: true,
  })
  seal!: number | null;

  @Field(() => String, { nullable: true, description: '最近的根哈希，十六进制。The newest root, in hex.' })
  root!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '最近的封存时间。When it was sealed.' })
  sealedAt!: Date | null;

  @Field(() => Boolean, {
    description: '超过两分钟没有封存，须立即查明。Whether nothing was sealed for two minutes: find out why at once.',
  })
  isSilent!: boolean;

  @Field(() => [AnchorState], { description: '各外部存证地点。The outside places.' })
  anchors!: AnchorState[];
}

@ObjectType({
  description: '一个事件在已签名的树中的证明。The proof that an event is in the signed tree.',
  simpleResolvers: true,
})
export class AccessReceipt {
  @Field(() => ID, { description: '事件编号。Id of the event.' })
  id!: string;

  @Field(() => Boolean, {
    description:
      '是否已封存；未封存时其余各项为空，请稍后再取。Whether it is sealed yet; the rest is null until then: ask again later.',
  })
  isSealed!: boolean;

  @Field(() => Float, { nullable: true, description: '序号，自零起。Its number, from zero.' })
  number!: number | null;

  @Field(() => String, {
    nullable: true,
    description: '叶子哈希，须与应答所附相同。Its leaf: the same as came with the answer.',
  })
  leaf!: string | null;

  @Field(() => [String], {
    nullable: true,
    description: '自下而上的相邻哈希（RFC 9162）。The hashes beside the way to the root, from below (RFC 9162).',
  })
  path!: string[] | null;

  @Field(() => Float, { nullable: true, description: '树的大小。Size of the tree.' })
  size!: number | null;

  @Field(() => String, { nullable: true, description: '根哈希。The root.' })
  root!: string | null;

  @Field(() => String, { nullable: true, description: '此前的根哈希。The root before it.' })
  previousRoot!: string | null;

  @Field(() => Float, { nullable: true, description: '封存序号。Number of the seal.' })
  seal!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '封存时间。When it was sealed.' })
  sealedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: '日志编号。Id of the log.' })
  log!: string | null;

  @Field(() => String, { nullable: true, description: '算法组合。The set of algorithms.' })
  profile!: string | null;

  @Field(() => String, { nullable: true, description: '签名密钥编号。Id of the signing key.' })
  keyId!: string | null;

  @Field(() => String, { nullable: true, description: '签名，Base64。The signature, in base64.' })
  signature!: string | null;
}
