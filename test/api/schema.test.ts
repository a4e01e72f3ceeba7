/** What each audience may ask: the names that partners build on, and what must not even exist for the others. */
import { readFileSync } from 'node:fs';
import { buildSchema, isInputObjectType, isObjectType, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { audiences } from '../../api/authenticate.js';
import type { Audience } from '../../api/authenticate.js';
import { schemaFor } from '../../api/graphql.js';
import { schemaText } from '../../api/print-schema.js';
import { isField } from '../../rules/visibility.js';

const schemas = Object.fromEntries(audiences.map((audience) => [audience, schemaFor(audience)])) as Record<
  Audience,
  GraphQLSchema
>;

/** `Type.field(arg: T = default): T`, the contract of a field in one line. */
function signature(audience: Audience, typeName: string, fieldName: string): string | null {
  const type = schemas[audience].getType(typeName);
  if (!isObjectType(type)) return null;
  const field = type.getFields()[fieldName];
  if (!field) return null;
  const args = field.args.map(({ name, type, defaultValue }) =>
    defaultValue === undefined
      ? `${name}: ${String(type)}`
      : `${name}: ${String(type)} = ${JSON.stringify(defaultValue)}`,
  );
  return `${args.length > 0 ? `(${args.sort().join(', ')})` : ''}: ${String(field.type)}`;
}

type Fixed = [type: string, field: string, signature: string, who: Audience[]];

/** What mirrors and job platforms build on. */
const openData: [string, string, string][] = [
  [
    'Query',
    'recruitmentNotices',
    '(after: String, filter: RecruitmentNoticeFilter, first: Int = 20): RecruitmentNoticeConnection!',
  ],
  [
    'Query',
    'recruitmentPosts',
    '(after: String, filter: RecruitmentPostFilter, first: Int = 20): RecruitmentPostConnection!',
  ],
  ['Query', 'recruitmentNotice', '(id: ID!, version: Int): RecruitmentNotice'],
  ['Query', 'recruitmentPost', '(id: ID!, version: Int): RecruitmentPost'],
  ['Query', 'recruitmentRecordState', '(id: ID!): RecruitmentRecordState'],
  [
    'Query',
    'recruitmentChanges',
    '(after: String, filter: RecruitmentPostFilter, first: Int = 100, waitSeconds: Int = 0): RecruitmentChangePage!',
  ],
  ['Query', 'recruitmentCompleteness', '(from: Date!, to: Date!): RecruitmentCompleteness!'],
  ['RecruitmentPostConnection', 'facets', '(names: [RecruitmentFacetName!], values: Int = 100): [RecruitmentFacet!]!'],
  ['RecruitmentPostConnection', 'totalCount', ': Int!'],
  ['RecruitmentNotice', 'posts', '(after: ID, first: Int = 20): [RecruitmentPost!]!'],
  ['RecruitmentVersion', 'differences', ': [RecruitmentDifference!]!'],
  ['RecruitmentChange', 'body', ': String'],
];

const fixed: Fixed[] = [
  ['Query', 'person', '(idNumber: String!, name: String!): Person', ['partner', 'staff']],
  ['Query', 'organization', '(creditCode: String!): Organization', ['partner', 'employer', 'staff']],
  ...openData.map(([type, field, wanted]): Fixed => [type, field, wanted, ['public', 'partner', 'employer', 'staff']]),
  ['Query', 'codeLists', ': [CodeList!]!', ['public', 'partner', 'employer', 'staff']],
  [
    'Query',
    'codes',
    '(after: String, first: Int = 20, list: CodeListName!, parent: String, search: String): CodeConnection!',
    ['public', 'partner', 'employer', 'staff'],
  ],
  ['Query', 'bureaus', ': [Bureau!]!', ['public', 'partner', 'employer', 'staff']],
  ['Query', 'myStateFirm', ': StateFirm', ['employer']],
  ['StateFirmEntry', 'evidence', ': [String!]!', ['staff']],
  ['Mutation', 'proposeStateFirm', '(input: ProposeStateFirmInput!): Proposal!', ['staff']],
  ['Mutation', 'proposeStateFirmEnd', '(creditCode: String!, lastDay: Date!, reason: String!): Proposal!', ['staff']],
  ['Mutation', 'proposeStateFirms', ': Int!', ['staff']],
  ['Mutation', 'registerPlatform', '(contactEmail: String!, name: String!): Platform!', ['public']],
  ['Mutation', 'registerWebhook', '(input: RegisterWebhookInput!): Webhook!', ['public']],
  ['Query', 'myWebhooks', ': [Webhook!]!', ['public']],
  ['Query', 'webhookAttempts', '(after: String, first: Int = 20, id: ID!): WebhookAttemptConnection!', ['public']],
  ['Query', 'syncRuns', '(after: String, first: Int = 20, source: Source): SyncRunConnection!', ['staff']],
  ['Query', 'syncRun', '(id: ID!): SyncRun', ['staff']],
  ['Query', 'myAgreement', ': Agreement', ['partner']],
  ['Mutation', 'triggerResync', '(input: TriggerResyncInput!): SyncRun!', ['staff']],
  ['Person', 'id', ': ID!', ['partner', 'staff']],
  ['Person', 'name', ': String!', ['partner', 'staff']],
  ['Person', 'sex', ': Sex', ['partner', 'staff']],
  ['Person', 'birthDate', ': Date', ['partner', 'staff']],
  ['Person', 'provenance', ': [FieldProvenance!]!', ['partner', 'staff']],
  ['Person', 'employments', '(after: String, first: Int): EmploymentConnection!', ['partner', 'staff']],
  ['Person', 'contributions', '(after: String, first: Int): ContributionConnection!', ['partner', 'staff']],
  [
    'Person',
    'entitlements',
    '(assessOn: Date, knownAt: Date, outcome: Outcome, rules: [String!]): [EntitlementDecision!]!',
    ['partner', 'staff'],
  ],
  [
    'Organization',
    'entitlements',
    '(assessOn: Date, outcome: Outcome, rules: [String!]): [EntitlementDecision!]!',
    ['partner', 'employer', 'staff'],
  ],
  ['Query', 'entitlementRules', '(ids: [String!]): [EntitlementRule!]!', ['public', 'partner', 'employer', 'staff']],
  [
    'Query',
    'decideEntitlements',
    '(input: DecideEntitlementsInput!): DecidedEntitlements!',
    ['public', 'partner', 'employer', 'staff'],
  ],
  ['FieldProvenance', 'field', ': String!', ['partner', 'employer', 'staff']],
  ['FieldProvenance', 'source', ': Source!', ['partner', 'employer', 'staff']],
  ['FieldProvenance', 'asOf', ': DateTime!', ['partner', 'employer', 'staff']],
  ['EntitlementDecision', 'rule', ': String!', ['public', 'partner', 'employer', 'staff']],
  ['EntitlementDecision', 'outcome', ': Outcome!', ['public', 'partner', 'employer', 'staff']],
  ['EntitlementDecision', 'amountFen', ': Fen', ['public', 'partner', 'employer', 'staff']],
  ['EntitlementDecision', 'reasons', ': [String!]!', ['public', 'partner', 'employer', 'staff']],
  ['EntitlementDecision', 'missing', ': [String!]!', ['public', 'partner', 'employer', 'staff']],
];

test.each(fixed)('%s.%s%s, for those who may ask and for nobody else', (type, field, wanted, who) => {
  const found = audiences.filter((audience) => signature(audience, type, field) !== null);
  expect(found).toEqual(who);
  expect(new Set(found.map((audience) => signature(audience, type, field)))).toEqual(new Set([wanted]));
});

test('a resync is asked for by source, stream, scope, reason, idempotency key, and may be a rehearsal', () => {
  const input = schemas.staff.getType('TriggerResyncInput');
  expect(isInputObjectType(input)).toBe(true);
  const fields = isInputObjectType(input) ? Object.values(input.getFields()) : [];
  expect(Object.fromEntries(fields.map((field) => [field.name, String(field.type)]))).toEqual({
    source: 'Source!',
    stream: 'String!',
    scope: 'ResyncScope!',
    from: 'DateTime',
    to: 'DateTime',
    key: 'String',
    faultCode: 'String',
    reason: 'String!',
    idempotencyKey: 'String!',
    dryRun: 'Boolean!',
  });
});

test('what is not an audience’s business does not exist for it', () => {
  const typeNames = (audience: Audience) =>
    Object.keys(schemas[audience].getTypeMap()).filter((name) => !name.startsWith('__'));
  // The public reads notices, and the rules with what they say of declared facts.
  const ofRules = ['ConditionState', 'DecideEntitlementsInput', 'DecidedEntitlements', 'EntitlementDecision'].concat(
    ['EntitlementRule', 'Fen', 'JSONObject', 'NamedFact', 'OtherReading', 'Outcome', 'Parameter', 'Reading'],
    ['RuleCondition', 'SeenFact', 'Truth', 'UsedParameter'],
  );
  const ofNotices = ['ApplicationChannel', 'ApplicationChannelKind', 'ApplicationDocument', 'DeemedGraduate'].concat(
    ['PayPeriod', 'PostAge', 'PostPay', 'PostPhysical', 'PostRequirement', 'PostRequirementKind'],
    `Application Attachment Basis Change ChangeKind ChangePage ChangeReason Completeness Contact
      Correction CorrectionConnection CorrectionEdge DayDigest Difference Digest Eligibility Employer
      EmploymentType Facet FacetName FacetValue FilingReceipt Hired Kind LegalBasis Notice
      NoticeConnection NoticeEdge NoticeFilter NoticeOfPost NoticeState Post PostConnection PostEdge
      PostFilter PostState Proposed Publicity PublicityPlan PublicityState RecordKind RecordLife
      RecordState Stage StageKind StageResult Substitution Supervision Terms Version`
      .split(/\s+/)
      .map((name) => `Recruitment${name}`),
  );
  const ofCodes = ['Code', 'CodeConnection', 'CodeEdge', 'CodeList', 'CodeListName'];
  const ofStateFirms = ['Bureau', 'StateFirm', 'StateFirmConnection', 'StateFirmEdge', 'StateLevel'];
  const common = ['Boolean', 'Date', 'DateTime', 'ID', 'Int', 'PageInfo', 'Query', 'String'];
  const ofWebhooks = ['Mutation', 'Platform', 'RegisterWebhookInput', 'Webhook', 'WebhookAttempt'].concat([
    'WebhookAttemptConnection',
    'WebhookAttemptEdge',
    'WebhookFault',
    'WebhookState',
  ]);
  expect(typeNames('public').sort()).toEqual(
    [...common, ...ofWebhooks, ...ofNotices, ...ofCodes, ...ofStateFirms, ...ofRules].sort(),
  );
  for (const name of ['Person', 'Employment', 'SyncRun', 'Agreement', 'StateFirmEntry'])
    expect(typeNames('employer')).not.toContain(name);
  for (const name of ['SyncRun', 'TriggerResyncInput', 'SourceState', 'StateFirmEntry'])
    expect(typeNames('partner')).not.toContain(name);
  expect(Object.keys(schemas.public.getMutationType()!.getFields()).sort()).toEqual([
    'changeWebhook',
    'pauseWebhook',
    'registerPlatform',
    'registerWebhook',
    'removeWebhook',
    'replayWebhook',
    'resumeWebhook',
    'rotatePlatformKey',
    'rotateWebhookSecret',
  ]);
  expect(schemas.partner.getMutationType()).toBeUndefined();
});

test('every field of a record has its class, so that a new one is closed until somebody opens it', () => {
  const unclassed = ['Person', 'Organization'].flatMap((name) => {
    const type = schemas.staff.getType(name);
    const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
    expect(fields.length).toBeGreaterThan(10);
    return fields.map((field) => `${name}.${field}`).filter((coordinate) => !isField(coordinate));
  });
  expect(unclassed).toEqual([]);
});

test.each(audiences)('every description for %s is a sentence in Chinese, then in English', (audience) => {
  const descriptions = [...printSchema(schemas[audience]).matchAll(/"""\s*([\s\S]*?)\s*"""/g)]
    .map((found) => found[1]!)
    // graphql-js describes its own scalars.
    .filter((text) => !text.startsWith('The `'));
  expect(descriptions.length).toBeGreaterThan(10);
  expect(descriptions.filter((text) => !/^[^a-zA-Z]*\p{Script=Han}[\s\S]*[。：；]?[\s\S]*[A-Z]/u.test(text))).toEqual(
    [],
  );
});

test.each(audiences)('schema/%s.graphql is what schema:print writes, and can be read back', (audience) => {
  const committed = readFileSync(`schema/${audience}.graphql`, 'utf8');
  expect(schemaText(audience)).toBe(committed);
  expect(buildSchema(committed).getQueryType()?.name).toBe('Query');
});
