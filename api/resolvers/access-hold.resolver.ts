import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Day } from '../../rules/vocabulary.js';
import { proposeHold } from '../../schema/access-log/hold.writes.js';
import { Proposal } from '../../schema/proposal/proposal.type.js';
import { DateScalar } from '../../schema/value/value.type.js';
import { asBadInput, checkNoIdNumber, checkReason } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isText } from '../is-text.js';
import { requireRegion, requireRole } from '../require-role.js';
import { proposalView } from './proposal.resolver.js';

@Resolver()
export class AccessHoldResolver {
  @Mutation(() => Proposal, {
    description:
      '提议推迟向本人显示某一调查的查询记录；自批准时起、至所定日期止，照常记入日志并封存。无论如何设置，均须由第二人批准。Proposes that looks of one investigation are shown to their persons later: from the approval on and until a day; they are logged and sealed as ever. A second person must approve it, whatever a bureau has set.',
  })
  async proposeAccessHold(
    @Arg('client', () => String, { description: '查询的机构。The agency that looks.' }) client: string,
    @Arg('purpose', () => String, {
      description:
        '该机构现行协议中的目的代码，须以 investigation- 开头。Code of a purpose in its agreement; it begins with investigation-.',
    })
    purpose: string,
    @Arg('caseNumber', () => String, { description: '案号，1 至 100 字。Number of the case, 1 to 100 characters.' })
    caseNumber: string,
    @Arg('until', () => DateScalar, {
      description:
        '自该日起向本人显示，至多 366 天之后。The first day on which they are shown, at most 366 days ahead.',
    })
    until: Day,
    @Arg('reason', () => String, { description: '原因，1 至 500 字。Why, 1 to 500 characters.' }) reason: string,
    @Ctx() context: Context,
  ): Promise<Proposal> {
    requireRole(context, 'operator', 'administrator');
    requireRegion(context);
    checkReason(reason);
    for (const [name, text] of Object.entries({ client, purpose, caseNumber })) {
      if (!isText(text, 100))
        throw new HubError('BAD_INPUT', `${name} 须为 1 至 100 字`, `${name} must have 1 to 100 characters`);
      checkNoIdNumber(name, text);
    }
    const { database, viewer, clock } = context;
    const hold = { client, purpose, caseNumber, until };
    const by = { reason, proposedBy: viewer.client };
    return proposalView(await proposeHold(database.pool, hold, by, clock()).catch(asBadInput));
  }
}
