import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { covers, reachOf } from '../../rules/regions.js';
import { carryOutWith } from '../../schema/proposal/carry-out.writes.js';
import { type ProposalRow, readProposal, readProposals } from '../../schema/proposal/proposal.reads.js';
import { Proposal, ProposalConnection, ProposalState } from '../../schema/proposal/proposal.type.js';
import { decideProposal, type Decision, type NotDecided } from '../../schema/proposal/proposal.writes.js';
import { asBadInput, checkReason } from '../bad-input.js';
import type { Viewer } from '../authenticate.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isUuid, mapPage, pageOfRows, pageSize, readRowCursor } from '../page-of.js';
import { requireFreshSignIn, requireRegion, requireRole } from '../require-role.js';

const id = '提议编号。Id of the proposal.';

/** Changes that take two persons. */
@Resolver()
export class ProposalResolver {
  @Query(() => ProposalConnection, { description: '提议，新的在前。Proposals, newest first.' })
  async proposals(
    @Ctx() { database, clock, viewer }: Context,
    @Arg('state', () => ProposalState, { nullable: true, description: '只看一种状态。Of one state alone.' })
    state: ProposalRow['state'] | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: '本页项数，至多 100。Items on this page, at most 100.',
    })
    first: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description: '上一页的 endCursor。The endCursor of the page before.',
    })
    after?: string | null,
  ) {
    const size = pageSize(first);
    const exemptionsOf = keepsExemptions(viewer) ? viewer.region : null;
    const page = {
      state: state ?? null,
      after: readRowCursor('proposals', after),
      limit: size + 1,
      exemptionsOf,
      bureaus: reachOf(viewer.region, null),
      holds: viewer.roles.some((role) => ['operator', 'administrator', 'auditor'].includes(role)),
    };
    return mapPage(pageOfRows('proposals', await readProposals(database.pool, page, clock()), size), proposalView);
  }

  @Mutation(() => Proposal, {
    description:
      '批准一项提议，随即生效；提议人不能批准自己的提议，且须在登录后 15 分钟内。Approves a proposal, which takes effect at once; nobody approves their own, and it takes a sign-in of the last 15 minutes.',
  })
  async approveProposal(
    @Arg('id', () => ID, { description: id }) id: string,
    @Ctx() context: Context,
  ): Promise<Proposal> {
    requireFreshSignIn(context);
    return decide(context, { id, to: 'approved', reason: null });
  }

  @Mutation(() => Proposal, { description: '否决一项提议。Rejects a proposal.' })
  rejectProposal(
    @Arg('id', () => ID, { description: id }) id: string,
    @Arg('reason', () => String, { description: '原因，1 至 500 字。Why, 1 to 500 characters.' }) reason: string,
    @Ctx() context: Context,
  ): Promise<Proposal> {
    checkReason(reason);
    return decide(context, { id, to: 'rejected', reason });
  }

  @Mutation(() => Proposal, { description: '撤回自己的提议。Withdraws a proposal of one’s own.' })
  withdrawProposal(@Arg('id', () => ID, { description: id }) id: string, @Ctx() context: Context): Promise<Proposal> {
    return decide(context, { id, to: 'withdrawn', reason: null });
  }
}

export const proposalView = (row: ProposalRow): Proposal => ({ ...row, payload: JSON.stringify(row.payload) });
export const noProposal = () => new HubError('NOT_FOUND', '没有这项提议', 'there is no such proposal');

const keepsExemptions = ({ roles }: Viewer) => roles.includes('approver') || roles.includes('supervisor');

/** Exemptions are decided where they were proposed, by those who keep them; all else by operators, a firm's entry in its bureau's region. */
async function requireDecider(context: Context, id: string): Promise<void> {
  const { database, viewer, clock } = context;
  const proposal = isUuid(id) ? await readProposal(database.pool, id, clock()) : null;
  const { bureau } = (proposal?.payload ?? {}) as { bureau?: string };
  if (proposal?.kind === 'exemption') {
    if (!keepsExemptions(viewer) || bureau !== viewer.region) throw noProposal();
    return;
  }
  requireRole(context, 'operator', 'administrator');
  if (!proposal) return;
  if (proposal.kind !== 'state-firm') return requireRegion(context);
  if (!covers(viewer.region, bureau!)) throw noProposal();
}

async function decide(context: Context, decision: Omit<Decision, 'by'>): Promise<Proposal> {
  await requireDecider(context, decision.id);
  const { database, viewer, clock, parameters, rights, letOff } = context;
  if (!isUuid(decision.id)) throw noProposal();
  const taken = { ...decision, by: viewer.client };
  const decided = await decideProposal(database.pool, taken, carryOutWith(letOff), clock()).catch(asBadInput);
  if (!decided) throw noProposal();
  if (decided.not) throw refused(decided.not, decided.proposal);
  parameters.renew();
  rights.renew();
  return proposalView(decided.proposal);
}

function refused(not: NotDecided, { state }: ProposalRow): HubError {
  const name = state.toUpperCase();
  switch (not) {
    case 'closed':
      return new HubError(
        'ILLEGAL_MOVE',
        `提议已是 ${name}，不能再决定；如仍需要请重新提议`,
        `the proposal is ${name} and cannot be decided any more; propose it again if it is still wanted`,
        { state: name, legalMoves: [] },
      );
    case 'same-person':
      return new HubError(
        'FORBIDDEN',
        '提议须由另一人批准；不再需要可由本人撤回',
        'a second person must approve the proposal; you may withdraw it',
      );
    case 'another-person':
      return new HubError(
        'FORBIDDEN',
        '只有提议人可以撤回；他人可以否决',
        'only who proposed it may withdraw it; others may reject it',
      );
    case 'changed-underneath':
      return new HubError(
        'CONFLICT',
        '提议之后此项内容已变更，请按现行内容重新提议',
        'what the proposal rests on has changed since; propose it again on what stands now',
      );
    case 'altered':
      return new HubError(
        'CONFLICT',
        '提议内容与其摘要不符，不能批准；请否决并重新提议',
        'the proposal does not fit its hash and cannot be approved; reject it and propose it again',
      );
  }
}
