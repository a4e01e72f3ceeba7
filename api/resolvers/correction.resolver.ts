/** What was corrected or withdrawn, for everybody; and what a record was called that is no longer there. */
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { RecruitmentCorrectionConnection } from '../../schema/open-record/correction.type.js';
import { readCorrections, readLastTitle } from '../../schema/open-record/correction.reads.js';
import { RecruitmentRecordState } from '../../schema/open-record/open-change.type.js';
import type { Context } from '../context.js';
import { pageSize, readCursor, writeCursor } from '../page-of.js';

const list = 'corrections';

@Resolver(() => RecruitmentRecordState)
export class CorrectionResolver {
  @Query(() => RecruitmentCorrectionConnection, {
    description: '更正、撤回和撤销的公告，新的在前。Notices that were amended, withdrawn or annulled, newest first.',
  })
  async recruitmentCorrections(
    @Ctx() { database }: Context,
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
    const before = after == null ? null : Number(readCursor(list, after, /^\d{1,15}$/));
    const rows = await readCorrections(database.pool, before, size + 1);
    const edges = rows.slice(0, size).map((node) => ({ node, cursor: writeCursor(list, String(node.number)) }));
    return { edges, pageInfo: { hasNextPage: rows.length > size, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  @FieldResolver(() => String, {
    description: '公告或岗位的名称，已撤下的为最后的名称。What it is called, or was last called.',
  })
  title(@Root() { recordId }: { recordId: string }, @Ctx() { database }: Context): Promise<string> {
    return readLastTitle(database.pool, recordId);
  }
}
