/** A decision in words: Chinese, then the same in English. A function of the trace, so that words and tree never differ. */
import type { Text } from './condition.js';
import type { ChosenAmount } from './choose.js';
import type { Plan, Verdict } from './judge.js';
import type { Circumstances } from './situation.js';
import { rangeOf } from './settle.js';
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
  holds: { zh: '成立', en: 'True' },
  more: { zh: '另有#项', en: 'and # more' },
  disputed: { zh: '来源不一致', en: 'sources disagree' },
} as const satisfies Record<string, Text>;

export function reasonsFor(plan: Plan, verdict: Verdict, trace: Trace, circumstances: Circumstances): string[] {
  const { rule } = plan;
  return LANGUAGES.flatMap((language) => {
    if (verdict.outcome === 'not_in_force') return [`${words.not_in_force[language]}: ${rule.name[language]}`];
    if (verdict.outcome === 'eligible') return [eligible(plan, verdict, circumstances, language)];
    if (verdict.outcome === 'true')
      return [`${words.holds[language]}: ${rule.name[language]}${verdict.value === null ? '' : `, ${verdict.value}`}`];
    const wanted = verdict.outcome === 'unknown' ? 'unknown' : 'false';
    const lead = wanted === 'false' ? words.fails : words.open;
    const parts = deciding(trace, wanted).map((part) => `${lead[language]}: ${phrase(part, language)}`);
    const shown = [...new Set(parts)];
    return shown.length <= MOST_REASONS
      ? shown
      : [...shown.slice(0, MOST_REASONS), words.more[language].replace('#', String(shown.length - MOST_REASONS))];
  });
}

/** What a clerk can read aloud; the rest stands in the tree. */
const MOST_REASONS = 8;

function eligible(
  { rule, amount }: Plan,
  { amountFen }: Verdict,
  circumstances: Circumstances,
  language: Language,
): string {
  const start = `${words.eligible[language]}: ${rule.name[language]}`;
  if (amount === null) return start;
  if (amountFen === null) return `${start}; ${words.amountOpen[language]}`;
  const workings = workingsOf(amount, circumstances, language);
  return `${start}, ${money(amountFen, language)}${workings === null ? '' : ` = ${workings}`}`;
}

/** The factors of a product, each by its name; other sums are told by their result alone. */
function workingsOf(amount: ChosenAmount, circumstances: Circumstances, language: Language): string | null {
  if (amount.op !== 'of' || amount.by !== 'product') return null;
  const factors = amount.of.map((factor) => {
    if (factor.op === 'when' || !factor.text) return null;
    const [least, most] = rangeOf(factor, circumstances, new Map());
    if (least !== most) return null;
    return `${factor.text[language]} ${factor.unit === 'fen' ? money(least, language) : least}`;
  });
  return factors.includes(null) ? null : factors.join(' × ');
}

const money = (fen: number, language: Language) => (language === 'zh' ? `${yuan(fen)}元` : `${yuan(fen)} yuan`);

/** The parts of the tree that settle it: a named group speaks for its parts once all of them say the same. */
function deciding(trace: Trace, wanted: 'false' | 'unknown'): Trace[] {
  if (trace.truth !== wanted) return [];
  if (trace.kind === 'condition') return [trace];
  if (trace.kind === 'reaches' || (wanted === 'false' && trace.zh !== null)) return [trace];
  return trace.of.flatMap((part) => deciding(part, wanted));
}

function phrase(trace: Trace, language: Language): string {
  const text = trace[language] ?? '';
  if (!('cite' in trace)) return text;
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
