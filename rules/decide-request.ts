/** The border: a JSON value in, a JSON value out. The same request gives the same bytes. */
import { ruleById } from './entitlements/index.js';
import { decideAheadWith } from './decide.js';
import { decideTogether } from './decide-together.js';
import type { Entitlement } from './entitlement.js';
import type { Parameters } from './fact.js';
import type { Fen } from './money.js';
import type { Decision } from './outcome.js';
import { answerOf, totalOf } from './answer.js';
import type { Answer } from './answer.js';
import { puyangParameters } from './parameters/puyang.js';
import { parseFacts } from './parse-facts.js';
import { parseParameters } from './parse-parameters.js';
import { parseDayAt } from './parse-value.js';
import { asChosen } from './readings.js';
import type { ReadingChoices } from './readings.js';
import type { Circumstances } from './situation.js';
import type { Spend } from './spend.js';
import { asList, asObjectOf, Refusal } from './refusal.js';

export interface RefusedRequest {
  error: { path: string; message: string };
}

/** Decides one request, or every request of an array in order; a refused one decides nothing and says why in its place. */
export function decideRequest(request: unknown): Answer | RefusedRequest | (Answer | RefusedRequest)[] {
  return Array.isArray(request) ? request.map(decideOne) : decideOne(request);
}

function decideOne(request: unknown): Answer | RefusedRequest {
  const decided = decideDeclared(request);
  return 'error' in decided ? decided : answerOf(decided.decisions);
}

/** Rules decided together on facts that somebody declared or that a record of an organization gives. */
export function decideDeclaredFacts(
  rules: readonly Entitlement[],
  circumstances: Circumstances,
  choices: ReadingChoices = asChosen,
): Decision[] {
  return decideTogether(rules, () => circumstances, choices, decideAheadWith);
}

/** What was asked, and its decisions in fen. */
export interface Declared {
  asked: readonly Entitlement[];
  circumstances: Circumstances;
  decisions: Decision[];
  totalFen: Fen | null;
}

/**
 * The same for callers inside the hub: amounts in fen. `own`: the parameters in use, on which those of the request are laid.
 * What `spend` throws goes through to the caller.
 */
export function decideDeclared(request: unknown, own?: Parameters, spend?: Spend): Declared | RefusedRequest {
  try {
    const { rules: asked, ...parsed } = parseRequest(request, own);
    const circumstances = { ...parsed, ...(spend && { spend }) };
    const decisions = decideDeclaredFacts(asked, circumstances);
    decisions.forEach(refuseInexact);
    return { asked, circumstances, decisions, totalFen: totalOf(decisions) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { error: { path: refusal.path, message: refusal.message } };
  }
}

/** Beyond nine million million yuan a sum is no longer counted to the fen, and nothing here is nearly right. */
function refuseInexact({ rule, amountFen, amountAtLeastFen, amountAtMostFen }: Decision): void {
  const exact = [amountFen, amountAtLeastFen, amountAtMostFen].every(
    (fen) => fen === null || Number.isSafeInteger(fen),
  );
  if (!exact)
    throw new Refusal('facts', `${rule} 的金额过大，无法精确计算`, `the amount of ${rule} is too large to be exact`);
}

export function isRefused(answer: Answer | RefusedRequest): answer is RefusedRequest {
  return 'error' in answer;
}

function parseRequest(request: unknown, own?: Parameters) {
  const members = ['rules', 'assessOn', 'knownAt', 'parameters', 'parametersFrom', 'facts'];
  const body = asObjectOf(request, '', members);
  const rules = parseRules(body.rules);
  const assessOn = parseDayAt(body.assessOn, 'assessOn');
  const knownAt = body.knownAt === undefined ? null : parseDayAt(body.knownAt, 'knownAt');
  if (body.parametersFrom !== undefined && body.parametersFrom !== 'request')
    throw new Refusal('parametersFrom', '只可为 "request"', 'only "request" is possible');
  const given = parseParameters(body.parameters === undefined ? {} : body.parameters, 'request');
  const parameters =
    body.parametersFrom === 'request' ? given : new Map([...(own ?? withOwnParameters(new Map())), ...given]);
  return { rules, assessOn, parameters, facts: parseFacts(body.facts === undefined ? {} : body.facts, knownAt) };
}

function parseRules(value: unknown): Entitlement[] {
  const ids = asList(value, 'rules');
  if (ids.length === 0) throw new Refusal('rules', '至少一条规则', 'at least one rule is expected');
  const seen = new Set<unknown>();
  return ids.map((id, i) => {
    const rule = typeof id === 'string' ? ruleById(id) : undefined;
    if (!rule)
      throw new Refusal(`rules[${i}]`, '未知的规则，全部见 hub rules list', 'unknown rule; all: hub rules list');
    if (seen.has(id)) throw new Refusal(`rules[${i}]`, '规则重复', 'the rule is named twice');
    seen.add(id);
    return rule;
  });
}

let ownParameters: Parameters | null = null;

/** The module's own parameters; a name that is given replaces the module's. */
export function withOwnParameters(given: Parameters): Parameters {
  ownParameters ??= parseParameters(puyangParameters, 'module');
  return given.size === 0 ? ownParameters : new Map([...ownParameters, ...given]);
}
