import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { accesses, fields } from '../../rules/visibility.js';
import { type AgreementRow, readAgreements } from '../../schema/agreement/agreement.reads.js';
import { Agreement, AgreementVersion, ProposeAgreementInput } from '../../schema/agreement/agreement.type.js';
import { endAgreement, proposeAgreement } from '../../schema/agreement/agreement.writes.js';
import { Proposal } from '../../schema/proposal/proposal.type.js';
import { asBadInput, checkNoIdNumber, checkReason } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { checkTexts } from '../recruitment.js';
import { requireRegion, requireRole } from '../require-role.js';
import { proposalView } from './proposal.resolver.js';

const client = '协议方。The client.';

/** What a partner sees of its own agreement. */
@Resolver()
export class OwnAgreementResolver {
  @Query(() => Agreement, {
    nullable: true,
    description: '本单位现行的数据共享协议；没有时为空。The own sharing agreement in force, or null.',
  })
  async myAgreement(@Ctx() { viewer, rights, budget }: Context): Promise<Agreement | null> {
    const agreement = await rights.agreementOf(viewer.client);
    if (!agreement) return null;
    return {
      ...agreement,
      fields: rightsByField(agreement),
      left: await budget.left(viewer.client, agreement.dailyLimit),
    };
  }
}

/** Agreements take two officers to begin and one to end. */
@Resolver()
export class AgreementResolver {
  @Query(() => [AgreementVersion], {
    description: '数据共享协议的各版本，新的在前。Every version of the sharing agreements, newest first.',
  })
  async agreements(
    @Ctx() context: Context,
    @Arg('client', () => String, { nullable: true, description: '只看此协议方。Of this client alone.' })
    client?: string | null,
  ): Promise<AgreementVersion[]> {
    requireRole(context, 'viewer', 'operator', 'administrator');
    if (client?.trim()) checkTexts({ client }, 200);
    const rows = await readAgreements(context.database.pool, client ?? null);
    return rows.map((row) => ({ ...row, fields: rightsByField(row) }));
  }

  @Mutation(() => Proposal, {
    description:
      '提议与一个客户端的新协议，由第二人批准后生效。Proposes a new agreement with a client; it counts once a second person approves it.',
  })
  async proposeAgreement(
    @Arg('input', () => ProposeAgreementInput, { description: '协议内容。What is to be agreed.' })
    input: ProposeAgreementInput,
    @Ctx() context: Context,
  ): Promise<Proposal> {
    requireRole(context, 'operator', 'administrator');
    requireRegion(context);
    checkReason(input.reason);
    checkNoIdNumber('input', JSON.stringify(input));
    const { database, viewer, clock, letOff } = context;
    const { reason, fields, purposes, ...rest } = input;
    const twice = fields.find(({ field }, i) => fields.findIndex((one) => one.field === field) < i);
    if (twice) throw new HubError('BAD_INPUT', 'fields 中有重复的字段', 'fields names one twice', { path: 'fields' });
    const wanted = {
      ...rest,
      purposes: purposes.map(({ code, basis }) => ({ code, basis })),
      fields: Object.fromEntries(fields.map(({ field, access }) => [field, access])),
    };
    const by = { reason, proposedBy: viewer.client };
    const when = { letOff, now: clock() };
    return proposalView(await proposeAgreement(database.pool, wanted, by, when).catch(asBadInput));
  }

  @Mutation(() => Int, {
    description:
      '立即终止与一个客户端的协议，一人即可；返回终止的版本数。Ends a client’s agreement at once; one officer may. How many versions ended.',
  })
  async endAgreement(
    @Arg('client', () => String, { description: client }) client: string,
    @Arg('reason', () => String, { description: '原因，1 至 500 字。Why, 1 to 500 characters.' }) reason: string,
    @Ctx() context: Context,
  ): Promise<number> {
    requireRole(context, 'operator', 'administrator');
    requireRegion(context);
    checkReason(reason);
    checkTexts({ client }, 200);
    const { database, viewer, clock, rights } = context;
    const ended = await endAgreement(database.pool, { client, by: viewer.client, reason }, clock());
    if (ended === 0)
      throw new HubError('NOT_FOUND', '没有可终止的协议', 'there is no agreement of this client that could end');
    rights.renew();
    return ended;
  }
}

/** Every field with its right, also those that nobody listed. */
function rightsByField(agreement: Pick<AgreementRow, 'fields'>) {
  const access = accesses(agreement.fields);
  return fields.map((field) => ({ field, access: access[field] }));
}
