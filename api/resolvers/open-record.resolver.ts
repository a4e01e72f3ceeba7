/** The public records, for everybody and without a key: lists with counts, and each record in each of its versions. */
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { noticeAt, postAt } from '../../rules/recruitment/closed-by-clock.js';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import type { PublicNotice, PublicPost } from '../../rules/recruitment/public-record.js';
import { RecruitmentNoticeFilter, RecruitmentPostFilter } from '../../schema/open-record/open-filter.type.js';
import {
  RecruitmentNotice,
  RecruitmentNoticeConnection,
  RecruitmentPost,
  RecruitmentPostConnection,
} from '../../schema/open-record/open-record.type.js';
import { readOpenRecord, readRecordsAt, readRecordVersion } from '../../schema/open-record/open-record.reads.js';
import type { RecordKind } from '../../schema/open-record/open-record.reads.js';
import type { Page } from '../../schema/value/value.type.js';
import type { Context } from '../context.js';
import { filterOfInput } from '../open-data/filter-of-input.js';
import { isUuid, pageSize, readCursor, writeCursor } from '../page-of.js';

/** A page together with what was asked, for those fields that are worked out only where they are selected. */
export interface ListPage<T> extends Page<T> {
  kind: RecordKind;
  filter: RecordFilter;
}

const firstDescription = '本页项数，至多 100。Items on this page, at most 100.';
const afterDescription = '上一页的 endCursor；深度不限。The endCursor of the page before; there is no ceiling.';
const versionDescription =
  '只看此版本（公告的版本号）；默认为现在。As this version of the notice had it; as it is now by default.';

@Resolver()
export class OpenRecordResolver {
  @Query(() => RecruitmentNoticeConnection, {
    description: '公开的招聘公告，新的在前，无需密钥。Public recruitment notices, newest first, no key needed.',
  })
  recruitmentNotices(
    @Ctx() context: Context,
    @Arg('filter', () => RecruitmentNoticeFilter, { nullable: true, description: '条件。Conditions.' })
    filter: RecruitmentNoticeFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: firstDescription })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: afterDescription })
    after?: string | null,
  ): Promise<ListPage<PublicNotice>> {
    return listPage(context, 'notice', filterOfInput(filter), { first, after }, noticeAt);
  }

  @Query(() => RecruitmentPostConnection, {
    description: '公开的招聘岗位，新的在前，无需密钥。Public posts, newest first, no key needed.',
  })
  recruitmentPosts(
    @Ctx() context: Context,
    @Arg('filter', () => RecruitmentPostFilter, { nullable: true, description: '条件。Conditions.' })
    filter: RecruitmentPostFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: firstDescription })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: afterDescription })
    after?: string | null,
  ): Promise<ListPage<PublicPost>> {
    return listPage(context, 'post', filterOfInput(filter), { first, after }, postAt);
  }

  @Query(() => RecruitmentNotice, {
    nullable: true,
    description:
      '一份招聘公告，可指定版本；从未发布或已撤下时为空。One notice, in any of its versions; null when it was never published or is gone.',
  })
  recruitmentNotice(
    @Arg('id', () => ID, { description: '记录编号。Id of the record.' }) id: string,
    @Ctx() context: Context,
    @Arg('version', () => Int, { nullable: true, description: versionDescription }) version?: number | null,
  ): Promise<PublicNotice | null> {
    return oneRecord(context, 'notice', id, version ?? null, noticeAt);
  }

  @Query(() => RecruitmentPost, {
    nullable: true,
    description:
      '一个招聘岗位，可指定版本；从未发布或已撤下时为空。One post, in any version; null when it was never published or is gone.',
  })
  recruitmentPost(
    @Arg('id', () => ID, { description: '记录编号。Id of the record.' }) id: string,
    @Ctx() context: Context,
    @Arg('version', () => Int, { nullable: true, description: versionDescription }) version?: number | null,
  ): Promise<PublicPost | null> {
    return oneRecord(context, 'post', id, version ?? null, postAt);
  }
}

async function listPage<T>(
  { database, openRecords, clock }: Context,
  kind: RecordKind,
  filter: RecordFilter,
  { first, after }: { first: number | null; after: string | null | undefined },
  at: (record: T, now: string) => T,
): Promise<ListPage<T>> {
  const list = `${kind}s`;
  const size = pageSize(first);
  const before = after == null ? null : Number(readCursor(list, after, /^\d{1,15}$/));
  const found = await openRecords.page(kind, filter, before, size + 1);
  const places = found.slice(0, size);
  const rows = await readRecordsAt(database.pool, places);
  const now = clock().toISOString();
  const cursor = (place: number) => writeCursor(list, String(place));
  return {
    kind,
    filter,
    edges: rows.map(({ place, body }) => ({ node: at(JSON.parse(body) as T, now), cursor: cursor(place) })),
    // By the last place, not the last row: it may have gone between the two reads.
    pageInfo: { hasNextPage: found.length > size, endCursor: places.length > 0 ? cursor(places.at(-1)!) : null },
  };
}

async function oneRecord<T>(
  { database: { pool }, clock }: Context,
  kind: RecordKind,
  id: string,
  version: number | null,
  at: (record: T, now: string) => T,
): Promise<T | null> {
  const live = isUuid(id) ? await readOpenRecord(pool, kind, id) : null;
  if (!live) return null;
  const notice = kind === 'notice' || version === null ? live : await readOpenRecord(pool, 'notice', live.noticeId);
  const newest = (notice ?? live).version;
  // In its newest version it stands as it does now.
  if (version === null || version === newest) return at(JSON.parse(live.body) as T, clock().toISOString());
  if (version < 1 || version > newest) return null;
  const body = await readRecordVersion(pool, kind, id, version);
  return body === null ? null : (JSON.parse(body) as T);
}
