import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { checkNotice } from '../../rules/recruitment/check-notice.js';
import { type MoveInput, noInput } from '../../rules/recruitment/dossier.js';
import type { NoticeDraft } from '../../rules/recruitment/notice.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { readEmployer } from '../../schema/notice/circumstances.reads.js';
import { createDraft, saveDraft } from '../../schema/notice/draft.writes.js';
import {
  RecruitmentFiling,
  RecruitmentFilingConnection,
  RecruitmentFilingsArgs,
  RecruitmentProblem,
} from '../../schema/notice/filing.type.js';
import {
  CreateRecruitmentNoticeInput,
  MoveRecruitmentNoticeInput,
  SaveRecruitmentNoticeInput,
} from '../../schema/notice/move.type.js';
import { readNotice, readNoticeLines } from '../../schema/notice/notice.reads.js';
import { moveNotice } from '../../schema/notice/notice.writes.js';
import { statesWithOfficialPage } from '../../schema/notice/official-page.reads.js';
import { readBatchesOf } from '../../schema/publicity/publicity.reads.js';
import { readHistory } from '../../schema/recruitment-history/recruitment-history.reads.js';
import type { Context } from '../context.js';
import { checkContent } from '../draft-content.js';
import { HubError } from '../errors.js';
import { filingView, type ShownFiling, shownFiling } from '../filing-views.js';
import { isUuid, pageOfRows, pageSize, readRowCursor } from '../page-of.js';
import {
  bureausOf,
  checkTexts,
  mayKnow,
  noNotice,
  orRefuse,
  requirePart,
  tellPublic,
  worldOf,
} from '../recruitment.js';
import { listView } from './publicity.resolver.js';

const id = '公告编号。Id of the notice.';

/** A notice's dossier, for the firm and the bureau. */
@Resolver(() => RecruitmentFiling)
export class FilingResolver {
  @Query(() => RecruitmentFilingConnection, {
    description:
      '本单位或本部门的公告档案，新的在前。Dossiers of the own firm, or filed with the own bureau, newest first.',
  })
  async recruitmentFilings(
    @Args(() => RecruitmentFilingsArgs) { states, first, after, officialVerdict }: RecruitmentFilingsArgs,
    @Ctx() context: Context,
  ) {
    requirePart(context);
    const { viewer, database } = context;
    const isFirm = viewer.audience === 'employer';
    const filter = {
      creditCode: isFirm ? viewer.creditCode : null,
      bureaus: isFirm ? null : bureausOf(viewer),
      states: states ?? (officialVerdict ? statesWithOfficialPage : null),
      submittedOnly: !isFirm,
      officialVerdict: officialVerdict ?? null,
    };
    const size = pageSize(first);
    const page = { after: readRowCursor('filings', after), limit: size + 1 };
    return pageOfRows('filings', await readNoticeLines(database.pool, filter, page), size);
  }

  @Query(() => RecruitmentFiling, { nullable: true, description: '一份公告的档案；没有时为空。One dossier, or null.' })
  async recruitmentFiling(@Arg('id', () => ID, { description: id }) noticeId: string, @Ctx() context: Context) {
    requirePart(context);
    const known = isUuid(noticeId) ? await readNotice(context.database.pool, noticeId) : null;
    return known && mayKnow(context.viewer)(known.dossier) ? filingView(known.dossier, context) : null;
  }

  @Mutation(() => RecruitmentFiling, {
    description: '以本单位名义开始一份公告，先存为草稿。Begins a notice of the own firm as a draft.',
  })
  async createRecruitmentNotice(
    @Arg('input', () => CreateRecruitmentNoticeInput, { description: '草稿。The draft.' })
    { content, idempotencyKey }: CreateRecruitmentNoticeInput,
    @Ctx() context: Context,
  ) {
    const { database, viewer, clock } = context;
    if (requirePart(context).parties.length > 0 && viewer.audience !== 'employer')
      throw new HubError('FORBIDDEN', '公告由招聘单位起草', 'a notice is drafted by the firm that recruits');
    checkContent(content);
    const creditCode = viewer.creditCode!;
    const employer = await readEmployer(database.pool, creditCode, civilDay(clock()));
    if (!employer)
      throw new HubError(
        'FORBIDDEN',
        '单位不在国有企业名录内，或其营业执照已吊销、注销，请与同级人社部门联系',
        'the firm is not on the register of state firms, or its licence was revoked or cancelled: ask the responsible bureau',
      );
    const draft = { creditCode, bureau: employer.bureau, content: content as NoticeDraft, savedBy: viewer.client };
    const made = orRefuse(await createDraft(database.pool, draft, keyed(context, idempotencyKey, content), clock()));
    return shownFiling(made.id, context);
  }

  @Mutation(() => RecruitmentFiling, {
    description:
      '保存草稿，可不完整；对已发布的公告即开始更正。Saves a draft, however incomplete; of a published notice it begins an amendment.',
  })
  async saveRecruitmentNotice(
    @Arg('input', () => SaveRecruitmentNoticeInput, { description: '草稿。The draft.' })
    input: SaveRecruitmentNoticeInput,
    @Ctx() context: Context,
  ) {
    requirePart(context);
    const { database, viewer, clock } = context;
    if (viewer.audience !== 'employer' || !isUuid(input.id)) throw noNotice();
    checkContent(input.content);
    checkTexts({ amendReason: input.amendReason });
    const saved = {
      id: input.id,
      change: () => input.content as NoticeDraft,
      amendReason: input.amendReason ?? null,
      revision: input.revision ?? null,
      savedBy: viewer.client,
      mayKnow: mayKnow(viewer),
    };
    return shownFiling(orRefuse(await saveDraft(database.pool, saved, clock())).id, context);
  }

  @Mutation(() => RecruitmentFiling, {
    description:
      '办理公告的一步；不合法时说明现在可作什么。One step of a notice; where it is not legal, the answer says what is.',
  })
  async moveRecruitmentNotice(
    @Arg('input', () => MoveRecruitmentNoticeInput, { description: '操作。The move.' })
    input: MoveRecruitmentNoticeInput,
    @Ctx() context: Context,
  ) {
    const actor = requirePart(context);
    if (!isUuid(input.id)) throw noNotice();
    const { reason, justification, decisionNo, remarks } = input;
    checkTexts({ reason, justification, decisionNo });
    // Without a path a remark is about the whole, as a return for one reason is.
    for (const { path, text } of remarks ?? []) checkTexts({ text, path: path || null });
    const { around, words } = await worldOf(context);
    const request = {
      id: input.id,
      command: { move: input.move, actor, reason: reason ?? null, input: moveInput(input) },
      mayKnow: mayKnow(context.viewer),
      key: keyed(context, input.idempotencyKey, input),
    };
    const moved = orRefuse(await moveNotice(context.database.pool, request, around, words));
    await tellPublic(context);
    return shownFiling(moved.id, context);
  }

  @FieldResolver(() => [RecruitmentProblem])
  async problems(@Root() { dossier }: ShownFiling, @Ctx() context: Context): Promise<RecruitmentProblem[]> {
    const { pending } = dossier;
    if (context.viewer.audience !== 'employer' || !pending) return [];
    if (pending.state !== 'draft' && pending.state !== 'returned') return [];
    const { around } = await worldOf(context);
    const { now, codes, limits, minimumWageFen, veteransPercent, employer } = await around(
      context.database.pool,
      dossier,
    );
    if (!employer) return [];
    const filing = { codes, now, limits: { time: limits, minimumWageFen, veteransPercent }, employer };
    return checkNotice(pending.content, filing).problems.map(({ path, rule, text, basis, severity }) => ({
      path,
      rule,
      message: `${text.zh} / ${text.en}`,
      basis: basis && `${basis.zh} / ${basis.en}`,
      isError: severity === 'error',
    }));
  }

  @FieldResolver()
  async publicity(@Root() { dossier }: ShownFiling, @Ctx() context: Context): Promise<RecruitmentFiling['publicity']> {
    const lists = await readBatchesOf(context.database.pool, dossier.id);
    const visible = context.viewer.audience === 'employer' ? lists : lists.filter(({ submittedAt }) => submittedAt);
    return visible.map((list) => listView(list, context.viewer));
  }

  @FieldResolver()
  history(@Root() { dossier }: ShownFiling, @Ctx() { database }: Context): Promise<RecruitmentFiling['history']> {
    return readHistory(database.pool, 'notice', dossier.id);
  }
}

function moveInput(input: MoveRecruitmentNoticeInput): MoveInput {
  const given = Object.keys(noInput).map((name) => [name, input[name as keyof MoveRecruitmentNoticeInput] ?? null]);
  const others = Object.fromEntries(given) as MoveInput;
  if (!input.stage) return others;
  const { stage, on, expected, present, passed } = input.stage;
  return { ...others, stage: { stage, on, expected: expected ?? null, present, passed } };
}

function keyed({ viewer }: Context, key: string | null | undefined, request: unknown) {
  if (key == null) return null;
  if (!/^[\w.:-]{1,100}$/.test(key))
    throw new HubError(
      'BAD_INPUT',
      'idempotencyKey 须为 1 至 100 个字母、数字或 . : _ -',
      'idempotencyKey must be 1 to 100 letters, digits or . : _ -',
    );
  return { client: `${viewer.audience}/${viewer.creditCode ?? ''}/${viewer.client}`, key, request };
}
