/** Which facts and parameters a rule reads at all, whatever their values: who decides again looks here first. */
import type { Condition, Question } from './condition.js';
import { entitlementById } from './entitlements/index.js';
import type { Entitlement } from './entitlement.js';
import { factKinds, objectsOfFacts } from './fact-names.js';

const readBy = new Map<string, ReadonlySet<string>>();

/** Paths of facts (an element of a list as `hires[].contractMonths`) and `parameter:<name>`; empty for an unknown rule. */
export function factsReadBy(ruleId: string): ReadonlySet<string> {
  const known = readBy.get(ruleId);
  if (known) return known;
  const rule = entitlementById(ruleId);
  const reads = rule ? readsOf(rule) : new Set<string>();
  readBy.set(ruleId, reads);
  return reads;
}

function readsOf({ conditions, amount, until }: Entitlement): Set<string> {
  const questions = [...amount.factors.map((factor) => factor.question), ...(until ? [until] : [])];
  const reads = new Set([...pathsOf(conditions), ...questions.flatMap(readsOfQuestion)]);
  // The sex stands for the category where none is given.
  for (const path of reads)
    if (path.endsWith('.retirementCategory')) reads.add(path.replace('retirementCategory', 'sex'));
  // An object left out as a whole is reported by its own name, so that any of its facts can change what is missing.
  for (const object of objectsOfFacts)
    if ([...reads].some((path) => path.startsWith(`${object}.`)))
      for (const path of Object.keys(factKinds)) if (path.startsWith(`${object}.`)) reads.add(path);
  return reads;
}

function pathsOf(condition: Condition): string[] {
  switch (condition.op) {
    case 'leaf':
      return readsOfQuestion(condition.question);
    case 'all':
    case 'any':
      return condition.of.flatMap(pathsOf);
    case 'if-given':
      return [condition.path, ...pathsOf(condition.yes), ...pathsOf(condition.no)];
    case 'if-read':
      return [...pathsOf(condition.yes), ...pathsOf(condition.no)];
  }
}

const readsOfQuestion = ({ reads }: Question<unknown>): string[] => reads.filter((argument) => argument !== 'assessOn');
