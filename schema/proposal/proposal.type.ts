/** Proposals as the bureau's staff see them. */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar } from '../value/value.type.js';
import type { ProposalRow, ProposalState as State } from './proposal.reads.js';

export const ProposalState = {
  OPEN: 'open',
  APPROVED: 'approved',
  REJECTED: 'rejected',
  WITHDRAWN: 'withdrawn',
  EXPIRED: 'expired',
} as const;
registerEnumType(ProposalState, {
  name: 'ProposalState',
  description: '提议的状态。State of a proposal.',
  valuesConfig: {
    OPEN: { description: '待第二人决定。Waits for a second person.' },
    APPROVED: { description: '已批准并生效。Approved and carried out.' },
    REJECTED: { description: '已否决。Rejected.' },
    WITHDRAWN: { description: '提议人已撤回。Withdrawn by who proposed it.' },
    EXPIRED: { description: '逾期未决定，不能再批准。Not decided in time; it can no longer be approved.' },
  },
});

export const ProposalKind = {
  PARAMETER: 'parameter',
  STATE_FIRM: 'state-firm',
  EXEMPTION: 'exemption',
  RETENTION: 'retention',
  AGREEMENT: 'agreement',
  SYNC_RUN: 'sync-run',
  ACCESS_HOLD: 'access-hold',
} as const;
registerEnumType(ProposalKind, {
  name: 'ProposalKind',
  description: '提议的种类。Kind of a proposal.',
  valuesConfig: {
    PARAMETER: { description: '政策参数的变更。A change of a policy parameter.' },
    ACCESS_HOLD: {
      description: '调查期间推迟向本人显示查询记录。Looks of an investigation shown to their persons later.',
    },
    AGREEMENT: { description: '数据共享协议的新版本。A new version of a sharing agreement.' },
    EXEMPTION: { description: '涉密等特殊岗位豁免。An exemption of classified or other special posts.' },
    RETENTION: { description: '保存期限的变更。A change of how long something is kept.' },
    SYNC_RUN: {
      description:
        '改动过大而被暂停的同步，由系统提出，一人决定。A sync run that would change too much: proposed by the hub itself, decided by one person.',
    },
    STATE_FIRM: { description: '国有企业名录的一项。An entry of the register of state firms.' },
  },
});

@ObjectType({
  description: '一项须由第二人批准的变更。A change that a second person must approve.',
  simpleResolvers: true,
})
export class Proposal {
  @Field(() => ID, { description: '提议编号。Id of the proposal.' })
  id!: string;

  @Field(() => ProposalKind, { description: '种类。Kind.' })
  kind!: ProposalRow['kind'];

  @Field(() => String, { description: '提议的内容，JSON 文本。What is proposed, as JSON text.' })
  payload!: string;

  @Field(() => String, { description: '内容的 SHA-256 摘要。SHA-256 of what is proposed.' })
  payloadHash!: string;

  @Field(() => String, { description: '原因。Why.' })
  reason!: string;

  @Field(() => String, { description: '提议人。Who proposed it.' })
  proposedBy!: string;

  @Field(() => DateTimeScalar, { description: '提议时间。When it was proposed.' })
  proposedAt!: Date;

  @Field(() => DateTimeScalar, { description: '须在此前决定。To be decided before this.' })
  expiresAt!: Date;

  @Field(() => ProposalState, { description: '状态。State.' })
  state!: State;

  @Field(() => String, { nullable: true, description: '决定人。Who decided it.' })
  decidedBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '决定时间。When it was decided.' })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: '否决的原因。Why it was rejected.' })
  decisionReason!: string | null;
}

export const ProposalConnection = connectionOf(Proposal, 'Proposal', '提议', 'proposals');
