/** The stream of public changes, and the proof that a copy is complete, for everybody and without a key. */
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { PublicNotice, PublicPost } from '../../rules/recruitment/public-record.js';
import type { Day } from '../../rules/vocabulary.js';
import {
  RecruitmentChangePage,
  RecruitmentCompleteness,
  RecruitmentRecordState,
} from '../../schema/open-record/open-change.type.js';
import { RecruitmentPostFilter } from '../../schema/open-record/open-filter.type.js';
import { readCompleteness, readLastChange } from '../../schema/open-record/open-record.reads.js';
import type { RecordKind } from '../../schema/open-record/open-record.reads.js';
import { DateScalar } from '../../schema/value/value.type.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { readChangePage } from '../open-data/change-page.js';
import type { SeenChange } from '../open-data/change-page.js';
import { filterOfInput } from '../open-data/filter-of-input.js';
import { changeCursor, isUuid, readChangeCursor } from '../page-of.js';

const mostChanges = 500;
const longestWait = 25;
const noRecords = { records: 0, digest: '0'.repeat(64) };

@Resolver()
export class OpenChangeResolver {
  @Query(() => RecruitmentChangePage, {
    description:
      '公开记录的变更流，无缺口，按提交次序；可等待新变更。The stream of public changes without gaps, in the order of commits; it may wait for further ones.',
  })
  async recruitmentChanges(
    @Ctx() context: Context,
    @Arg('after', () => String, {
      nullable: true,
      description:
        '上次的 endCursor；默认从头开始。The endCursor of the time before; from the very beginning by default.',
    })
    after: string | null,
    @Arg('filter', () => RecruitmentPostFilter, {
      nullable: true,
      description:
        '岗位条件；此时只给岗位的变更，并告知进入和离开条件。Conditions on posts: then changes of posts alone, and what enters and leaves.',
    })
    filter: RecruitmentPostFilter | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 100,
      description: '至多几项变更，1 至 500。How many changes at most, 1 to 500.',
    })
    first: number | null,
    @Arg('waitSeconds', () => Int, {
      nullable: true,
      defaultValue: 0,
      description: '没有新变更时至多等待几秒，0 至 25。Seconds to wait where nothing is there yet, 0 to 25.',
    })
    waitSeconds: number | null,
  ) {
    const page = await readChangePage(context, {
      after: readChangeCursor(after),
      filter: filter && filterOfInput(filter),
      first: within('first', first ?? 100, 1, mostChanges),
      waitMs: within('waitSeconds', waitSeconds ?? 0, 0, longestWait) * 1000,
      gone: context.gone,
      who: context.purseOf(context.viewer, context.address).name,
    });
    context.assertWelcome();
    return { changes: page.changes.map(changeView), endCursor: changeCursor(page.end), hasMore: page.hasMore };
  }

  @Query(() => RecruitmentCompleteness, {
    description:
      '各日首次发布的记录数和摘要，用以核对副本是否完整。Counts and digests of the records by day of first publication, to prove a copy complete.',
  })
  async recruitmentCompleteness(
    @Arg('from', () => DateScalar, { description: '首日。First day.' }) from: Day,
    @Arg('to', () => DateScalar, { description: '末日。Last day.' }) to: Day,
    @Ctx() { database }: Context,
  ) {
    if (from > to) throw new HubError('BAD_INPUT', 'from 不能晚于 to', 'from must not be after to');
    const { number, days, kinds } = await readCompleteness(database.pool, from, to);
    const all = (wanted: RecordKind) => kinds.find(({ kind }) => kind === wanted) ?? noRecords;
    return { cursor: changeCursor(number), days, notices: all('notice'), posts: all('post') };
  }

  @Query(() => RecruitmentRecordState, {
    nullable: true,
    description:
      '一个编号的记录仍在、已撤下及原因，或从未发布（空）。Whether a record is there, gone and why, or was never published (null).',
  })
  async recruitmentRecordState(
    @Arg('id', () => ID, { description: '公告或岗位的记录编号。Id of a notice or a post.' }) id: string,
    @Ctx() { database }: Context,
  ) {
    const change = isUuid(id) ? await readLastChange(database.pool, id) : null;
    return change && { ...change, state: change.body === null ? 'gone' : 'live' };
  }
}

function within(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new HubError(
    value > most ? 'LIMIT_EXCEEDED' : 'BAD_INPUT',
    `${name} 须为 ${least} 至 ${most}`,
    `${name} must be ${least} to ${most}`,
    { limit: most },
  );
}

/** The record is parsed where it is selected; its text goes as it is. */
function changeView({ number, ...change }: SeenChange) {
  const { recordKind, recordId, body } = change;
  return {
    ...change,
    cursor: changeCursor(number),
    postId: recordKind === 'post' ? recordId : null,
    get notice() {
      return recordKind === 'notice' && body !== null ? (JSON.parse(body) as PublicNotice) : null;
    },
    get post() {
      return recordKind === 'post' && body !== null ? (JSON.parse(body) as PublicPost) : null;
    },
  };
}
