import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { normalizeCreditCode } from '../../rules/identifiers.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { readExemptionCounts } from '../../schema/exemption/exemption.reads.js';
import { ExemptionCount, ProposeExemptionInput } from '../../schema/exemption/exemption.type.js';
import { readStateFirm } from '../../schema/state-firm/state-firm.reads.js';
import { proposeExemption } from '../../schema/exemption/exemption.writes.js';
import { Proposal } from '../../schema/proposal/proposal.type.js';
import { checkReason } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError, refusedIdentifier } from '../errors.js';
import { bureausOf, checkTexts, requirePart } from '../recruitment.js';
import { requireRegion, requireRole } from '../require-role.js';
import { proposalView } from './proposal.resolver.js';

/** The exemption register. Nothing of it can be asked by anybody else, and no public number tells of it. */
@Resolver()
export class ExemptionResolver {
  @Mutation(() => Proposal, {
    description:
      '提议登记一项涉密等特殊岗位豁免，由第二人批准；不得录入岗位内容。Proposes an exemption, approved by a second person; no content of the posts is entered.',
  })
  async proposeExemption(
    @Arg('input', () => ProposeExemptionInput, { description: '豁免。The exemption.' }) input: ProposeExemptionInput,
    @Ctx() context: Context,
  ): Promise<Proposal> {
    requireRole(context, 'approver', 'supervisor');
    requirePart(context);
    const { database, viewer, clock } = context;
    const { reason, posts, expiresOn, basis, level, kind } = input;
    checkReason(reason);
    checkTexts({ basis }, 100);
    checkTexts({ level }, 40);
    const code = normalizeCreditCode(input.creditCode);
    if (!code.ok) throw refusedIdentifier('creditCode', '统一社会信用代码', code.reason);
    if (posts < 1 || posts > 999) throw new HubError('BAD_INPUT', 'posts 须为 1 至 999', 'posts must be 1 to 999');
    if (expiresOn < civilDay(clock()))
      throw new HubError('BAD_INPUT', 'expiresOn 不能早于今天', 'expiresOn must not be before today');
    const standing = await readStateFirm(database.pool, code.value, civilDay(clock()));
    if (standing) requireRegion(context, standing.bureau.region);
    const payload = { bureau: viewer.region!, creditCode: code.value, kind, basis, level, posts, expiresOn };
    return proposalView(await proposeExemption(database.pool, payload, { reason, proposedBy: viewer.client }, clock()));
  }

  @Query(() => [ExemptionCount], {
    description:
      '一年内各单位的豁免岗位与公开招聘人数，用于防止滥用。Exempted posts beside published openings, by firm: a look for misuse.',
  })
  exemptionCounts(
    @Arg('year', () => Int, { description: '年份。The year.' }) year: number,
    @Ctx() context: Context,
  ): Promise<ExemptionCount[]> {
    requireRole(context, 'supervisor');
    requirePart(context);
    return readExemptionCounts(context.database.pool, bureausOf(context.viewer), year);
  }
}
