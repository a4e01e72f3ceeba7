import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { parseDay } from '../../rules/civil-date.js';
import { contentOf } from '../../rules/recruitment/dossier.js';
import { workingDaysBetween } from '../../rules/recruitment/working-days.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { readNotice } from '../../schema/notice/notice.reads.js';
import { readByReceipt } from '../../schema/objection/objection.reads.js';
import { ObjectionReceipt } from '../../schema/objection/objection.type.js';
import { readBatch, readPublicCandidates } from '../../schema/publicity/publicity.reads.js';
import { PublicityPage } from '../../schema/publicity/publicity-page.type.js';
import { readHistory } from '../../schema/recruitment-history/recruitment-history.reads.js';
import { readWorkCalendar } from '../../schema/work-calendar/work-calendar.reads.js';
import type { Context } from '../context.js';
import { isUuid } from '../page-of.js';
import { worldOf } from '../recruitment.js';
import { enterObjection, viewOf } from './objection.resolver.js';
import { noList } from './publicity.resolver.js';

/** What only the hub's own pages may ask: proposed hires in their time, and objections to them. */
@Resolver()
export class PublicityPageResolver {
  @Query(() => PublicityPage, {
    nullable: true,
    description: '一个公示页面；从未公示过时为空。The page of one list; null where it was never public.',
  })
  async publicityPage(
    @Arg('id', () => ID, { description: '名单编号。Id of the list.' }) id: string,
    @Ctx() context: Context,
  ): Promise<PublicityPage | null> {
    const { database, vault, clock } = context;
    const now = clock();
    const list = isUuid(id) ? await readBatch(database.pool, id) : null;
    if (!list?.postedAt || !list.endsAt) return null;
    const { dossier } = (await readNotice(database.pool, list.noticeId))!;
    const content = contentOf(dossier.published!);
    const isOn = list.state === 'public' && list.postedAt <= now && now < list.endsAt;
    const { words } = await worldOf(context);
    const hires = isOn ? await readPublicCandidates(database.pool, vault, id, now) : [];
    const titles = new Map(content.posts.map(({ code, title }) => [code, title]));
    return {
      id,
      phase: isOn ? 'on_page' : 'over',
      noticeId: dossier.id,
      noticeTitle: content.title,
      employerName: dossier.published!.employer!.name,
      postedAt: list.postedAt,
      firstDay: list.firstDay!,
      lastDay: list.lastDay!,
      workingDays: list.workingDays!,
      workingDaysLeft: isOn ? await daysLeft(context, list.firstDay!, list.lastDay!) : 0,
      hires: hires.map(({ post, educationLevel, ...hire }) => ({
        ...hire,
        postTitle: titles.get(post) ?? post,
        education: educationLevel && words.nameOf('education', educationLevel),
      })),
      takenDownAt: list.takenDownAt ?? (isOn ? null : list.endsAt),
      takeDownProof: isOn ? null : await proofOf(context, id),
    };
  }

  @Query(() => ObjectionReceipt, {
    nullable: true,
    description: '凭回执号查询异议办理情况。How an objection stands, by its receipt.',
  })
  async objectionByReceipt(
    @Arg('receipt', () => String, { description: '回执号。Number of the receipt.' }) receipt: string,
    @Ctx() context: Context,
  ): Promise<ObjectionReceipt | null> {
    const normal = receipt.trim().toUpperCase();
    const row = /^[2-9A-HJ-NP-Z]{20}$/.test(normal) ? await readByReceipt(context.database.pool, normal) : null;
    return row && viewOf(context, row);
  }

  @Mutation(() => ObjectionReceipt, {
    description: '网上提出异议，须在公示期内。Makes an objection online, within the period.',
  })
  fileObjection(
    @Arg('batchId', () => ID, { description: '名单编号。Id of the list.' }) batchId: string,
    @Arg('text', () => String, { description: '内容，1 至 2000 字。What is objected.' }) text: string,
    @Ctx() context: Context,
    @Arg('contact', () => String, {
      nullable: true,
      description: '联系方式，可不填。How to reach you; may be left out.',
    })
    contact?: string | null,
  ): Promise<ObjectionReceipt> {
    if (!isUuid(batchId)) throw noList();
    const made = { batchId, channel: 'online', text, contact: contact || null, receivedAt: context.clock() } as const;
    return enterObjection(context, made);
  }
}

/** Today counts while it lasts; a list may be posted before its first day. */
async function daysLeft({ database, clock }: Context, firstDay: string, lastDay: string): Promise<number | null> {
  const from = Math.max(parseDay(civilDay(clock()))!, parseDay(firstDay)!);
  const left = workingDaysBetween(await readWorkCalendar(database.pool), from - 1, parseDay(lastDay)!);
  return left.ok ? left.value : null;
}

async function proofOf({ database }: Context, id: string): Promise<string | null> {
  const history = await readHistory(database.pool, 'publicity', id);
  return history.findLast(({ move }) => move === 'end' || move === 'cancel')?.hash ?? null;
}
