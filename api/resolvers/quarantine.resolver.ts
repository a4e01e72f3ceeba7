import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Source as SourceName } from '../../rules/vocabulary.js';
import { Source } from '../../schema/value/value.type.js';
import { readQuarantineCauses, readQuarantinedRows } from '../../schema/work-item/quarantine.reads.js';
import { QuarantineCause, QuarantinedRowConnection } from '../../schema/work-item/quarantine.type.js';
import { settleQuarantined } from '../../schema/work-item/work-item.writes.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isUuid, mapPage, pageOfRows, pageSize, readRowCursor } from '../page-of.js';
import { checkTexts } from '../recruitment.js';
import { requireRegion, requireRole } from '../require-role.js';
import { checkActor } from '../run-requests.js';

const lookInto = ['operator', 'auditor', 'administrator'] as const;
const mostCauses = 200;

@Resolver()
export class QuarantineResolver {
  @Query(() => QuarantinedRowConnection, {
    description: '隔离的问题数据，新的在前；不含原行。Quarantined rows, newest first, without the rows themselves.',
  })
  async quarantinedRows(
    @Ctx() context: Context,
    @Arg('openOnly', () => Boolean, { defaultValue: true, description: '只看待处理的。Only those that are open.' })
    openOnly: boolean,
    @Arg('source', () => Source, { nullable: true, description: '只看一个来源。Of one source alone.' })
    source: SourceName | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: '本页项数，至多 100。Items on this page, at most 100.',
    })
    first: number | null,
    @Arg('stream', () => String, { nullable: true, description: '只看一条数据流。Of one stream alone.' })
    stream?: string | null,
    @Arg('code', () => String, { nullable: true, description: '只看一类问题。Of one fault alone.' })
    code?: string | null,
    @Arg('after', () => String, {
      nullable: true,
      description: '上一页的 endCursor。The endCursor of the page before.',
    })
    after?: string | null,
  ) {
    requireRole(context, ...lookInto);
    requireRegion(context);
    checkTexts({ stream, code }, 100);
    const size = pageSize(first);
    const page = { after: readRowCursor('quarantined-rows', after), limit: size + 1 };
    const filter = { source: source ?? null, stream: stream ?? null, code: code ?? null, openOnly };
    const rows = await readQuarantinedRows(context.database.pool, filter, page);
    return mapPage(pageOfRows('quarantined-rows', rows, size), (row) => ({
      ...row,
      location: JSON.stringify(row.location),
    }));
  }

  @Query(() => [QuarantineCause], {
    description: '待处理的问题数据按原因汇总，多的在前。Open quarantined rows by their cause, the commonest first.',
  })
  quarantineCauses(@Ctx() context: Context): Promise<QuarantineCause[]> {
    requireRole(context, ...lookInto);
    requireRegion(context);
    return readQuarantineCauses(context.database.pool, mostCauses);
  }

  @Mutation(() => Boolean, {
    description:
      '人工了结一条问题数据并写明结论；再次出现时重新打开。Closes a quarantined row by hand with what was found; should it come again, it is open again.',
  })
  async settleQuarantinedRow(
    @Arg('id', () => ID, { description: '问题数据编号。Id of the quarantined row.' }) id: string,
    @Arg('finding', () => String, { description: '结论，1 至 500 字。What was found, 1 to 500 characters.' })
    finding: string,
    @Ctx() context: Context,
  ): Promise<boolean> {
    checkActor(context, finding);
    const { database, viewer } = context;
    const settled = isUuid(id) ? await settleQuarantined(database.pool, { id, by: viewer.client, finding }) : null;
    if (settled === 'settled') return true;
    if (settled === 'closed')
      throw new HubError('ILLEGAL_MOVE', '该问题数据已了结', 'the quarantined row is closed already');
    throw new HubError('NOT_FOUND', '没有这条问题数据', 'there is no such quarantined row');
  }
}
