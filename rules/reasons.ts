/** A decision in words: Chinese, then the same in English. A function of the trace, so that words and tree never differ. */
import type { Text } from './condition.js';
import type { Entitlement } from './entitlement.js';
import type { Verdict } from './judge.js';
import { yuan } from './money.js';
import type { SeenFact, Trace } from './outcome.js';

const LANGUAGES = ['zh', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

const words = {
  eligible: { zh: '符合条件', en: 'Eligible' },
  not_in_force: { zh: '政策当日未施行', en: 'The policy was not in force on that day' },
  fails: { zh: '未满足', en: 'Not met' },
  open: { zh: '尚不清楚', en: 'Not known yet' },
  amountOpen: { zh: '金额待定', en: 'The amount is not known yet' },
  disputed: { zh: '来源不一致', en: 'sources disagree' },
} as const satisfies Record<string, Text>;

export function reasonsFor(rule: Entitlement, verdict: Verdict, trace: Trace): string[] {
  return LANGUAGES.flatMap((language) => {
    if (verdict.outcome === 'not_in_force') return [`${words.not_in_force[language]}: ${rule.name[language]}`];
    if (verdict.outcome === 'eligible') return [eligible(rule, verdict, language)];
    const wanted = verdict.outcome === 'ineligible' ? 'false' : 'unknown';
    const lead = wanted === 'false' ? words.fails : words.open;
    return [...new Set(deciding(trace, wanted).map((part) => `${lead[language]}: ${phrase(part, language)}`))];
  });
}

function eligible(rule: Entitlement, { amountFen, factors }: Verdict, language: Language): string {
  const start = `${words.eligible[language]}: ${rule.name[language]}`;
  if (amountFen === null) return `${start}; ${words.amountOpen[language]}`;
  const total = money(amountFen, language);
  if (factors.length < 2) return `${start}, ${total}`;
  const workings = rule.amount.factors.map(({ text, unit }, i) => {
    const value = factors[i] ?? 0;
    return `${text[language]} ${unit === 'fen' ? money(value, language) : value}`;
  });
  return `${start}, ${total} = ${workings.join(' × ')}`;
}

const money = (fen: number, language: Language) => (language === 'zh' ? `${yuan(fen)}元` : `${yuan(fen)} yuan`);

/** The parts of the tree that settle it: a named group speaks for its parts once all of them say the same. */
function deciding(trace: Trace, wanted: 'false' | 'unknown'): Trace[] {
  if (trace.truth !== wanted) return [];
  if (trace.kind === 'condition') return [trace];
  if (wanted === 'false' && trace.zh !== null) return [trace];
  return trace.of.flatMap((part) => deciding(part, wanted));
}

function phrase(trace: Trace, language: Language): string {
  const text = trace[language] ?? '';
  if (trace.kind !== 'condition') return text;
  // Beside an open fact a known day would be taken for the missing one.
  const told = trace.truth === 'unknown' ? trace.facts.filter((fact) => !fact.known) : trace.facts;
  const shown = told.map((fact) => factValue(fact, language)).filter((value) => value !== null);
  const cite =
    language === 'zh'
      ? `第${trace.cite.item}条第${trace.cite.sentence}句`
      : `item ${trace.cite.item}/${trace.cite.sentence}`;
  return `${text} (${[...new Set(shown), cite].join('; ')})`;
}

/** Only days and disputes are worth hearing: yes and no stand in the words already. */
function factValue({ value }: SeenFact, language: Language): string | null {
  if (typeof value === 'string' && /^\d{4}-/.test(value)) return value;
  if (typeof value !== 'object' || value === null) return null;
  return 'between' in value ? value.between.join(' – ') : words.disputed[language];
}
