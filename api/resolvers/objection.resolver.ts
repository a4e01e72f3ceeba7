import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { deadlineOf } from '../../rules/recruitment/time-limits.js';
import { writeAccess } from '../../schema/access-event/access-event.writes.js';
import {
  type ObjectionRow,
  readObjection,
  readObjections,
  readObjectionText,
} from '../../schema/objection/objection.reads.js';
import {
  MoveObjectionInput,
  Objection,
  ObjectionConnection,
  ObjectionContent,
  ReceiveObjectionInput,
} from '../../schema/objection/objection.type.js';
import { moveObjection, receiveObjection } from '../../schema/objection/objection.writes.js';
import { readLimits } from '../../schema/notice/circumstances.reads.js';
import { readNotice } from '../../schema/notice/notice.reads.js';
import { readWorkCalendar } from '../../schema/work-calendar/work-calendar.reads.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isText } from '../is-text.js';
import { isUuid, pageOfRows, pageSize, readRowCursor, sealedCursors } from '../page-of.js';
import {
  bureausOf,
  checkTexts,
  mayKnow,
  newReceipt,
  noNotice,
  orRefuse,
  requirePart,
  tellPublic,
  worldOf,
} from '../recruitment.js';
import { requireRole } from '../require-role.js';

/** Objections, for the supervising officers. */
@Resolver()
export class ObjectionResolver {
  @Query(() => ObjectionConnection, { description: '异议，新的在前。Objections, newest first.' })
  async objections(
    @Ctx() context: Context,
    @Arg('openOnly', () => Boolean, { defaultValue: true, description: '只看未办结的。Only those still open.' })
    openOnly: boolean,
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
    requireSupervisor(context);
    const { database, viewer } = context;
    const size = pageSize(first);
    const cursors = sealedCursors(context, 'objections', { openOnly });
    const page = { after: readRowCursor(cursors, after), limit: size + 1 };
    const rows = await readObjections(database.pool, { bureaus: bureausOf(viewer), openOnly }, page);
    const shown = await Promise.all(rows.map((row) => viewOf(context, row)));
    return pageOfRows(cursors, shown, size);
  }

  @Query(() => ObjectionContent, {
    description: '一件异议的内容；每次查看都记入日志。What was said; each look is written into the access log.',
  })
  async objectionContent(
    @Arg('id', () => ID, { description: '编号。Id.' }) id: string,
    @Ctx() context: Context,
  ): Promise<ObjectionContent> {
    requireSupervisor(context);
    const { database, vault, viewer, operation, noted } = context;
    const objection = isUuid(id) ? await readObjection(database.pool, id) : null;
    const known = objection && (await readNotice(database.pool, objection.noticeId));
    const isVisible = known && mayKnow(viewer)(known.dossier);
    const { client, audience } = viewer;
    const basis = '濮政〔2016〕1号第（十一）项';
    const why = { purpose: 'recruitment-objection', basis, agreementId: null, fields: 'ObjectionContent' };
    const stamp = { client, audience, operation: operation.name, ...why };
    noted.push(await writeAccess(database.pool, stamp, isVisible ? 'shown' : 'miss', objection?.id ?? null));
    if (!isVisible) throw noObjection();
    return readObjectionText(database.pool, vault, id);
  }

  @Mutation(() => Objection, {
    description:
      '登记电话、信函或来访提出的异议，给出回执号。Enters an objection made by phone, letter or in person, and gives its receipt.',
  })
  async receiveObjection(
    @Arg('input', () => ReceiveObjectionInput, { description: '异议。The objection.' }) input: ReceiveObjectionInput,
    @Ctx() context: Context,
  ): Promise<Objection> {
    requireSupervisor(context);
    const { batchId, channel, text, contact } = input;
    if (!isUuid(batchId)) throw noNotice();
    const receivedAt = new Date(input.receivedAt);
    if (receivedAt > context.clock())
      throw new HubError('BAD_INPUT', 'receivedAt 不能晚于现在', 'receivedAt must not be later than now');
    return enterObjection(context, { batchId, channel, text, contact: contact ?? null, receivedAt });
  }

  @Mutation(() => Objection, { description: '办理一件异议。One step of an objection.' })
  async moveObjection(
    @Arg('input', () => MoveObjectionInput, { description: '操作。The move.' }) input: MoveObjectionInput,
    @Ctx() context: Context,
  ): Promise<Objection> {
    const actor = requirePart(context);
    if (!isUuid(input.id)) throw noObjection();
    checkTexts({ finding: input.finding }, 2000);
    const { words } = await worldOf(context);
    const command = { move: input.move, actor, finding: input.finding ?? null, places: input.places ?? null };
    const request = { id: input.id, command, mayKnow: mayKnow(context.viewer) };
    const { database, vault, clock } = context;
    const moved = orRefuse(await moveObjection(database.pool, vault, request, clock(), words));
    await tellPublic(context);
    return shown(moved.id, context);
  }
}

export interface NewObjection {
  batchId: string;
  channel: 'online' | 'phone' | 'letter' | 'visit';
  text: string;
  contact: string | null;
  receivedAt: Date;
}

/** Whoever brings it, it is checked, sealed and given its receipt in one way. */
export async function enterObjection(context: Context, objection: NewObjection): Promise<Objection> {
  const { database, vault, viewer, clock } = context;
  if (!isText(objection.text, 2000))
    throw new HubError('BAD_INPUT', '异议内容须为 1 至 2000 字', 'the objection must have 1 to 2,000 characters');
  if (objection.contact !== null && !isText(objection.contact, 200))
    throw new HubError('BAD_INPUT', '联系方式至多 200 字', 'the contact has at most 200 characters');
  const { words } = await worldOf(context);
  const isPublic = viewer.audience === 'public';
  const made = {
    ...objection,
    receipt: newReceipt(),
    actor: {
      client: isPublic ? 'public' : viewer.client,
      parties: [isPublic ? 'public' : 'bureau-supervisor'] as const,
    },
    mayKnow: isPublic ? () => true : mayKnow(viewer),
  };
  const received = orRefuse(await receiveObjection(database.pool, vault, made, clock(), words));
  await tellPublic(context);
  return shown(received.id, context);
}

function requireSupervisor(context: Context): void {
  requireRole(context, 'supervisor');
  requirePart(context);
}

async function shown(id: string, context: Context): Promise<Objection> {
  return viewOf(context, (await readObjection(context.database.pool, id))!);
}

/** Deadlines are counted when they are asked for: the days that they take may be loaded after the objection came. */
export async function viewOf({ database: { pool }, clock }: Context, row: ObjectionRow): Promise<Objection> {
  const calendar = await readWorkCalendar(pool);
  const limits = await readLimits(pool, row.bureau, clock());
  return {
    ...row,
    acknowledgeBy: deadlineOf(calendar, row.receivedAt, limits.objectionAcknowledged),
    decideBy: deadlineOf(calendar, row.receivedAt, limits.objectionDecided),
  };
}

const noObjection = () => new HubError('NOT_FOUND', '没有这件异议', 'there is no such objection');
