/**
 * Every place of the schemas where a field of a record can be named, shown, compared or counted, with its class. An owner with a dot
 * is a field with its arguments.
 */
import type { Field } from '../visibility.js';

/** The value of a field of a record. */
export const record = {
  Person:
    'id provenance name sex birthDate householdRegion education employments enterprises contributions benefitGrants unemploymentBenefits hardships entitlements',
  Organization:
    'creditCode provenance name entityKind ownership stateLevel industry region address legalRepresentativeName establishedOn state taxState vatKind annualRevenueFen headcount entitlements',
};

/** A part of such a value: nobody comes to it but through a field that is classed. */
export const part = {
  Education: 'graduationDate school schoolType status',
  Employment: 'asOf contractFrom contractTo employerCode form from reason source to',
  EmploymentConnection: 'edges pageInfo',
  EmploymentEdge: 'cursor node',
  Contribution: 'asOf baseFen employerCode employerFen insurance month ownFen paidOn source',
  ContributionConnection: 'edges pageInfo',
  ContributionEdge: 'cursor node',
  BenefitGrant: 'amountFen asOf entitlement firstApprovedOn fromMonth fund paidOn source toMonth',
  UnemploymentBenefit: 'asOf from monthlyFen monthsDrawn monthsGranted source',
  Enterprise: 'asOf creditCode establishedOn name source',
  Hardship: 'asOf category from source to',
};

/** Names or values of fields as data: cut when they are shown to what the viewer may know, or to the outcome alone. */
export const told = {
  FieldProvenance: 'asOf field source',
  NamedFact: 'chinese english name',
  SeenFact: 'fact known observedOn source value',
  ConditionState: 'chinese cite english facts kind level readings truth',
  UsedParameter: 'from parameter source value',
  OtherReading: 'amountFen choice outcome reading',
  EntitlementDecision: `amountAtLeastFen amountAtMostFen amountFen amountIs amountMissing becomesEligibleOn changesOn cites conditions documents
    firm fund missing missingFacts name otherReadings outcome parametersUsed priority readings reasons remarks rule trace until value`,
  EntitlementCandidate: 'amountAtMostFen amountFen certainty decidedOn firm missing person reasons region rule',
  EntitlementCandidateConnection: 'edges pageInfo',
  EntitlementCandidateEdge: 'cursor node',
  EntitlementChange: 'causes changedOn fromAmountFen fromOutcome id person region rule toAmountFen toOutcome',
  EntitlementChangeConnection: 'edges pageInfo',
  EntitlementChangeEdge: 'cursor node',
  ChangeCause: 'fact kind',
};

/** Numbers of persons, or sums over them: withheld where few are in them, unless each of them may be seen. */
export const figure = {
  EntitlementCandidateConnection: 'totalCount',
  EntitlementCandidateCount: 'amountFen amountOpen certain oneFactAway rule',
  ProposalEffect: 'assessOn effects organizations persons rules',
  RuleEffect:
    'amountDown amountUp changeFen newlyEligible newlyUnknown noLongerEligible rule settledFen unknownSettled',
};

/** Persons in a dossier of article 11: shown by role and bureau, with an access event of their own. */
export const dossier = {
  ProposedHire: 'admissionNo degree educationLevel major name place post rank school score',
  ProposedHireInput: 'admissionNo degree educationLevel major name post rank school score',
  PublicHire: 'admissionNo degree education major name place postTitle rank school score',
  ObjectionContent: 'contact text',
  ObjectionReceipt: 'acknowledgeBy decideBy decidedAt finding receipt receivedAt state',
  ReceiveObjectionInput: 'batchId channel contact receivedAt text',
  Query: 'objectionByReceipt objectionContent proposedHires publicityPage',
};

/** Lines of the access log: they name fields, never a value. An auditor sees them by subject's token, a person those about itself. */
export const log = {
  Query: 'accessCounts accessEvents accessLogState accessReceipt myAccessHistory',
  AccessReceipt: 'id isSealed keyId leaf log number path previousRoot profile root seal sealedAt signature size',
  LoggedAccessConnection: 'edges pageInfo totalCount',
  LoggedAccessEdge: 'cursor node',
  LoggedAccess:
    'agreementId at audience basis client fields id leaf number operation outOfOrder outcome purpose sealedAt subject target',
  AccessedField: 'code label masked',
  AccessFilter: 'agreementId client document field from officer outcome purpose subject to',
  AccessCount: 'client count outcome',
  AccessLogState: 'anchors erased events isSilent log root seal sealed sealedAt waiting',
  AnchorState: 'fault keptAt place seal',
  OwnAccessConnection: 'edges pageInfo subject',
  OwnAccessEdge: 'cursor node',
  OwnAccess: 'at basis by fields id inList outcome purpose',
  'Query.accessReceipt': 'id',
  'Query.accessEvents': 'after filter first',
  'Query.accessCounts': 'filter',
  'Query.myAccessHistory': 'after first',
};

/** Where a record, or a list of records, is asked for. */
export const root = {
  Query: 'person organization entitlementCandidates entitlementChanges entitlementCandidateCounts proposalEffect',
};

/** Arguments: what finds one record, what chooses among many, and what does neither. */
export const argument = {
  'Query.person': 'idNumber name',
  'Query.organization': 'creditCode',
  'Query.entitlementCandidates': 'after certainty first region rule',
  'Query.entitlementChanges': 'after first region rule since',
  'Query.entitlementCandidateCounts': 'region',
  'Query.proposalEffect': 'id',
  'Person.employments': 'after first',
  'Person.contributions': 'after first',
  'Person.entitlements': 'assessOn knownAt outcome rules',
  'Organization.entitlements': 'assessOn outcome rules',
  'Query.objectionByReceipt': 'receipt',
  'Query.objectionContent': 'id',
  'Query.proposedHires': 'id',
  'Query.publicityPage': 'id',
};

/** What a place asks for beyond its own field. */
export interface Asks {
  /** It reads records: without a verdict it is not reached. */
  reads?: true;
  /** Fields whose value it shows. */
  shows?: readonly Field[];
  /** Fields by whose value it chooses, orders or counts: to be seen in full, for a mask that can be asked about is none. */
  compares?: readonly Field[];
  /** An argument whose value names fields of this type: to show them, or to compare by them. */
  names?: { of: string; to: 'show' | 'compare' };
}

export const asks: Readonly<Record<string, Asks>> = {
  'Query.person': { reads: true },
  'Query.organization': { reads: true },
  // A list of those whom a rule favours tells a decision about each of them, whatever is selected; it comes in the order of regions.
  'Query.entitlementCandidates': { reads: true, compares: ['Person.entitlements', 'Person.householdRegion'] },
  'Query.entitlementChanges': { reads: true, compares: ['Person.entitlements'] },
  'Query.entitlementCandidateCounts': { reads: true },
  'Query.entitlementCandidates(region:)': { compares: ['Person.householdRegion'] },
  'Query.entitlementChanges(region:)': { compares: ['Person.householdRegion'] },
  'Query.entitlementCandidateCounts(region:)': { compares: ['Person.householdRegion'] },
  'Person.entitlements(outcome:)': { compares: ['Person.entitlements'] },
  'Organization.entitlements(outcome:)': { compares: ['Organization.entitlements'] },
  'EntitlementCandidate.region': { shows: ['Person.householdRegion'] },
  'EntitlementChange.region': { shows: ['Person.householdRegion'] },
};
