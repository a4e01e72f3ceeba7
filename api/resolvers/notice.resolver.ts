import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { NoticeRow } from '../../schema/notice/notice.reads.js';
import { readOpenNotices } from '../../schema/notice/notice.reads.js';
import {
  FileRecruitmentNoticeInput,
  RecruitmentNotice,
  RecruitmentNoticeConnection,
} from '../../schema/notice/notice.type.js';
import { fileNotice, moveNotice, noticeMoves } from '../../schema/notice/notice.writes.js';
import { readOrganizationName } from '../../schema/organization/organization.reads.js';
import { civilDay } from '../../rules/shanghai-time.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isUuid, pageOfRows, pageSize, readRowCursor } from '../page-of.js';
import { isText } from '../is-text.js';
import { requireRole } from '../require-role.js';

/** What everybody may read. */
@Resolver()
export class NoticeResolver {
  @Query(() => RecruitmentNoticeConnection, {
    description: '可报名的招聘公告，新的在前。Recruitment notices that take applications, newest first.',
  })
  async recruitmentNotices(
    @Ctx() context: Context,
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
    const page = { today: civilDay(context.clock()), after: readRowCursor('notices', after), limit: size + 1 };
    return pageOfRows('notices', await readOpenNotices(context.database.pool, page), size);
  }
}

/** What an employer's clerk may do. */
@Resolver()
export class NoticeFilingResolver {
  @Mutation(() => RecruitmentNotice, {
    description:
      '以本单位名义提交一份招聘公告，由人社部门发布。Files a notice in the name of the own organization; the bureau publishes it.',
  })
  async fileRecruitmentNotice(
    @Arg('input', () => FileRecruitmentNoticeInput, { description: '公告内容。The notice.' })
    input: FileRecruitmentNoticeInput,
    @Ctx() context: Context,
  ): Promise<NoticeRow> {
    requireRole(context, 'clerk');
    const { viewer, database, clock } = context;
    checkNotice(input, civilDay(clock()));
    const creditCode = viewer.creditCode!;
    const employerName = (await readOrganizationName(database.pool, creditCode)) ?? viewer.client;
    return fileNotice(database.pool, input, { creditCode, employerName, filedBy: viewer.client }, clock());
  }
}

/** What the bureau's staff may do. */
@Resolver()
export class NoticePublishingResolver {
  @Mutation(() => RecruitmentNotice, { description: '发布一份已提交的公告。Publishes a filed notice.' })
  publishRecruitmentNotice(
    @Arg('id', () => ID, { description: '公告编号。Id of the notice.' }) id: string,
    @Ctx() context: Context,
  ): Promise<NoticeRow> {
    return move(context, id, 'published');
  }

  @Mutation(() => RecruitmentNotice, { description: '撤回一份公告。Withdraws a notice.' })
  withdrawRecruitmentNotice(
    @Arg('id', () => ID, { description: '公告编号。Id of the notice.' }) id: string,
    @Ctx() context: Context,
  ): Promise<NoticeRow> {
    return move(context, id, 'withdrawn');
  }
}

async function move(context: Context, id: string, to: 'published' | 'withdrawn'): Promise<NoticeRow> {
  requireRole(context, 'operator', 'administrator');
  const result = isUuid(id) ? await moveNotice(context.database.pool, id, to, context.clock()) : null;
  if (!result) throw new HubError('NOT_FOUND', '没有这份公告', 'there is no such notice');
  if (result.moved) return result.notice;
  const { state } = result.notice;
  const legal = noticeMoves[state].map((one) => one.toUpperCase());
  throw new HubError(
    'ILLEGAL_MOVE',
    `状态 ${state.toUpperCase()} 的公告不能变为 ${to.toUpperCase()}，可变为：${legal.join('、') || '无'}`,
    `a notice that is ${state.toUpperCase()} cannot become ${to.toUpperCase()}; legal: ${legal.join(', ') || 'none'}`,
    { state: state.toUpperCase(), legalMoves: legal },
  );
}

function checkNotice(input: FileRecruitmentNoticeInput, today: string): void {
  const refuse = (chinese: string, english: string) => {
    throw new HubError('BAD_INPUT', chinese, english);
  };
  if (!isText(input.title, 100)) refuse('title 须为 1 至 100 字', 'title must have 1 to 100 characters');
  if (!isText(input.body, 5000)) refuse('body 须为 1 至 5000 字', 'body must have 1 to 5,000 characters');
  if (!/^\d{6}$/.test(input.region))
    refuse('region 须为六位行政区划代码', 'region must be a region code of six digits');
  if (input.headcount < 1 || input.headcount > 9999) refuse('headcount 须为 1 至 9999', 'headcount must be 1 to 9,999');
  if (!isText(input.applyUrl, 500) || !/^https?:$/.test(URL.parse(input.applyUrl)?.protocol ?? ''))
    refuse(
      'applyUrl 须为 http 或 https 网址，至多 500 字',
      'applyUrl must be an http or https address of at most 500 characters',
    );
  if (input.applyUntil < today) refuse('applyUntil 不能早于今天', 'applyUntil must not be before today');
}
