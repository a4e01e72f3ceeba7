import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { formatDay } from '../../rules/civil-date.js';
import { parametersReadBy } from '../../rules/facts-read-by.js';
import { describeConditions, readings, ruleById, rules as allRules } from '../../rules/index.js';
import type { Entitlement } from '../../rules/index.js';
import { civilDay } from '../../rules/shanghai-time.js';
import {
  DecidedEntitlements,
  DecideEntitlementsInput,
  EntitlementRule,
  type Reading,
} from '../../schema/entitlement/rule.type.js';
import type { Context } from '../context.js';
import { declaredDecisions } from '../decisions-of.js';
import { bilingual, citeText, named } from '../decision-views.js';
import { HubError } from '../errors.js';
import { selectedFields } from '../selected-fields.js';
import type { Parameter } from '../../schema/parameter/parameter.type.js';
import { parameterViews } from './parameter.resolver.js';

/** Declared facts are answered while the asker waits: a list as long as a firm's staff, and no novel. */
const mostCharacters = 100_000;

@Resolver()
export class EntitlementResolver {
  @Query(() => [EntitlementRule], {
    description:
      '濮政〔2016〕1号的各项规则：条件、材料、资金、参数及其文件、解读。The rules of the policy: conditions, papers, fund, parameters with their sources, readings.',
  })
  async entitlementRules(
    @Ctx() context: Context,
    @Arg('ids', () => [String], { nullable: true, description: '只列出这些规则。Only these rules, by id.' })
    ids?: string[] | null,
  ): Promise<EntitlementRule[]> {
    const unknown = ids?.find((id) => ruleById(id) === undefined);
    if (unknown !== undefined)
      throw new HubError('BAD_INPUT', 'ids 中有未知的规则', 'ids names a rule that is unknown', { path: 'ids' });
    const parameters = parameterViews(await context.parameters.current(), civilDay(context.clock()));
    return allRules.filter(({ id }) => !ids || ids.includes(id)).map((rule) => ruleView(rule, parameters));
  }

  @Query(() => DecidedEntitlements, {
    description:
      '按申报的事实判定，不查询也不保存任何档案。Decides on declared facts; no record is read and nothing is stored.',
  })
  async decideEntitlements(
    @Arg('input', () => DecideEntitlementsInput, { description: '规则、日期和事实。Rules, day and facts.' })
    input: DecideEntitlementsInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DecidedEntitlements> {
    const { rules, assessOn, knownAt, facts, parameters } = input;
    if (lengthOf([facts, parameters]) > mostCharacters)
      throw new HubError(
        'LIMIT_EXCEEDED',
        `facts 和 parameters 合计至多 ${mostCharacters} 字`,
        `facts and parameters have at most ${mostCharacters} characters together`,
      );
    const request = { rules, assessOn, facts, ...(knownAt && { knownAt }), ...(parameters && { parameters }) };
    return declaredDecisions(context, request, selectedFields(info, 'decisions'));
  }
}

function lengthOf(value: unknown): number {
  try {
    return JSON.stringify(value).length;
  } catch {
    // Nested deeper than a stack is high.
    return Infinity;
  }
}

function ruleView(rule: Entitlement, parameters: readonly Parameter[]): EntitlementRule {
  const read = parametersReadBy(rule.id);
  const conditions = describeConditions(rule);
  const rested = new Set([...rule.readings, ...conditions.flatMap((condition) => condition.readings)]);
  return {
    id: rule.id,
    name: bilingual(rule.name),
    answers: rule.answers,
    subject: rule.subject,
    cites: rule.cites.map(citeText),
    inForceFrom: rule.inForce && formatDay(rule.inForce.from),
    inForceTo: rule.inForce?.to ? formatDay(rule.inForce.to) : null,
    conditions: conditions.map(({ text, cite, reads, onlyIf, ...condition }) => ({
      ...condition,
      chinese: text?.zh ?? null,
      english: text?.en ?? null,
      onlyIf: onlyIf && bilingual(onlyIf),
      cite: cite && citeText(cite),
      reads: reads.map(named),
    })),
    amountIs: rule.amount?.is ?? null,
    documents: rule.documents.map(bilingual),
    fund: bilingual(rule.fund),
    papers: rule.papers.map(bilingual),
    parameters: parameters.filter(({ name }) => read.has(name)),
    readings: [...rested].sort().map((id): Reading => {
      const { doubt, choices } = readings[id];
      return { id, doubt: bilingual(doubt), inUse: choices[0], choices };
    }),
    remarks: rule.remarks.map(bilingual),
  };
}
