/** What the other rooms may ask of the rules of the policy. */
export { answerOf } from './answer.js';
export type { Answer, AnsweredDecision } from './answer.js';
export { addEffects, compareDecisions, rulesReading } from './compare-decisions.js';
export type { RuleEffect } from './compare-decisions.js';
export { decideRequest, isRefused } from './decide-request.js';
export type { RefusedRequest } from './decide-request.js';
export { decideEntitlements, decideEntitlementsOnDay, rulesOfPersons } from './decide-entitlements.js';
export type { DecideOptions } from './decide-entitlements.js';
export type { DayDecision } from './decide.js';
export { entitlements } from './entitlements/index.js';
export type { Entitlement } from './entitlement.js';
export type { Decision, Outcome, SeenFact, Trace, Truth, UsedParameter } from './outcome.js';
export { exampleParameters } from './parameters/example.js';
export { puyangParameters } from './parameters/puyang.js';
export { readings } from './readings.js';
export type { ReadingChoices, ReadingId } from './readings.js';
export { TRACE_FORMAT } from './trace.js';
