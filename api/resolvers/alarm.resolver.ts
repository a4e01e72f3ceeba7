import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { normalizeIdNumber } from '../../rules/identifiers.js';
import { maybeSamePerson, nameKey } from '../../rules/names.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { GuardPersonInput } from '../../schema/guarded-person/guarded-person.type.js';
import { guardPerson } from '../../schema/guarded-person/guarded-person.writes.js';
import { readAlarms } from '../../schema/work-item/alarm.reads.js';
import { AlarmConnection } from '../../schema/work-item/alarm.type.js';
import { settleAlarm } from '../../schema/work-item/work-item.writes.js';
import { checkReason } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError, refusedIdentifier } from '../errors.js';
import { isText } from '../is-text.js';
import { isUuid, mapPage, pageOfRows, pageSize, readRowCursor } from '../page-of.js';
import { checkTexts } from '../recruitment.js';
import { requireRegion, requireRole } from '../require-role.js';

/** Who looks into what the hub found odd, and who is guarded from looks. */
const lookInto = ['auditor', 'supervisor', 'administrator'] as const;

@Resolver()
export class AlarmResolver {
  @Query(() => AlarmConnection, { description: '警示，新的在前。Alarms, newest first.' })
  async alarms(
    @Ctx() context: Context,
    @Arg('openOnly', () => Boolean, { defaultValue: true, description: '只看待核查的。Only those that wait.' })
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
    requireRole(context, ...lookInto);
    requireRegion(context);
    const size = pageSize(first);
    const page = { openOnly, after: readRowCursor('alarms', after), limit: size + 1 };
    const rows = await readAlarms(context.database.pool, page);
    return mapPage(pageOfRows('alarms', rows, size), (row) => ({ ...row, evidence: JSON.stringify(row.evidence) }));
  }

  @Mutation(() => Boolean, {
    description:
      '核查一项警示并写明结论；不能核查自己的。Settles an alarm with what was found; nobody settles one about themselves.',
  })
  async settleAlarm(
    @Arg('id', () => ID, { description: '警示编号。Id of the alarm.' }) id: string,
    @Arg('finding', () => String, { description: '结论，1 至 500 字。What was found, 1 to 500 characters.' })
    finding: string,
    @Ctx() context: Context,
  ): Promise<boolean> {
    requireRole(context, ...lookInto);
    requireRegion(context);
    checkReason(finding);
    const { database, viewer, clock } = context;
    const isAbout = (client: string) => maybeSamePerson(client, viewer.client);
    const settlement = { id, by: viewer.client, finding, isAbout };
    const settled = isUuid(id) ? await settleAlarm(database.pool, settlement, clock()) : null;
    if (settled === 'settled') return true;
    if (settled === 'own')
      throw new HubError('FORBIDDEN', '不能核查关于自己的警示', 'somebody else must look into what is about you');
    if (settled === 'closed') throw new HubError('ILLEGAL_MOVE', '该警示已核查', 'the alarm is settled already');
    throw new HubError('NOT_FOUND', '没有这项警示', 'there is no such alarm');
  }

  @Mutation(() => ID, {
    description:
      '保护一个人：到末日为止，无案件编号不得查询，每次查询由第二人核查。Guards a person: until the last day nobody looks without a case number, and a second person hears of each look.',
  })
  async guardPerson(
    @Arg('input', () => GuardPersonInput, { description: '谁、对谁、到何时。Whom, against whom, until when.' })
    input: GuardPersonInput,
    @Ctx() context: Context,
  ): Promise<string> {
    requireRole(context, 'administrator');
    requireRegion(context);
    checkReason(input.reason);
    checkTexts({ officer: input.officer }, 100);
    const { database, vault, viewer, clock } = context;
    const { officer = null, until, reason } = input;
    const id = normalizeIdNumber(input.idNumber);
    if (!id.ok) throw refusedIdentifier('idNumber', '身份证号码', id.reason);
    if (!isText(input.name, 100)) throw new HubError('BAD_INPUT', 'name 须为姓名', 'name must be a name');
    if (until < civilDay(clock())) throw new HubError('BAD_INPUT', 'until 已过', 'until is over');
    const indexes = [vault.blindIndex(id.value), vault.otherIndex(id.value)].filter((index) => index !== null);
    const guard = { indexes, nameKey: nameKey(input.name), officer, until, reason, guardedBy: viewer.client };
    const guarded = await guardPerson(database.pool, guard, clock());
    if (guarded) return guarded;
    throw new HubError('NOT_FOUND', '查无此人', 'nobody on record has that number and name');
  }
}
