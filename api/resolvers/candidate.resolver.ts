import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { formatDay, parseDay } from '../../rules/civil-date.js';
import { figuresFor } from '../../rules/figures.js';
import { rulesOfPersons } from '../../rules/index.js';
import { reachOf } from '../../rules/regions.js';
import { civilDay } from '../../rules/shanghai-time.js';
import type { Day } from '../../rules/vocabulary.js';
import { writeAccess } from '../../schema/access-event/access-event.writes.js';
import {
  type CandidateFilter,
  type Looker,
  countCandidates,
  readCandidateCounts,
  readCandidates,
  readChanges,
} from '../../schema/entitlement/candidate.reads.js';
import type { AccessEvent } from '../../schema/access-event/access-event.writes.js';
import {
  Certainty,
  EntitlementCandidateConnection,
  EntitlementCandidateCount,
} from '../../schema/entitlement/candidate.type.js';
import { EntitlementChangeConnection } from '../../schema/entitlement/change.type.js';
import type { Certainty as CertaintyValue } from '../../schema/entitlement/entitlement.reads.js';
import { DateScalar } from '../../schema/value/value.type.js';
import { candidateView, changeView } from '../candidate-views.js';
import type { Viewer } from '../authenticate.js';
import { type Context, grantOf } from '../context.js';
import { HubError } from '../errors.js';
import { mapPage, pageOfRows, pageSize, readRowCursor, sealedCursors } from '../page-of.js';
import { requireFreshToGoOn, requireRole } from '../require-role.js';

const ruleArgument = '政策项目编号。Id of the rule.';
const regionArgument =
  '户籍行政区划代码，2、4、6 或 9 位；默认本人管辖范围，只能在其内。Region code of the household register, 2, 4, 6 or 9 digits; by default the own region, and never beyond it.';
const firstArgument = '本页项数，至多 100。Items on this page, at most 100.';
const afterArgument =
  '上一页的 endCursor；续页须在登录后 15 分钟内。The endCursor of the page before; going on takes a sign-in of the last 15 minutes.';

/** A page that still knows what was asked for: whoever selects the total has it counted. */
type AskedPage = Omit<EntitlementCandidateConnection, 'totalCount'> & { filter: CandidateFilter };

@Resolver(() => EntitlementCandidateConnection)
export class CandidateResolver {
  @Query(() => EntitlementCandidateConnection, {
    description:
      '未经申请即符合某项政策的人（免申即享），按区划排列。Who would qualify for a rule without having applied, by region.',
  })
  async entitlementCandidates(
    @Ctx() context: Context,
    @Arg('rule', () => String, { description: ruleArgument }) rule: string,
    @Arg('region', () => String, { nullable: true, description: regionArgument }) region?: string | null,
    @Arg('certainty', () => Certainty, { defaultValue: Certainty.CERTAIN, description: '符合的把握。How sure it is.' })
    certainty: CertaintyValue = Certainty.CERTAIN,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: firstArgument })
    first: number | null = 20,
    @Arg('after', () => String, { nullable: true, description: afterArgument }) after?: string | null,
  ): Promise<AskedPage> {
    const filter = { rule: knownRule(rule), certainty, region: within(context.viewer, region) };
    requireFreshToGoOn(context, after);
    const size = pageSize(first);
    const cursors = sealedCursors(context, 'candidates', filter);
    const page = { after: readRowCursor(cursors, after), limit: size + 1 };
    const { accesses } = grantOf(context);
    const looker = await beginLook(context);
    const { rows, events } = await readCandidates(context.database.pool, filter, page, looker);
    await endLook(context, events);
    return { ...mapPage(pageOfRows(cursors, rows, size), (row) => candidateView(row, accesses)), filter };
  }

  @FieldResolver(() => Int)
  totalCount(@Root() { filter }: AskedPage, @Ctx() { database }: Context): Promise<number> {
    return countCandidates(database.pool, filter);
  }

  @Query(() => [EntitlementCandidateCount], {
    description:
      '各项政策的候选人数与金额（试算，不发放）。Candidates of every rule in figures: a dry run, nothing is paid.',
  })
  async entitlementCandidateCounts(
    @Ctx() context: Context,
    @Arg('region', () => String, { nullable: true, description: regionArgument }) region?: string | null,
  ): Promise<EntitlementCandidateCount[]> {
    requireRole(context, 'viewer', 'operator', 'administrator');
    const { pool } = context.database;
    const reach = within(context.viewer, region);
    context.noted.push(await writeAccess(pool, grantOf(context).stamp, 'shown', null));
    const rows = await readCandidateCounts(pool, reach);
    const counts = new Map(rows.map((row) => [row.rule, row]));
    const none = { certain: 0, oneFactAway: 0, amountFen: 0, amountOpen: 0 };
    const { count, sum } = figuresFor(grantOf(context).accesses['Person.entitlements'] === 'full');
    return rulesOfPersons.map(({ id }) => {
      const { certain, oneFactAway, amountFen, amountOpen } = counts.get(id) ?? none;
      return {
        rule: id,
        certain: count(certain),
        oneFactAway: count(oneFactAway),
        amountFen: sum(amountFen),
        amountOpen: count(amountOpen),
      };
    });
  }

  @Query(() => EntitlementChangeConnection, {
    description:
      '自某日起各人判定结果的变化及原因，新的在前。How decisions have changed since a day and why, newest first.',
  })
  async entitlementChanges(
    @Ctx() context: Context,
    @Arg('since', () => DateScalar, {
      nullable: true,
      description: '起始日，含当日；默认昨天（北京时间）。First day; yesterday by default.',
    })
    since?: Day | null,
    @Arg('rule', () => String, { nullable: true, description: ruleArgument }) rule?: string | null,
    @Arg('region', () => String, { nullable: true, description: regionArgument }) region?: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: firstArgument })
    first: number | null = 20,
    @Arg('after', () => String, { nullable: true, description: afterArgument }) after?: string | null,
  ) {
    const filter = {
      since: since ?? yesterday(context.clock()),
      rule: rule == null ? null : knownRule(rule),
      region: within(context.viewer, region),
    };
    requireFreshToGoOn(context, after);
    const size = pageSize(first);
    const cursors = sealedCursors(context, 'changes', { ...filter, since: since ?? null });
    const page = { after: readRowCursor(cursors, after), limit: size + 1 };
    const { accesses } = grantOf(context);
    const looker = await beginLook(context);
    const { rows, events } = await readChanges(context.database.pool, filter, page, looker);
    await endLook(context, events);
    return mapPage(pageOfRows(cursors, rows, size), (row) => changeView(row, accesses));
  }
}

async function beginLook(context: Context): Promise<Looker> {
  const { spend, stamp, hasCase } = grantOf(context);
  await spend(null);
  return { stamp, hasCase, day: civilDay(context.clock()) };
}

/** A page is as many looks as it shows persons; one is counted already. */
async function endLook({ noted, budget, viewer }: Context, events: readonly AccessEvent[]): Promise<void> {
  noted.push(...events);
  if (events.length > 1) await budget.note(viewer.client, events.length - 1);
}

function knownRule(rule: string): string {
  if (rulesOfPersons.some(({ id }) => id === rule)) return rule;
  throw new HubError(
    'BAD_INPUT',
    'rule 不是本平台判定的政策项目；编号见 entitlementCandidateCounts',
    'rule is no rule that is decided here; entitlementCandidateCounts lists the ids',
  );
}

/** What the codes of the regions begin with that the viewer sees: what was asked for, cut by the viewer's own region. */
function within({ region: own }: Viewer, region: string | null | undefined): string {
  if (region != null && !/^(\d{2}|\d{4}|\d{6}|\d{9})$/.test(region))
    throw new HubError(
      'BAD_INPUT',
      'region 须为 2、4、6 或 9 位行政区划代码',
      'region must be a region code of 2, 4, 6 or 9 digits',
    );
  const reach = reachOf(own, region ?? null);
  if (reach !== null) return reach;
  throw new HubError(
    'FORBIDDEN',
    own === null ? '您的账号没有所属区划' : `region 不在您的管辖范围（${own}）`,
    own === null ? 'your account belongs to no region' : `region is not within yours (${own})`,
  );
}

function yesterday(now: Date): Day {
  return formatDay(parseDay(civilDay(now))! - 1);
}
