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
];

export function isEquivalent({ file, start, end, replacement }: Mutant, source: string): boolean {
  const begin = source.lastIndexOf('\n', start - 1) + 1;
  const line = source.slice(begin, source.indexOf('\n', start)).trim();
  const fault = `${source.slice(start, end)} → ${replacement || 'nothing'}`;
  return equivalents.some((one) => one.file === file && one.line === line && one.fault === fault);
}
