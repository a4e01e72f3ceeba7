import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { retentions } from '../../rules/retention.js';
import { Proposal } from '../../schema/proposal/proposal.type.js';
import { readErasures, readRetention, retentionNames } from '../../schema/retention/retention.reads.js';
import { ErasedCount, Retention, RetentionName } from '../../schema/retention/retention.type.js';
import { proposeRetention } from '../../schema/retention/retention.writes.js';
import { settings } from '../../schema/setting/setting.reads.js';
import { checkReason } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { requireRegion, requireRole } from '../require-role.js';
import { proposalView } from './proposal.resolver.js';

@Resolver()
export class RetentionResolver {
  @Query(() => [Retention], { description: '各类数据保存多久、依据何在。How long each kind of data is kept, and why.' })
  async retentions(@Ctx() context: Context): Promise<Retention[]> {
    requireRole(context, 'operator', 'administrator');
    const days = await readRetention(context.database.pool);
    return retentionNames.map((name) => {
      const { what, basis, days: defaultDays } = retentions[name];
      const choices = [...settings[`retention.${name}`]].sort((a, b) => a - b);
      const words = { what: `${what.zh} / ${what.en}`, basis: `${basis.zh} / ${basis.en}` };
      return { name, days: days[name], defaultDays, choices, ...words };
    });
  }

  @Query(() => [ErasedCount], { description: '期满删除的数量。How much was erased because its time was over.' })
  async erasures(@Ctx() context: Context): Promise<ErasedCount[]> {
    requireRole(context, 'operator', 'administrator');
    return readErasures(context.database.pool);
  }

  @Mutation(() => Proposal, {
    description:
      '提议变更一项保存期限；无论如何设置，均须由第二人批准。Proposes another period; a second person must approve it, whatever a bureau has set.',
  })
  async proposeRetention(
    @Arg('name', () => RetentionName, { description: '数据种类。What is kept.' })
    name: (typeof RetentionName)[keyof typeof RetentionName],
    @Arg('days', () => Int, { description: '天数，须为可选值之一。Days, one of the choices.' }) days: number,
    @Arg('reason', () => String, { description: '原因，1 至 500 字。Why, 1 to 500 characters.' }) reason: string,
    @Ctx() context: Context,
  ): Promise<Proposal> {
    requireRole(context, 'operator', 'administrator');
    requireRegion(context);
    checkReason(reason);
    const { database, viewer, clock } = context;
    const chosen = settings[`retention.${name}`].find((known) => known === days);
    if (chosen === undefined) {
      const choices = settings[`retention.${name}`].join(', ');
      throw new HubError('BAD_INPUT', `days 须为 ${choices} 之一`, `days must be one of ${choices}`);
    }
    const by = { reason, proposedBy: viewer.client };
    return proposalView(await proposeRetention(database.pool, { name, days: chosen }, by, clock()));
  }
}
