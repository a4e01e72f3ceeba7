/** Fields of public records and of their lists that cost something: worked out only where they are selected. */
import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { versionDifferences } from '../../rules/recruitment/version-differences.js';
import type { VersionRecords } from '../../rules/recruitment/version-differences.js';
import type { Difference } from '../../rules/recruitment/differences.js';
import { noticeAt, postAt } from '../../rules/recruitment/closed-by-clock.js';
import { findCode } from '../../rules/recruitment/codes.js';
import type { CodeListName } from '../../rules/recruitment/codes.js';
import { breadcrumb, jobPosting } from '../../rules/recruitment/job-posting.js';
import type { PublicNotice, PublicPost } from '../../rules/recruitment/public-record.js';
import { RecruitmentHired } from '../../schema/open-record/notice-parts.type.js';
import { RecruitmentFacet } from '../../schema/open-record/open-filter.type.js';
import {
  RecruitmentDifference,
  RecruitmentNotice,
  RecruitmentNoticeConnection,
  RecruitmentPost,
  RecruitmentPostConnection,
  RecruitmentVersion,
} from '../../schema/open-record/open-record.type.js';
import { FacetNameEnum } from '../../schema/open-record/recruitment-enum.type.js';
import type { NoticeVersion } from '../../schema/open-record/version.reads.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { facetViews } from '../open-data/facet-views.js';
import { loadersOf } from '../open-data/record-loaders.js';
import { pageSize } from '../page-of.js';
import type { ListPage } from './open-record.resolver.js';

const mostValues = 1000;

function listFieldsOf(connection: ClassType) {
  @Resolver(() => connection)
  class ListFields {
    @FieldResolver(() => Int, { description: '符合条件的总数。How many there are in all.' })
    async totalCount(@Root() { kind, filter }: ListPage<unknown>, @Ctx() { openRecords }: Context): Promise<number> {
      return (await openRecords.count(kind, filter)).total;
    }

    @FieldResolver(() => [RecruitmentFacet], {
      description: '各条件各值的记录数。How many records each value of each condition has.',
    })
    facets(
      @Root() { kind, filter }: ListPage<unknown>,
      @Ctx() context: Context,
      @Arg('names', () => [FacetNameEnum], {
        nullable: true,
        description: '哪些条件；默认全部。Which; all by default.',
      })
      names: string[] | null,
      @Arg('values', () => Int, {
        nullable: true,
        defaultValue: 100,
        description:
          '每个条件至多列出的值，1 至 1000；已选的值总会列出。Values of each at most, 1 to 1,000; selected ones are always there.',
      })
      values: number | null,
    ): Promise<RecruitmentFacet[]> {
      const most = values ?? 100;
      if (most < 1 || most > mostValues)
        throw new HubError('LIMIT_EXCEEDED', `values 须为 1 至 ${mostValues}`, `values must be 1 to ${mostValues}`, {
          limit: mostValues,
        });
      return facetViews(context, { kind, filter, names, most });
    }
  }
  return ListFields;
}

export const NoticeListResolver = listFieldsOf(RecruitmentNoticeConnection);
export const PostListResolver = listFieldsOf(RecruitmentPostConnection);

@Resolver(() => RecruitmentNotice)
export class NoticeFieldResolver {
  @FieldResolver(() => String, { description: '本平台页面的网址。Address of its page here.' })
  url(@Root() { path }: PublicNotice, @Ctx() { publicUrl }: Context): string {
    return publicUrl() + path;
  }

  @FieldResolver(() => [RecruitmentPost], {
    description:
      '公告的岗位，按公告中的次序，不含已取消的。Its posts in the order of the notice, without those that are gone.',
  })
  async posts(
    @Root() { posts }: PublicNotice,
    @Ctx() context: Context,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: '至多几个，不超过 100。How many at most, up to 100.',
    })
    first: number | null,
    @Arg('after', () => ID, {
      nullable: true,
      description:
        '从此岗位之后起，填上一段最后一个岗位的编号。Behind this post: the id of the last one of the stretch before.',
    })
    after?: string | null,
  ): Promise<PublicPost[]> {
    const size = pageSize(first);
    const start = after == null ? 0 : posts.indexOf(after) + 1;
    if (after != null && start === 0)
      throw new HubError('BAD_INPUT', 'after 不是本公告的岗位', 'after is no post of this notice');
    const now = context.clock().toISOString();
    return (await loadersOf(context).posts(posts.slice(start, start + size))).map((post) => postAt(post, now));
  }

  @FieldResolver(() => [RecruitmentHired], {
    nullable: true,
    description: '办结后各岗位的录用人数；未办结为空。Hired by post, once it is concluded; null before.',
  })
  hired(@Root() { hired }: PublicNotice): RecruitmentHired[] | null {
    return hired && Object.entries(hired).map(([post, count]) => ({ post, hired: count }));
  }

  @FieldResolver(() => [RecruitmentVersion], {
    description: '已发布的版本，由早到晚。Published versions, oldest first.',
  })
  versions(@Root() { id }: PublicNotice, @Ctx() context: Context): Promise<NoticeVersion[]> {
    return loadersOf(context).versions(id);
  }
}

@Resolver(() => RecruitmentPost)
export class PostFieldResolver {
  @FieldResolver(() => String, { description: '本平台页面的网址。Address of its page here.' })
  url(@Root() { path }: PublicPost, @Ctx() { publicUrl }: Context): string {
    return publicUrl() + path;
  }

  @FieldResolver(() => RecruitmentNotice, {
    nullable: true,
    description: '所属公告；已撤下时为空。The notice it belongs to; null when that is gone.',
  })
  async noticeRecord(@Root() { notice }: PublicPost, @Ctx() context: Context): Promise<PublicNotice | null> {
    const found = await loadersOf(context).notice(notice.id);
    return found && noticeAt(found, context.clock().toISOString());
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      '岗位页面现有的 JSON-LD（JobPosting 与 BreadcrumbList）；不再接受报名时为空。The JSON-LD that its page carries now; null once nobody can apply.',
  })
  async jsonLd(@Root() { id }: PublicPost, @Ctx() context: Context): Promise<string | null> {
    const [post] = await loadersOf(context).posts([id]);
    const notice = post && (await loadersOf(context).notice(post.notice.id));
    if (!notice) return null;
    const [publicUrl, lists] = [context.publicUrl(), await context.codeLists.current()];
    const nameOf = (list: CodeListName, code: string) => findCode(lists, list, code)?.name ?? code;
    const posting = jobPosting({ post, notice, publicUrl, nameOf, now: context.clock() });
    return posting && JSON.stringify([posting, breadcrumb(post, publicUrl)]);
  }
}

@Resolver(() => RecruitmentVersion)
export class VersionFieldResolver {
  @FieldResolver(() => [RecruitmentDifference], {
    description:
      '与前一版本的差异，含岗位；首个版本没有。In what it differs from the version before, posts included; the first in nothing.',
  })
  async differences(@Root() { noticeId, version }: NoticeVersion, @Ctx() context: Context): Promise<Difference[]> {
    const bodies = await loadersOf(context).versionBodies(noticeId);
    const asOf = (wanted: number): VersionRecords | null => {
      const latest = new Map(
        bodies.filter((one) => one.version <= wanted).map(({ recordId, body }) => [recordId, body]),
      );
      const body = latest.get(noticeId);
      if (body === undefined) return null;
      const notice = JSON.parse(body) as PublicNotice;
      const posts = notice.posts.flatMap((id) => latest.get(id) ?? []).map((post) => JSON.parse(post) as PublicPost);
      return { notice, posts };
    };
    const [before, after] = [asOf(version - 1), asOf(version)];
    return before && after ? versionDifferences(before, after) : [];
  }
}
