/** The policy as its drafter would check it: a situation, a day, what comes out. The cases are data in `cases/`. */
import { describe, expect, it } from 'vitest';
import { decideRequest, isRefused } from '../../rules/index.js';
import { caseFiles, requestOf, togetherFiles } from './case-files.js';

describe.each(caseFiles)('$rule', (file) => {
  it.each(file.cases)('$title', (one) => {
    const answer = decideRequest(requestOf(file, one));
    if (Array.isArray(answer) || isRefused(answer)) throw new Error(JSON.stringify(answer));
    expect(answer.decisions[0]).toMatchObject(one.expect);
    const { outcome, amount, amountIs } = answer.decisions[0]!;
    const hasNoMoney = outcome === 'not_in_force' || amountIs === null;
    expect(answer.total).toBe(hasNoMoney ? 0 : amount);
  });
});

describe.each(togetherFiles)('together: $subject', (file) => {
  it.each(file.cases)('$title', (one) => {
    const answer = decideRequest(requestOf(file, one, one.rules));
    if (Array.isArray(answer) || isRefused(answer)) throw new Error(JSON.stringify(answer));
    expect(answer.decisions.map(({ rule }) => rule)).toEqual(one.rules);
    const decisions = Object.fromEntries(answer.decisions.map((decision) => [decision.rule, decision]));
    expect(decisions).toMatchObject(one.expect);
    expect(answer.total).toBe(one.total);
  });
});
