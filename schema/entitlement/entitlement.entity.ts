import { defineEntity, p } from '@mikro-orm/core';
import { day } from '../columns.js';

/** What decisions rest on beside facts: the rules' own text and the parameters. A row for each that was ever in use. */
export const EntitlementBasisEntity = defineEntity({
  name: 'EntitlementBasis',
  properties: {
    basis: p.text().primary(),
    rulesVersion: p.text(),
    parameterVersion: p.text(),
    traceFormat: p.text(),
    rules: p.array(),
    parameters: p.text(),
    firstUsedOn: day(),
  },
});

/** All decisions about one person, in one row; `changesOn` is the first day on which one of them differs with no new fact. */
export const EntitlementSheetEntity = defineEntity({
  name: 'EntitlementSheet',
  properties: {
    personId: p.uuid().primary(),
    basis: p.text(),
    region: p.text(),
    changesOn: day().nullable(),
    decisions: p.text(),
    staff: p.text().nullable(),
  },
});

/** Who qualifies for a rule, for certain or but for one fact; a row only for them. */
export const EntitlementCandidateEntity = defineEntity({
  name: 'EntitlementCandidate',
  properties: {
    rule: p.text().primary(),
    personId: p.uuid().primary(),
    certainty: p.text(),
    region: p.text(),
    amountFen: p.bigint('number').nullable(),
    atMostFen: p.bigint('number').nullable(),
    missing: p.text().nullable(),
    reasons: p.array(),
    decidedOn: day(),
    firm: p.text().nullable(),
  },
});

/** Every change of an outcome or amount, append only; `causes` are names of facts and parameters, or `calendar`, `rules`, `first`. */
export const EntitlementChangeEntity = defineEntity({
  name: 'EntitlementChange',
  properties: {
    changeId: p.uuid().primary().defaultRaw('uuidv7()'),
    personId: p.uuid(),
    rule: p.text(),
    region: p.text(),
    changedOn: day(),
    fromOutcome: p.text().nullable(),
    fromAmountFen: p.bigint('number').nullable(),
    toOutcome: p.text(),
    toAmountFen: p.bigint('number').nullable(),
    causes: p.array(),
    basis: p.text(),
  },
});
