import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { loggedFields } from '../../rules/field-labels.js';
import { subjectToken, writeOwnAccess } from '../../schema/access-event/access-event.writes.js';
import { type LoggedEventRow, readEvents } from '../../schema/access-log/access-log.reads.js';
import {
  type AccessOutcomeValue,
  type OwnAccess,
  OwnAccessConnection,
} from '../../schema/access-log/access-log.type.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { mapPage, pageOfRows, pageSize, readCursor } from '../page-of.js';

const list = 'own-access';
const nothingElse = {
  client: null,
  officer: null,
  field: null,
  purpose: null,
  agreementId: null,
  document: null,
  outcome: null,
  from: null,
  to: null,
};

@Resolver()
export class AccessHistoryResolver {
  @Query(() => OwnAccessConnection, {
    description:
      '谁在何时、为何目的查询过您的记录，新的在前；只列与您本人有关的部分。Who looked at your record, when and for what purpose, newest first; nothing of anybody else.',
  })
  async myAccessHistory(
    @Ctx() context: Context,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: '本页项数，至多 100。Items on this page, at most 100.',
    })
    first?: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description: '上一页的 endCursor。The endCursor of the page before.',
    })
    after?: string | null,
  ): Promise<OwnAccessConnection> {
    const { viewer, vault, operation, database, noted, clock } = context;
    const { personId } = viewer;
    if (personId === undefined)
      throw new HubError('FORBIDDEN', '令牌未指明本人', 'the token does not say which person you are');
    const size = pageSize(first);
    const before = after == null ? null : readCursor(list, after, /^\d{1,15}$/);
    const subject = subjectToken(vault, { personId, creditCode: null })!;
    noted.push(
      await writeOwnAccess(
        database.pool,
        {
          client: viewer.client,
          audience: viewer.audience,
          purpose: 'own-record',
          basis: '《中华人民共和国个人信息保护法》第四十五条',
          agreementId: null,
          operation: operation.name,
          fields: 'AccessEvent',
        },
        personId,
      ),
    );
    const rows = await readEvents(
      database.pool,
      { ...nothingElse, subject, shownAt: clock() },
      { before, limit: size + 1 },
    );
    return { ...mapPage(pageOfRows(list, rows, size), ownAccess), subject };
  }
}

/** The agency, and of the bureau's own staff no name; of one operation over many persons only that it was a list. */
function ownAccess(row: LoggedEventRow): OwnAccess {
  const { eventId, at, client, audience, purpose, basis, operation, fields, outcome } = row;
  return {
    id: eventId,
    at,
    by: audience === 'staff' ? '人力资源和社会保障部门工作人员' : audience === 'subject' ? '本人' : client,
    fields: loggedFields(fields),
    purpose,
    basis,
    outcome: outcome as AccessOutcomeValue,
    inList: /entitlementC/.test(operation),
  };
}
