/** What the other rooms may ask of the rules of the policy. */
export { answeredParameters, answerOf } from './answer.js';
export type { Text } from './condition.js';
export { TRACE_FORMAT } from './trace.js';
export type { Answer, AnsweredDecision } from './answer.js';
export { decideDeclared, decideDeclaredFacts, decideRequest, isRefused } from './decide-request.js';
export { addEffects, compareDecisions, rulesReading } from './compare-decisions.js';
export type { RuleEffect } from './compare-decisions.js';
export type { RefusedRequest } from './decide-request.js';
export {
  decideEntitlements,
  decideEntitlementsOnDay,
  rulesOfOrganizations,
  rulesOfPersons,
} from './decide-entitlements.js';
export type { DayDecision } from './words.js';
export { definitions, entitlements, ruleById, rules } from './entitlements/index.js';
export { describeConditions } from './describe.js';
export type { OfRecord } from './days-ahead.js';
export type { DecideOptions } from './decide-entitlements.js';
export { Memory } from './memory.js';
export type { Parameters } from './fact.js';
export type { Entitlement } from './entitlement.js';
export type { Decision, Outcome, SeenFact, Trace, Truth, UsedParameter } from './outcome.js';
export { exampleParameters } from './parameters/example.js';
export { puyangParameters } from './parameters/puyang.js';
export { readings } from './readings.js';
export type { ReadingChoices, ReadingId } from './readings.js';
