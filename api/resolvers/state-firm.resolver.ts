import { Arg, Args, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { bureauFor } from '../../rules/recruitment/bureaus.js';
import { covers } from '../../rules/regions.js';
import { civilDay } from '../../rules/shanghai-time.js';
import type { Day } from '../../rules/vocabulary.js';
import { Proposal } from '../../schema/proposal/proposal.type.js';
import { proposeLikelyStateFirms } from '../../schema/state-firm/likely-state-firm.writes.js';
import {
  type BureauRow,
  readFirmOfRecord,
  readStateFirm,
  readStateFirms,
  type StateFirmRow,
} from '../../schema/state-firm/state-firm.reads.js';
import {
  Bureau,
  ProposeStateFirmInput,
  StateFirm,
  StateFirmConnection,
  StateFirmEntryConnection,
  StateFirmsArgs,
} from '../../schema/state-firm/state-firm.type.js';
import {
  type ProposedStateFirm,
  proposeStateFirm,
  proposeStateFirmEnd,
} from '../../schema/state-firm/state-firm.writes.js';
import { DateScalar } from '../../schema/value/value.type.js';
import { asBadInput, checkReason } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { pageOfRows, pageSize, readRowCursor } from '../page-of.js';
import { checkTexts } from '../recruitment.js';
import { requireRegion, requireRole } from '../require-role.js';
import { checkFirmTexts, creditCodeOf } from '../state-firm-input.js';
import { proposalView } from './proposal.resolver.js';

const list = '某日的国有企业名录，新列入的在前。The register of state firms on a day, the newest entry first.';

/** What everybody may read. */
@Resolver()
export class StateFirmResolver {
  @Query(() => StateFirmConnection, { description: list })
  stateFirms(@Args(() => StateFirmsArgs) args: StateFirmsArgs, @Ctx() context: Context) {
    return register(args, context);
  }
}

@Resolver()
export class BureauResolver {
  @Query(() => [Bureau], {
    description: '受理国有企业招聘备案的各部门，市级在前。The bureaus with which state firms file, the city’s first.',
  })
  bureaus(@Ctx() { readBureaus }: Context): Promise<BureauRow[]> {
    return readBureaus();
  }
}

/** What an employer may know of itself. */
@Resolver()
export class OwnStateFirmResolver {
  @Query(() => StateFirm, {
    nullable: true,
    description: '本单位今天在名录中的一项；不在名录时为空。The own entry today; null when not on the register.',
  })
  myStateFirm(@Ctx() { viewer, database, clock }: Context): Promise<StateFirmRow | null> {
    return readStateFirm(database.pool, viewer.creditCode!, civilDay(clock()));
  }
}

/** What the bureau's staff may do. */
@Resolver()
export class StateFirmRegisterResolver {
  @Query(() => StateFirmEntryConnection, { description: list })
  stateFirms(@Args(() => StateFirmsArgs) args: StateFirmsArgs, @Ctx() context: Context) {
    return register(args, context);
  }

  @Mutation(() => Proposal, {
    description:
      '提议将一个企业列入国有企业名录，由第二人批准。Proposes a firm for the register of state firms; a second person approves it.',
  })
  async proposeStateFirm(
    @Arg('input', () => ProposeStateFirmInput, { description: '企业及依据。The firm, and what it rests on.' })
    input: ProposeStateFirmInput,
    @Ctx() context: Context,
  ): Promise<Proposal> {
    const by = proposer(context, input.reason);
    checkFirmTexts(input);
    const { database, clock } = context;
    const creditCode = creditCodeOf(input.creditCode);
    const known = await readFirmOfRecord(database.pool, creditCode);
    const name = known?.name ?? input.name;
    const region = known?.region ?? input.region;
    if (!name || !region)
      throw new HubError(
        'BAD_INPUT',
        '市场主体登记中没有此企业，请填写 name 和 region',
        'the business register does not know this firm: give name and region',
      );
    const { from, to = null, level, holding, investor = null, evidence } = input;
    const bureau = input.bureau ?? bureauFor(level, region);
    if (!(await context.readBureaus()).some((one) => one.region === bureau))
      throw new HubError('BAD_INPUT', 'bureau 不是 bureaus 所列部门', 'bureau is none of those that bureaus lists');
    requireRegion(context, bureau);
    // A new entry may end one that lasts.
    const standing = await readStateFirm(database.pool, creditCode, from);
    if (standing) requireRegion(context, standing.bureau.region);
    const entry: ProposedStateFirm = { creditCode, name, from, to, level, holding, investor, region, bureau, evidence };
    return proposalView(await proposeStateFirm(database.pool, entry, by, clock()).catch(asBadInput));
  }

  @Mutation(() => Proposal, {
    description:
      '提议将一个企业移出名录，由第二人批准。Proposes that a firm leaves the register; a second person approves it.',
  })
  async proposeStateFirmEnd(
    @Arg('creditCode', () => String, { description: '统一社会信用代码。Unified social credit code.' })
    creditCode: string,
    @Arg('lastDay', () => DateScalar, { description: '在名录的末日。Last day on the register.' }) lastDay: Day,
    @Arg('reason', () => String, { description: '原因，1 至 500 字。Why, 1 to 500 characters.' }) reason: string,
    @Ctx() context: Context,
  ): Promise<Proposal> {
    const by = proposer(context, reason);
    const end = { creditCode: creditCodeOf(creditCode), lastDay };
    const { database, clock, viewer } = context;
    const standing = await readStateFirm(database.pool, end.creditCode, lastDay);
    const isOurs = standing === null || covers(viewer.region, standing.bureau.region);
    const proposal = isOurs ? await proposeStateFirmEnd(database.pool, end, by, clock()) : null;
    if (!proposal)
      throw new HubError(
        'NOT_FOUND',
        '此企业在 lastDay 之后不在名录中，没有可终止的一项',
        'this firm is not on the register after lastDay: there is nothing to end',
      );
    return proposalView(proposal);
  }

  @Mutation(() => Int, {
    description:
      '按市场主体登记提议全部疑似国有企业，答以新提议数；每次读完登记后也自动提议。Proposes every firm that the business register makes a state firm and says how many; the hub does so by itself after each reading of it.',
  })
  proposeStateFirms(@Ctx() context: Context): Promise<number> {
    requireRole(context, 'operator', 'administrator');
    requireRegion(context);
    return proposeLikelyStateFirms(context.database.pool, context.clock());
  }
}

async function register(args: StateFirmsArgs, { database, clock }: Context) {
  const { level = null, bureau = null, search = null } = args;
  const size = pageSize(args.first);
  for (const [name, text] of Object.entries({ search, bureau })) if (text?.trim()) checkTexts({ [name]: text }, 100);
  const filter = { on: args.on ?? civilDay(clock()), level, bureau, search: search?.trim() || null };
  const page = { after: readRowCursor('state-firms', args.after), limit: size + 1 };
  return pageOfRows('state-firms', await readStateFirms(database.pool, filter, page), size);
}

function proposer(context: Context, reason: string): { reason: string; proposedBy: string } {
  requireRole(context, 'operator', 'administrator');
  checkReason(reason);
  return { reason, proposedBy: context.viewer.client };
}
