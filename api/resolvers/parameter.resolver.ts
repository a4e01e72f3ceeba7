import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { isPaperName } from '../../rules/parameter-papers.js';
import { parameterMeanings } from '../../rules/parameters/meanings.js';
import { civilDay, endOfDay } from '../../rules/shanghai-time.js';
import type { Day } from '../../rules/vocabulary.js';
import { countRecords, readEffect } from '../../schema/parameter/parameter-effect.reads.js';
import {
  type KnownParameters,
  knownParameters,
  parametersOn,
  type ParameterVersionRow,
  readParameterHistory,
  readParameters,
} from '../../schema/parameter/parameter.reads.js';
import {
  Parameter,
  ParameterVersion,
  ProposalEffect,
  ProposeParameterInput,
} from '../../schema/parameter/parameter.type.js';
import { type ParameterPayload, proposeParameter } from '../../schema/parameter/parameter.writes.js';
import { readProposal } from '../../schema/proposal/proposal.reads.js';
import { Proposal } from '../../schema/proposal/proposal.type.js';
import { DateScalar } from '../../schema/value/value.type.js';
import { asBadInput, checkNoIdNumber, checkReason } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isUuid } from '../page-of.js';
import { requireRegion, requireRole } from '../require-role.js';
import { noProposal, proposalView } from './proposal.resolver.js';

/** Above this a look at everybody takes longer than an asker should wait. */
const mostRecords = 100_000;

let comparing = false;

/** Every parameter on one day, with its words. */
export function parameterViews(known: KnownParameters, day: Day): Parameter[] {
  return parametersOn(known, day).flatMap(({ name, value, ...rest }) => {
    if (!isPaperName(name)) return [];
    const { zh, en, unit } = parameterMeanings[name];
    return [{ name, meaningZh: zh, meaningEn: en, unit: `${unit.zh} / ${unit.en}`, value: jsonText(value), ...rest }];
  });
}

@Resolver()
export class ParameterResolver {
  @Query(() => [Parameter], {
    description: '各项政策参数在某日的值。The policy’s parameters as they stand on a day.',
  })
  async parameters(
    @Ctx() context: Context,
    @Arg('on', () => DateScalar, { nullable: true, description: '哪一日的值，默认今天。The day; today by default.' })
    on?: Day | null,
    @Arg('knownAt', () => DateScalar, {
      nullable: true,
      description: '只按此日以前的记录；默认现在。As recorded by the end of that day; now by default.',
    })
    knownAt?: Day | null,
  ): Promise<Parameter[]> {
    const { database, parameters, clock } = context;
    const known = knownAt ? await readParameters(database.pool, endOfDay(knownAt)) : await parameters.current();
    return parameterViews(known, on ?? civilDay(clock()));
  }

  @Query(() => [ParameterVersion], {
    description: '一项参数的全部版本，新的在前。Every version of one parameter, newest first.',
  })
  async parameterHistory(
    @Arg('name', () => String, { description: '参数名。Name of the parameter.' }) name: string,
    @Ctx() { database }: Context,
  ): Promise<ParameterVersion[]> {
    if (!isPaperName(name)) throw noParameter();
    return (await readParameterHistory(database.pool, name)).map(versionView);
  }

  @Mutation(() => Proposal, {
    description:
      '提议变更一项参数，由第二人批准后生效。Proposes a change of one parameter; it counts once a second person approves it.',
  })
  async proposeParameter(
    @Arg('input', () => ProposeParameterInput, { description: '新的历史。The new history.' })
    input: ProposeParameterInput,
    @Ctx() context: Context,
  ): Promise<Proposal> {
    requireRole(context, 'operator', 'administrator');
    requireRegion(context);
    checkReason(input.reason);
    checkNoIdNumber('input', JSON.stringify(input));
    const { database, viewer, clock } = context;
    const { name, paper, reason } = input;
    const entries = input.entries.map(({ from, to, value, paper }, i) => ({
      from,
      to: to ?? null,
      value: parsedJson(value, `entries[${i}].value`),
      paper: paper ?? null,
    }));
    const by = { reason, proposedBy: viewer.client };
    const asked = { name, entries, paper };
    return proposalView(await proposeParameter(database.pool, asked, by, clock()).catch(asBadInput));
  }

  @Query(() => ProposalEffect, {
    description:
      '一项参数提议若今日生效，谁得谁失。Who would gain and who would lose if a proposed parameter counted today.',
  })
  async proposalEffect(
    @Arg('id', () => ID, { description: '提议编号。Id of the proposal.' }) id: string,
    @Ctx() context: Context,
  ): Promise<ProposalEffect> {
    requireRole(context, 'operator', 'administrator');
    requireRegion(context);
    // Everybody on record is decided twice: whoever else asks this process for something must not wait for two of these.
    if (comparing)
      throw new HubError(
        'CONFLICT',
        '另一项比较正在进行，请稍后再试',
        'another comparison is running: try again later',
      );
    comparing = true;
    try {
      return await this.compare(id, context);
    } finally {
      comparing = false;
    }
  }

  private async compare(id: string, context: Context): Promise<ProposalEffect> {
    const { database, clock } = context;
    const proposal = isUuid(id) ? await readProposal(database.pool, id, clock()) : null;
    if (proposal?.kind !== 'parameter') throw noProposal();
    if ((await countRecords(database.pool)) > mostRecords)
      throw new HubError(
        'LIMIT_EXCEEDED',
        `在册人员和单位超过 ${mostRecords}，请在服务器上运行 hub rules preview --proposal ${id}`,
        `there are more than ${mostRecords} persons and organizations: run hub rules preview --proposal ${id} at the hub’s machine`,
      );
    const known = await context.parameters.current();
    const { name, entries } = proposal.payload as ParameterPayload;
    const after = knownParameters({ ...known.papers, [name]: entries });
    const assessOn = civilDay(clock());
    return {
      assessOn,
      ...(await readEffect(database.pool, { before: known, after, assessOn })),
    };
  }
}

function parsedJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HubError('BAD_INPUT', `${path}：不是 JSON 文本`, `${path}: is not JSON text`);
  }
}

function versionView({ entries, ...version }: ParameterVersionRow): ParameterVersion {
  const views = entries.map(({ value, source, ...entry }) => ({ ...entry, ...source, value: JSON.stringify(value) }));
  return { ...version, entries: views };
}

const jsonText = (value: unknown) => (value === null ? null : JSON.stringify(value));
const noParameter = () => new HubError('NOT_FOUND', '没有这项参数', 'there is no such parameter');
