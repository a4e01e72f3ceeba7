/** What a rule is made of, on every branch of the readings in use. */
import type { Amount, NumberOf } from '../../rules/amount.js';
import type { Chosen, ChosenAmount } from '../../rules/choose.js';
import { ELSEWHERE } from '../../rules/condition.js';
import type { Cite, Condition, Leaf } from '../../rules/condition.js';
import { withoutNumber } from '../../rules/element.js';
import type { Entitlement } from '../../rules/entitlement.js';
import type { Plan } from '../../rules/judge.js';

export type Part = Leaf | Extract<Condition, { op: 'reaches' }>;

/** Leaves, and sums that must reach a limit; of a list, those of any one element. */
export function partsOf({ conditions, priority, amount }: Entitlement): Part[] {
  return [
    ...partsOfCondition(conditions),
    ...(priority === null ? [] : partsOfCondition(priority)),
    ...(amount === null ? [] : partsOfAmount(amount.of)),
  ];
}

export function partsOfCondition(condition: Condition): Part[] {
  switch (condition.op) {
    case 'leaf':
      return [condition];
    case 'all':
    case 'any':
      return condition.of.flatMap(partsOfCondition);
    case 'reaches':
      return [condition, ...partsOfAmount(condition.amount)];
    case 'some':
    case 'every':
      return partsOfCondition(condition.of(withoutNumber(condition.list)));
    case 'if-given':
      return [...partsOfCondition(condition.yes), ...partsOfCondition(condition.no)];
    case 'if-read':
      return partsOfCondition(condition.no);
  }
}

function partsOfAmount(amount: Amount): Part[] {
  switch (amount.op) {
    case 'number':
      return [];
    case 'of':
      return amount.of.flatMap(partsOfAmount);
    case 'when':
      return [...partsOfCondition(amount.condition), ...partsOfAmount(amount.pays)];
    case 'each':
      return partsOfAmount(amount.of(withoutNumber(amount.list)));
    case 'if-given':
      return [...partsOfAmount(amount.yes), ...partsOfAmount(amount.no)];
    case 'if-read':
      return partsOfAmount(amount.no);
    case 'months':
      return partsOfAmount(amount.otherwise);
  }
}

/** The same of a rule that is laid out for its facts, with the numbers that it counts with. */
export function partsOfPlan({ conditions, priority, amount }: Plan): (ChosenPart | NumberOf)[] {
  return [
    ...chosenParts(conditions),
    ...(priority === null ? [] : chosenParts(priority)),
    ...(amount === null ? [] : chosenPartsWithin(amount)),
  ];
}

type ChosenPart = Leaf | Extract<Chosen, { op: 'reaches' }>;

function chosenParts(part: Chosen): (ChosenPart | NumberOf)[] {
  if (part.op === 'leaf') return [part];
  return part.op === 'reaches' ? [part, ...chosenPartsWithin(part.amount)] : part.of.flatMap(chosenParts);
}

function chosenPartsWithin(amount: ChosenAmount): (ChosenPart | NumberOf)[] {
  if (amount.op === 'number') return [amount];
  if (amount.op === 'of') return amount.of.flatMap(chosenPartsWithin);
  return [...chosenParts(amount.condition), ...chosenPartsWithin(amount.pays)];
}

/** Sentences that a rule leans on, in its head and in its parts. */
export function citesOf(rule: Entitlement): readonly Cite[] {
  return [...rule.cites, ...partsOf(rule).map(({ cite }) => cite), ...(rule.pool === null ? [] : [rule.pool.cite])];
}

/** Facts that decide only where they are told: taken away, another fact is looked at. */
export function heardNotAsked(rule: Entitlement): Set<string> {
  const paths = new Set<string>();
  const ofCondition = (condition: Condition): void => {
    if (condition.op === 'if-given') paths.add(condition.path);
    if (condition.op === 'if-given' || condition.op === 'if-read') [condition.yes, condition.no].forEach(ofCondition);
    if (condition.op === 'all' || condition.op === 'any') condition.of.forEach(ofCondition);
    if (condition.op === 'some' || condition.op === 'every') ofCondition(condition.of(withoutNumber(condition.list)));
    if (condition.op === 'reaches') ofAmount(condition.amount);
  };
  const ofAmount = (amount: Amount): void => {
    if (amount.op === 'if-given') paths.add(amount.path);
    if (amount.op === 'months') [amount.from, amount.to].forEach((path) => paths.add(path));
    if (amount.op === 'if-given' || amount.op === 'if-read') [amount.yes, amount.no].forEach(ofAmount);
    if (amount.op === 'of') amount.of.forEach(ofAmount);
    if (amount.op === 'each') ofAmount(amount.of(withoutNumber(amount.list)));
    if (amount.op === 'months') ofAmount(amount.otherwise);
    if (amount.op !== 'when') return;
    ofCondition(amount.condition);
    ofAmount(amount.pays);
  };
  ofCondition(rule.conditions);
  if (rule.amount !== null) ofAmount(rule.amount.of);
  return paths;
}

/** One name for the same part of every element of a list. */
export function nameOf(part: Part | ChosenPart | NumberOf): string {
  const reads = part.op === 'reaches' ? ['≥'] : part.question.reads;
  return `${part.text?.zh ?? ''} (${reads.map((path) => path.replaceAll(/\[\d+\]/g, '[]').replace(/@.*/, '')).join(', ')})`;
}

export const isDecidedElsewhere = (part: Part) => part.op === 'leaf' && part.question.reads.includes(ELSEWHERE);
