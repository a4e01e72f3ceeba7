/** Which facts and parameters a rule can read, on any branch: what must change before it decides otherwise. */
import type { Amount } from './amount.js';
import type { Condition } from './condition.js';
import { ELSEWHERE } from './condition.js';
import { withoutNumber } from './element.js';
import type { Entitlement } from './entitlement.js';
import { ruleById } from './entitlements/index.js';
import { factKinds, objectsOfFacts } from './fact-names.js';

const known = new Map<string, Read>();

/** Paths of facts (an element of a list as `hires[].contractMonths`) and `parameter:<name>`; empty for an unknown rule. */
export function factsReadBy(id: string): ReadonlySet<string> {
  return readBy(id).facts;
}

/** Readings that change something in the rule when another one is chosen. */
export function readingsSwitching(id: string): ReadonlySet<string> {
  return readBy(id).readings;
}

interface Read {
  facts: ReadonlySet<string>;
  readings: ReadonlySet<string>;
}

function readBy(id: string): Read {
  const before = known.get(id);
  if (before) return before;
  const rule = ruleById(id);
  const all = rule ? allReadBy(rule) : [];
  const isReading = (one: string) => one.startsWith(READING);
  const read = {
    facts: new Set(all.filter((one) => !isReading(one))),
    readings: new Set(all.filter(isReading).map((one) => one.slice(READING.length))),
  };
  known.set(id, read);
  return read;
}

const READING = 'reading:';

/** Names of parameters, an object by its own name. */
export function parametersReadBy(id: string): ReadonlySet<string> {
  const prefix = 'parameter:';
  const read = [...factsReadBy(id)].filter((path) => path.startsWith(prefix));
  return new Set(read.map((path) => path.slice(prefix.length).split('.')[0] ?? ''));
}

function allReadBy(rule: Entitlement): string[] {
  const { conditions, amount, until, value, priority, pool } = rule;
  const read = [
    ...readByCondition(conditions),
    ...(priority === null ? [] : readByCondition(priority)),
    ...(amount === null ? [] : readByAmount(amount.of)),
    ...(until?.reads ?? []),
    ...(value?.reads ?? []),
    ...(pool === null ? [] : [pool.paid]),
  ];
  const all = read.filter((argument) => argument !== 'assessOn' && argument !== ELSEWHERE);
  // The sex tells the category where the category is left out.
  const sexes = all.flatMap((path) =>
    path.endsWith('.retirementCategory') ? [path.replace('retirementCategory', 'sex')] : [],
  );
  // An object left out as a whole is reported by its own name, so that any of its facts can change what is missing.
  const objects = objectsOfFacts.filter((object) => all.some((path) => path.startsWith(`${object}.`)));
  const members = Object.keys(factKinds).filter((path) => objects.some((object) => path.startsWith(`${object}.`)));
  return [...all, ...sexes, ...members];
}

/** Everything that a condition can read on any branch, elements of a list without index. */
export function readByCondition(condition: Condition): string[] {
  switch (condition.op) {
    case 'leaf':
      return [...condition.question.reads];
    case 'all':
    case 'any':
      return condition.of.flatMap(readByCondition);
    case 'reaches':
      return readByAmount(condition.amount);
    case 'some':
    case 'every':
      return [`${condition.list}[]`, ...readByCondition(condition.of(withoutNumber(condition.list)))];
    case 'if-given':
      return [condition.path, ...readByCondition(condition.yes), ...readByCondition(condition.no)];
    case 'if-read':
      return [READING + condition.reading, ...readByCondition(condition.yes), ...readByCondition(condition.no)];
  }
}

function readByAmount(amount: Amount): string[] {
  switch (amount.op) {
    case 'number':
      return [...amount.question.reads];
    case 'of':
      return amount.of.flatMap(readByAmount);
    case 'when':
      return [...readByCondition(amount.condition), ...readByAmount(amount.pays)];
    case 'each':
      return [`${amount.list}[]`, ...readByAmount(amount.of(withoutNumber(amount.list)))];
    case 'if-given':
      return [amount.path, ...readByAmount(amount.yes), ...readByAmount(amount.no)];
    case 'if-read':
      return [READING + amount.reading, ...readByAmount(amount.yes), ...readByAmount(amount.no)];
    case 'months': {
      const month = amount.of({ number: 1, firstDay: 0, parameter: (name) => `parameter:${name}` });
      return [amount.from, amount.to, ...readByAmount(month), ...readByAmount(amount.otherwise)];
    }
  }
}
