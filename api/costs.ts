/**
 * What a field costs: printed into `schema/*.graphql` as `@cost` and `@listSize` of IBM's GraphQL cost specification. A request
 * costs 50, one object told 1, ten plain values 1, and beside them a field what stands here: 1 is some 5 µs of the process's time.
 */
import { getNamedType, getNullableType, isLeafType, isListType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { describeConditions, rules, rulesOfOrganizations, rulesOfPersons } from '../rules/index.js';
import { mostPosts } from '../rules/recruitment/notice-shape.js';
import { retentions } from '../rules/retention.js';
import { fields } from '../rules/visibility.js';
import { mostEffort } from './effort.js';

export const requestCost = 50;
export const objectCost = 1;
export const valueCost = 0.1;

/** Reading and validating a text that the hub does not know yet: four characters take as long as telling one object. */
export const textCost = (text: string) => text.length / 4;

/** How long a list may be that an argument of this field bounds. */
export interface Slice {
  /** With the way to it inside of an input, `input.rules`. */
  argument: string;
  /** Where the argument is left out. */
  otherwise: number;
  /** The field below that is the list; null: this one. */
  of: string | null;
  /** What is in the list beside what was asked for. */
  besides: number;
}

export interface FieldCost {
  weight: number;
  /** The weight is the most that deciding may take for it; what it took is counted in steps. */
  decides: boolean;
  /** Items of this list at most; null where it is none, or where an argument or the field above says so. */
  items: number | null;
  slice: Slice | null;
  /** So many items more for each element of a list that the asker declares. */
  perDeclared: number;
  /** How long it is hangs on its neighbours: see {@link mostTold}. */
  isToldByDeciding: boolean;
  /** Where lists are declared, as a slice names its argument. */
  declares: string | null;
}

const weights: Readonly<Record<string, number>> = {
  'Query.person': 30,
  'Query.organization': 30,
  'Query.entitlementRules': 200,
  'Query.entitlementCandidates': 100,
  'Query.entitlementCandidateCounts': 1000,
  'Query.entitlementChanges': 100,
  'Query.exemptionCounts': 100,
  'Query.accessCounts': 500,
  'Query.proposalEffect': 5000,
  'Query.recruitmentCompleteness': 300,
  'RecruitmentNoticeConnection.facets': 100,
  'RecruitmentPostConnection.facets': 100,
  'RecruitmentNoticeConnection.totalCount': 10,
  'RecruitmentPostConnection.totalCount': 10,
  'EntitlementCandidateConnection.totalCount': 500,
  'RecruitmentNotice.posts': 5,
  'RecruitmentNotice.versions': 5,
  'RecruitmentPost.noticeRecord': 5,
  'RecruitmentPost.jsonLd': 20,
  'RecruitmentVersion.differences': 100,
  'RecruitmentCorrection.title': 10,
};
/** Of a root field that is not named: one statement of the database. */
const rootWeight: Readonly<Record<string, number>> = { Query: 10, Mutation: 100, Subscription: 10 };

const deciding: Readonly<Record<string, number>> = {
  'Query.decideEntitlements': mostEffort.declared,
  'Person.entitlements': mostEffort.person,
  'Organization.entitlements': mostEffort.declared,
};

const conditions = Math.max(...rules.map((rule) => describeConditions(rule).length));
const perRule = (count: number): Slice => ({ argument: 'rules', otherwise: count, of: null, besides: 0 });
const slices: Readonly<Record<string, Slice>> = {
  'Person.entitlements': perRule(rulesOfPersons.length),
  // Of one rule, at most, the trace is as long as the firm has groups of employees: as long as that of so many rules.
  'Organization.entitlements': { ...perRule(rulesOfOrganizations.length), besides: 25 },
  'Query.decideEntitlements': { ...perRule(rules.length), argument: 'input.rules', of: 'decisions' },
  'Query.entitlementRules': { ...perRule(rules.length), argument: 'ids' },
  'Query.recruitmentChanges': { argument: 'first', otherwise: 100, of: 'changes', besides: 0 },
  'RecruitmentNotice.posts': { argument: 'first', otherwise: 20, of: null, besides: 0 },
  // A selected value is listed whether it is among the first or not; a filter takes fifty.
  'RecruitmentNoticeConnection.facets': { argument: 'values', otherwise: 100, of: 'values', besides: 50 },
  'RecruitmentPostConnection.facets': { argument: 'values', otherwise: 100, of: 'values', besides: 50 },
};

/** Items at most of lists of objects that no argument bounds: by the law, by what the rules take, or by what anybody has seen. */
const items: Readonly<Record<string, number>> = {
  'AccessLogState.anchors': 20,
  'Agreement.fields': fields.length,
  'Agreement.purposes': 20,
  'AgreementVersion.fields': fields.length,
  'AgreementVersion.purposes': 20,
  'ConditionState.facts': 3,
  'EntitlementChange.causes': 50,
  'EntitlementDecision.amountMissing': 30,
  'EntitlementDecision.conditions': 2 * conditions,
  'EntitlementDecision.missingFacts': 60,
  'EntitlementDecision.otherReadings': 30,
  'EntitlementDecision.parametersUsed': 20,
  'EntitlementRule.conditions': conditions,
  'EntitlementRule.parameters': 20,
  'EntitlementRule.readings': 20,
  'LoggedAccess.fields': fields.length,
  'Organization.provenance': 30,
  'OwnAccess.fields': fields.length,
  'ParameterVersion.entries': 100,
  // A payment each month of a working life.
  'Person.benefitGrants': 600,
  'Person.enterprises': 200,
  'Person.hardships': 200,
  'Person.provenance': 30,
  'Person.unemploymentBenefits': 200,
  'ProposalEffect.effects': rules.length,
  'PublicityList.counts': mostPosts,
  'PublicityPage.hires': 500,
  'Query.accessCounts': 1000,
  'Query.agreements': 1000,
  'Query.bureaus': 50,
  'Query.codeLists': 100,
  'Query.entitlementCandidateCounts': 20 * rules.length,
  'Query.erasures': 50,
  'Query.exemptionCounts': 100,
  'Query.myWebhooks': 20,
  'Query.parameterHistory': 100,
  'Query.parameters': 100,
  'Query.proposedHires': 500,
  'Query.retentions': Object.keys(retentions).length,
  'Query.quarantineCauses': 200,
  'Query.sourceStates': 10,
  'RecruitmentApplication.channels': 10,
  'RecruitmentApplication.documents': 30,
  'RecruitmentCompleteness.days': 4000,
  'RecruitmentFiling.history': 500,
  'RecruitmentFiling.problems': 2000,
  'RecruitmentFiling.publicity': 100,
  'RecruitmentFilingVersion.answers': 100,
  'RecruitmentFilingVersion.returned': 100,
  'RecruitmentNotice.attachments': 20,
  'RecruitmentNotice.hired': mostPosts,
  'RecruitmentNotice.legalBasis': 10,
  'RecruitmentNotice.publicity': 20,
  'RecruitmentNotice.stageResults': 20,
  'RecruitmentNotice.stages': 10,
  'RecruitmentNotice.supervision': 10,
  'RecruitmentNotice.versions': 20,
  'RecruitmentNoticeConnection.facets': 7,
  'RecruitmentPost.channels': 10,
  'RecruitmentPost.requirements': 30,
  'RecruitmentPostConnection.facets': 13,
  'RecruitmentPublicity.posts': mostPosts,
  'RecruitmentVersion.differences': 1000,
  'RuleCondition.reads': 20,
  'SourceState.streams': 20,
  'SyncRun.acts': 10,
};

/** A condition is laid out for each element that it is about. */
const perDeclared: Readonly<Record<string, number>> = {
  'EntitlementDecision.amountMissing': 10,
  'EntitlementDecision.conditions': 20,
  'EntitlementDecision.missingFacts': 10,
};

/** Lists of a decision that grow with what is declared or counted: whoever decides holds all of one kind to their estimate together. */
export type ToldByDeciding = 'amountMissing' | 'conditions' | 'facts' | 'missingFacts';

/** Items at most of the lists of all decisions together that one field tells. */
export function mostTold(
  kind: 'person' | 'organization',
  asked: number | null,
): Readonly<Record<ToldByDeciding, number>> {
  const { otherwise, besides } = slices[kind === 'person' ? 'Person.entitlements' : 'Organization.entitlements']!;
  const all = (list: string) => ((asked ?? otherwise) + besides) * items[`EntitlementDecision.${list}`]!;
  return {
    amountMissing: all('amountMissing'),
    conditions: all('conditions'),
    facts: all('conditions') * items['ConditionState.facts']!,
    missingFacts: all('missingFacts'),
  };
}

type AnyField = GraphQLField<unknown, unknown>;

export function costOf(type: GraphQLObjectType, field: AnyField): FieldCost {
  const coordinate = `${type.name}.${field.name}`;
  const decides = Object.hasOwn(deciding, coordinate);
  const root = rootWeight[type.name] ?? 0;
  return {
    weight: deciding[coordinate] ?? weights[coordinate] ?? root,
    decides,
    items: items[coordinate] ?? null,
    slice: slices[coordinate] ?? pageSlice(field),
    perDeclared: perDeclared[coordinate] ?? 0,
    isToldByDeciding: Object.hasOwn(perDeclared, coordinate) || coordinate === 'ConditionState.facts',
    declares: coordinate === 'Query.decideEntitlements' ? 'input.facts' : null,
  };
}

/** Every list that is told page by page has `first`, and its items in `edges`. */
function pageSlice(field: AnyField): Slice | null {
  const told = getNullableType(field.type);
  const isPage = isObjectType(told) && 'edges' in told.getFields();
  if (!isPage || !field.args.some(({ name }) => name === 'first')) return null;
  return { argument: 'first', otherwise: 20, of: 'edges', besides: 0 };
}

export function directivesOf(type: GraphQLObjectType, field: AnyField): string {
  const { weight, items: own, slice } = costOf(type, field);
  const size = [
    own !== null && `assumedSize: ${own}`,
    own === null && slice && `assumedSize: ${slice.otherwise}`,
    slice && `slicingArguments: ["${slice.argument}"]`,
    slice?.of && `sizedFields: ["${slice.of}"]`,
    slice && 'requireOneSlicingArgument: false',
  ].filter((part) => typeof part === 'string');
  return `${weight > 0 ? ` @cost(weight: "${weight}")` : ''}${size.length > 0 ? ` @listSize(${size.join(', ')})` : ''}`;
}

/** Lists of objects of which nothing says how long they are; there must be none. */
export function listsWithoutSize(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const own = types.filter(({ name }) => !name.startsWith('__'));
  const sized = new Set(
    own.flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const { slice } = costOf(type, field);
        return slice?.of ? [`${getNamedType(field.type).name}.${slice.of}`] : [];
      }),
    ),
  );
  return own.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const coordinate = `${type.name}.${field.name}`;
      const isList = isListType(getNullableType(field.type)) && !isLeafType(getNamedType(field.type));
      const { items: known, slice } = costOf(type, field);
      return !isList || known !== null || slice?.of === null || sized.has(coordinate) ? [] : [coordinate];
    }),
  );
}
