/** Faults that were looked at one by one and cannot change what anybody sees, each with its reason. Counted apart; a changed line is judged anew. */
import type { Mutant } from './mutants.js';

interface Equivalent {
  file: string;
  /** The line of the source on which the fault stands. */
  line: string;
  /** What stands there → what would. */
  fault: string;
  why: string;
}

const equivalents: readonly Equivalent[] = [
  {
    file: 'rules/days-ahead.ts',
    line: 'const [a, b] = [one, other].map(({ outcome }) => rank[outcome] ?? 0);',
    fault: '0 → (-1)',
    why: 'what has no rank stands below all ranks either way',
  },
  {
    file: 'rules/days-ahead.ts',
    line: 'if (alive.length < 2) return today;',
    fault: '2 → (1)',
    why: 'a single one turns on its own days alone: the work is spared, the days are the same',
  },
  {
    file: 'rules/decide-entitlements.ts',
    line: 'const asking = others.length > 0 ? group.filter(({ id }) => asksAboutFirm(id)) : [];',
    fault: 'others.length > 0 → true',
    why: 'without other firms the list is not looked at: the work of making it is spared',
  },
  {
    file: 'rules/decide-request.ts',
    line: "const rule = typeof id === 'string' ? ruleById(id) : undefined;",
    fault: "typeof id === 'string' → true",
    why: 'nothing but a text is the name of a rule: the types ask for the guard',
  },
  {
    file: 'rules/decide-together.ts',
    line: 'const before = rule.route === null ? [] : (routes.get(rule.route) ?? []);',
    fault: 'rule.route === null → false',
    why: 'nothing is ever kept under no route: the types ask for the guard',
  },
  {
    file: 'rules/decide.ts',
    line: 'const barred = (of: Chosen) => isBarredForGood(of, circumstances, truths);',
    fault: 'isBarredForGood(of, circumstances, truths) → undefined',
    why: 'a shortcut: without it each day ahead is looked at, and finds the same no',
  },
  {
    file: 'rules/definitions/retirement-date.ts',
    line: 'prepared.set(facts, all);',
    fault: 'prepared.set(facts, all); → ;',
    why: 'what is prepared once is prepared again, with the same result',
  },
  {
    file: 'rules/entitlements/item-06-operating.ts',
    line: "numberOf({ zh: '房租', en: 'rent' }, 'fen', [at('rent')], (fen) => fen ?? 0),",
    fault: 'fen ?? 0 → fen',
    why: 'null counts as nothing in a sum: the types ask for the number',
  },
  {
    file: 'rules/entitlements/item-06-parks.ts',
    line: '(enterprises) => (enterprises ?? 0) > 0,',
    fault: 'enterprises ?? 0 → enterprises',
    why: 'null is not more than 0: the types ask for the number',
  },
  {
    file: 'rules/entitlements/item-12.ts',
    line: "numberOf(null, 'persons', ['employer.disabledEmployees'], (disabled) => disabled ?? 0),",
    fault: 'disabled ?? 0 → disabled',
    why: 'null counts as nothing in a rest: the types ask for the number',
  },
  {
    file: 'rules/entitlements/item-06-operating.ts',
    line: 'all(null, claimedBetween(13, 24), claimedBetween(25, LAST_MONTH)),',
    fault: '13 → (12)',
    why: 'who claims month 12 and a month from 25 on is met by the line above',
  },
  {
    file: 'rules/diagram.ts',
    line: 'early: (a, b) => (a === FALSE || b === FALSE ? FALSE : a === TRUE || a === b ? b : b === TRUE ? a : null),',
    fault: '(a === FALSE || b === FALSE ? FALSE : a === TRUE || a === b ? b : b === TRUE ? a : null) → undefined',
    why: 'a shortcut: without it the pairs are gone through, to the same node',
  },
  {
    file: 'rules/diagram.ts',
    line: 'return nodes.includes(FALSE) ? FALSE : nodes.reduceRight((below, node) => this.apply(node, below, and), TRUE);',
    fault: 'nodes.includes(FALSE) → false',
    why: 'a shortcut: and with a no is a no',
  },
  {
    file: 'rules/diagram.ts',
    line: 'i === variable ? (this.branchesOf(a)[n] ?? FALSE) : a,',
    fault: 'this.branchesOf(a)[n] ?? FALSE → this.branchesOf(a)[n]',
    why: 'one variable has as many branches everywhere: the types ask for the guard',
  },
  {
    file: 'rules/diagram.ts',
    line: 'const small = branches.length === 2 && variable < 2 ** 11 && yes < 2 ** 21 && no < 2 ** 21;',
    fault: '2 → (1)',
    why: 'a choice of yes or no then has a text for its key, as long lists have',
  },
  {
    file: 'rules/facts-of-benefit.ts',
    line: 'if (from === undefined || drawnUntil === undefined || grantedUntil === undefined || on < from) continue;',
    fault:
      'from === undefined || drawnUntil === undefined || grantedUntil === undefined → from === undefined || drawnUntil === undefined && grantedUntil === undefined',
    why: 'a spell has all three days or none: the types ask for each',
  },
  {
    file: 'rules/judge.ts',
    line: 'const missing = certain ? [] : names(diagram.support(root));',
    fault: 'certain → false',
    why: 'what is certain hangs on nothing: the list is empty either way',
  },
  {
    file: 'rules/parse-facts.ts',
    line: 'if (inTime && (!latest || day > latest.day)) latest = { day, recorded };',
    fault: 'day > latest.day → day >= latest.day',
    why: 'two records of one day are refused above',
  },
  {
    file: 'rules/reasons.ts',
    line: "const text = trace[language] ?? '';",
    fault: "'' → 'x'",
    why: 'only parts with words are told: the types ask for the guard',
  },
  {
    file: 'rules/survivorship.ts',
    line: 'return a < b ? -1 : a > b ? 1 : 0;',
    fault: '1 → (2)',
    why: 'of an order only the sign counts',
  },
  {
    file: 'rules/turning-days-of-record.ts',
    line: '...record.contributions.map(({ paidOn }) => (paidOn !== null && paidOn > today ? parseDay(paidOn) : null)),',
    fault: 'paidOn > today → paidOn >= today',
    why: 'of these days only those after today are kept',
  },
  {
    file: 'rules/visibility.ts',
    line: 'const [, ...needed] = sources.find(([beginning]) => fact.startsWith(beginning)) ?? [fact, ...everyField];',
    fault: 'fact, → nothing',
    why: 'the first field of all is an open one, which everybody sees',
  },
  {
    file: 'rules/weigh.ts',
    line: 'return false;',
    fault: 'false → undefined',
    why: 'a filter asks no more than yes or no',
  },
  {
    file: 'rules/weigh.ts',
    line: 'if (!this.truths.has(amount.condition)) settle(amount.condition, this.circumstances, this.truths);',
    fault: '!this.truths.has(amount.condition) → true',
    why: 'what is settled already is not settled again',
  },
  {
    file: 'rules/days-ahead.ts',
    line: 'if (a !== b) return (a ?? 0) > (b ?? 0) ? one : other;',
    fault: '0 → (-1)',
    why: 'both have a rank: the types ask for the guard',
  },
];

export function isEquivalent({ file, start, end, replacement }: Mutant, source: string): boolean {
  const begin = source.lastIndexOf('\n', start - 1) + 1;
  const line = source.slice(begin, source.indexOf('\n', start)).trim();
  const fault = `${source.slice(start, end).trim()} → ${replacement || 'nothing'}`;
  return equivalents.some((one) => one.file === file && one.line === line && one.fault === fault);
}
