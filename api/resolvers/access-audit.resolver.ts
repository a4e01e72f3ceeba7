import { Arg, Ctx, FieldResolver, Float, Int, Query, Resolver, Root } from 'type-graphql';
import { loggedFields } from '../../rules/field-labels.js';
import { writeAccess } from '../../schema/access-event/access-event.writes.js';
import {
  countEvents,
  countEventsByClient,
  type EventFilter,
  type LoggedEventRow,
  readAnchorStates,
  readEvents,
  readLogState,
} from '../../schema/access-log/access-log.reads.js';
import {
  AccessCount,
  AccessFilter,
  AccessLogState,
  type AccessOutcomeValue,
  type LoggedAccess,
  LoggedAccessConnection,
} from '../../schema/access-log/access-log.type.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isText } from '../is-text.js';
import { isUuid, mapPage, pageOfRows, pageSize, readCursor } from '../page-of.js';
import { requireFreshToGoOn, requireRegion, requireRole } from '../require-role.js';
import { silentAfterMs } from '../watch-access-log.js';

const list = 'access-events';
const filterArgument = '只看哪些事件；默认全部。Which events; all by default.';
const lateMs = 10_000;
const mostCharacters = 200;

/** A page that still knows what was asked for: whoever selects the total has it counted. */
type AskedPage = Omit<LoggedAccessConnection, 'totalCount'> & { filter: EventFilter };

@Resolver(() => LoggedAccessConnection)
export class AccessAuditResolver {
  @Query(() => LoggedAccessConnection, {
    description: '已封存的访问日志，新的在前；限审计角色。The sealed access log, newest first; for the role auditor.',
  })
  async accessEvents(
    @Ctx() context: Context,
    @Arg('filter', () => AccessFilter, { nullable: true, description: filterArgument }) asked?: AccessFilter | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: '本页项数，至多 100。Items on this page, at most 100.',
    })
    first?: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description:
        '上一页的 endCursor；续页须在登录后 15 分钟内。The endCursor of the page before; going on takes a sign-in of the last 15 minutes.',
    })
    after?: string | null,
  ): Promise<AskedPage> {
    const { pool } = context.database;
    const filter = filterOf(asked);
    const size = pageSize(first);
    requireFreshToGoOn(context, after);
    const before = after == null ? null : readCursor(list, after, /^\d{1,15}$/);
    await noteAudit(context);
    const rows = await readEvents(pool, filter, { before, limit: size + 1 });
    return { ...mapPage(pageOfRows(list, rows, size), loggedAccess), filter };
  }

  @FieldResolver(() => Float)
  totalCount(@Root() { filter }: AskedPage, @Ctx() { database }: Context): Promise<number> {
    return countEvents(database.pool, filter);
  }

  @Query(() => [AccessCount], {
    description:
      '按单位和结果计数，合计与 accessEvents 的总数相同。Counts by client and outcome; they add up to the total of accessEvents.',
  })
  async accessCounts(
    @Ctx() context: Context,
    @Arg('filter', () => AccessFilter, { nullable: true, description: filterArgument }) asked?: AccessFilter | null,
  ): Promise<AccessCount[]> {
    const filter = filterOf(asked);
    await noteAudit(context);
    const counts = await countEventsByClient(context.database.pool, filter);
    return counts.map((count) => ({ ...count, outcome: count.outcome as AccessOutcomeValue }));
  }

  @Query(() => AccessLogState, {
    description: '访问日志是否完整、是否仍在封存。Whether the access log is whole and still being sealed.',
  })
  async accessLogState(@Ctx() context: Context): Promise<AccessLogState> {
    requireRole(context, 'auditor', 'administrator');
    requireRegion(context);
    const { pool } = context.database;
    const { silentMs, root, ...state } = await readLogState(pool);
    const isSilent = silentMs === null ? state.waiting > 0 : silentMs > silentAfterMs;
    return { ...state, root: root?.toString('hex') ?? null, isSilent, anchors: await readAnchorStates(pool) };
  }
}

/** Who reads the log is in the log. */
async function noteAudit(context: Context): Promise<void> {
  requireRole(context, 'auditor');
  // The log is one for the whole city, and its events are of no region.
  requireRegion(context);
  const { viewer, operation, database, noted } = context;
  const stamp = {
    client: viewer.client,
    audience: viewer.audience,
    purpose: 'audit',
    basis: '《中华人民共和国个人信息保护法》第五十四条',
    agreementId: null,
    operation: operation.name,
    fields: 'AccessEvent',
  };
  noted.push(await writeAccess(database.pool, stamp, 'shown', null));
}

function filterOf(asked: AccessFilter | null | undefined): EventFilter {
  const { client, officer, field, purpose, agreementId, subject, document, outcome, from, to } = asked ?? {};
  if (agreementId != null && !isUuid(agreementId))
    throw new HubError('BAD_INPUT', 'agreementId 不是协议编号', 'agreementId is no id of an agreement');
  for (const [name, text] of Object.entries({ client, officer, field, purpose, subject, document }))
    if (text != null && !isText(text, mostCharacters))
      throw new HubError(
        'BAD_INPUT',
        `${name} 须为 1 至 ${mostCharacters} 个字符的文字`,
        `${name} must be a text of 1 to ${mostCharacters} characters`,
      );
  return {
    client: client ?? null,
    officer: officer ?? null,
    field: field ?? null,
    purpose: purpose ?? null,
    agreementId: agreementId ?? null,
    subject: subject ?? null,
    document: document ?? null,
    outcome: outcome ?? null,
    from: from ?? null,
    to: to ?? null,
    shownAt: null,
  };
}

function loggedAccess({ eventId, leaf, fields, outcome, ...row }: LoggedEventRow): LoggedAccess {
  return {
    ...row,
    id: eventId,
    fields: loggedFields(fields),
    outcome: outcome as AccessOutcomeValue,
    outOfOrder: Math.abs(row.sealedAt.getTime() - row.at.getTime()) > lateMs,
    leaf: leaf.toString('hex'),
  };
}
