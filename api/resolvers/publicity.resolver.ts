import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { movesFrom, publicityMoves } from '../../rules/recruitment/life-cycle.js';
import type { PublicityMove, PublicityState } from '../../rules/recruitment/life-cycle.js';
import type { Candidate } from '../../rules/recruitment/publicity.js';
import { writeAccess } from '../../schema/access-event/access-event.writes.js';
import { readNotice } from '../../schema/notice/notice.reads.js';
import { type PublicityRow, readBatch, readCandidates } from '../../schema/publicity/publicity.reads.js';
import {
  MovePublicityListInput,
  ProposedHire,
  type ProposedHireInput,
  PublicityList,
  SavePublicityListInput,
} from '../../schema/publicity/publicity.type.js';
import { moveList, saveList } from '../../schema/publicity/publicity.writes.js';
import { readWorkCalendar } from '../../schema/work-calendar/work-calendar.reads.js';
import type { Viewer } from '../authenticate.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isUuid } from '../page-of.js';
import {
  actorOf,
  checkTexts,
  mayKnow,
  nameOfMove,
  orRefuse,
  requirePart,
  tellPublic,
  worldOf,
} from '../recruitment.js';

const mostHires = 500;

/** Lists of proposed hires, for the firm and the bureau. The public sees them on the page alone. */
@Resolver()
export class PublicityResolver {
  @Query(() => [ProposedHire], {
    description:
      '一份名单上的拟聘人员；每次查看都记入日志。Who stands in a list; each look is written into the access log.',
  })
  async proposedHires(
    @Arg('id', () => ID, { description: '名单编号。Id of the list.' }) id: string,
    @Ctx() context: Context,
  ): Promise<ProposedHire[]> {
    requirePart(context);
    const { database, vault, viewer, operation, noted } = context;
    const list = isUuid(id) ? await readBatch(database.pool, id) : null;
    const known = list && (await readNotice(database.pool, list.noticeId));
    const isVisible = known && mayKnow(viewer)(known.dossier) && (viewer.audience === 'employer' || list.submittedAt);
    const stamp = {
      client: viewer.client,
      audience: viewer.audience,
      purpose: 'recruitment-publicity',
      basis: '濮政〔2016〕1号第（十一）项',
      agreementId: null,
      operation: operation.name,
      fields: 'ProposedHire',
    };
    noted.push(await writeAccess(database.pool, stamp, isVisible ? 'shown' : 'miss', list?.id ?? null));
    if (!isVisible) throw noList();
    const hires = await readCandidates(database.pool, vault, id);
    return hires.filter(({ removedAt }) => removedAt === null);
  }

  @Mutation(() => PublicityList, {
    description: '保存一份拟聘公示名单的草稿。Saves a draft of a list of proposed hires.',
  })
  async savePublicityList(
    @Arg('input', () => SavePublicityListInput, { description: '名单。The list.' }) input: SavePublicityListInput,
    @Ctx() context: Context,
  ): Promise<PublicityList> {
    requirePart(context);
    const { database, vault, viewer, clock } = context;
    if (viewer.audience !== 'employer' || !isUuid(input.noticeId) || (input.id != null && !isUuid(input.id)))
      throw noList();
    if (input.hires.length > mostHires)
      throw new HubError('LIMIT_EXCEEDED', `hires 至多 ${mostHires} 名`, `hires are at most ${mostHires}`);
    // It stands in clear: a code, and nothing that was meant for another column.
    for (const { post } of input.hires) checkTexts({ post }, 20);
    const list = {
      noticeId: input.noticeId,
      batchId: input.id ?? null,
      recusalStatement: input.recusalStatement,
      candidates: input.hires.map(candidateOf),
      savedBy: viewer.client,
      mayKnow: mayKnow(viewer),
    };
    return shown(orRefuse(await saveList(database.pool, vault, list, clock())).id, context);
  }

  @Mutation(() => PublicityList, { description: '办理公示名单的一步。One step of a list of proposed hires.' })
  async movePublicityList(
    @Arg('input', () => MovePublicityListInput, { description: '操作。The move.' }) input: MovePublicityListInput,
    @Ctx() context: Context,
  ): Promise<PublicityList> {
    const actor = requirePart(context);
    const { database, vault, viewer } = context;
    if (!isUuid(input.id)) throw noList();
    checkTexts({ reason: input.reason });
    const { around, words } = await worldOf(context);
    const command = {
      move: input.move as PublicityMove,
      actor,
      reason: input.reason ?? null,
      days: input.days ?? null,
      places: input.places ?? null,
    };
    const calendar = await readWorkCalendar(database.pool);
    const request = { id: input.id, command, mayKnow: mayKnow(viewer) };
    const moved = orRefuse(
      await moveList(
        database.pool,
        vault,
        request,
        async (client, dossier) => ({ ...(await around(client, dossier)), calendar }),
        words,
      ),
    );
    await tellPublic(context);
    return shown(moved.id, context);
  }
}

export const noList = () => new HubError('NOT_FOUND', '没有这份公示名单', 'there is no such list of proposed hires');

export function listView(list: PublicityRow, viewer: Viewer): PublicityList {
  const { parties } = actorOf(viewer);
  return { ...list, legalMoves: movesFrom<PublicityState>(publicityMoves, list.state, parties).map(nameOfMove) };
}

async function shown(id: string, { database, viewer }: Context): Promise<PublicityList> {
  return listView((await readBatch(database.pool, id))!, viewer);
}

function candidateOf(input: ProposedHireInput): Candidate {
  const line = (text: string | null | undefined) => text?.trim().normalize('NFC') || null;
  return {
    post: input.post,
    name: input.name.trim().normalize('NFC'),
    school: line(input.school),
    educationLevel: line(input.educationLevel),
    degree: line(input.degree),
    major: line(input.major),
    admissionNo: line(input.admissionNo),
    score: line(input.score),
    rank: input.rank ?? null,
  };
}
