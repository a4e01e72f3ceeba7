/** Decisions as the viewer may know them. Where one rests on hidden fields, its outcome stands alone. */
import { factLabel } from '../rules/fact-labels.js';
import { factsReadBy, readingsSwitching } from '../rules/facts-read-by.js';
import type { DayDecision, Decision, ReadingChoices, ReadingId, Text, Trace } from '../rules/index.js';
import { answeredParameters, readings, TRACE_FORMAT } from '../rules/index.js';
import type {
  ConditionState,
  EntitlementDecision,
  OtherReading,
  UsedParameter,
} from '../schema/entitlement/entitlement.type.js';
import type { NamedFact } from '../schema/entitlement/named-fact.type.js';

/** Whether every one of these facts and parameters may be known in full. */
export type MayKnow = (facts: readonly string[]) => boolean;

type Shown = DayDecision & { firm?: string | null };

/** What is worked out only where it is selected: it takes longer than the decision itself. */
export interface OnDemand {
  ahead(rule: string): DaysAhead;
  /** The decision under other readings of doubtful texts. */
  under(rule: string, choices: ReadingChoices): Shown;
}

export function decisionView(decision: Shown, mayKnow: MayKnow, onDemand: OnDemand): EntitlementDecision {
  const ahead = () => onDemand.ahead(decision.rule);
  // An amount, the days to come and other readings read more than the conditions of this day.
  const read = [
    ...decision.missing,
    ...decision.amountMissing,
    ...factsOf(decision.conditions),
    ...factsReadBy(decision.rule),
  ];
  const basis = basisOf(decision);
  if (!mayKnow(read)) return { ...basis, ...withoutReasons };
  const { amountFen, amountAtLeastFen, amountAtMostFen, amountIs, value, until, priority } = decision;
  return {
    ...basis,
    value,
    amountFen,
    amountAtLeastFen,
    amountAtMostFen,
    amountIs,
    until,
    priority,
    get reasons() {
      return decision.reasons;
    },
    get becomesEligibleOn() {
      return ahead().becomesEligibleOn;
    },
    get changesOn() {
      return ahead().changesOn;
    },
    missing: [...decision.missing, ...decision.amountMissing],
    missingFacts: decision.missing.map(named),
    amountMissing: decision.amountMissing.map(named),
    get conditions() {
      return [...flattened(decision.conditions, 0)];
    },
    readings: decision.readings,
    get otherReadings() {
      return otherReadings(decision.rule, onDemand);
    },
    remarks: [...decision.remarks, ...decision.papers].map(bilingual),
    get parametersUsed() {
      return parametersView(decision.parametersUsed);
    },
    firm: decision.firm ?? null,
  };
}

export type DaysAhead = Pick<Decision, 'becomesEligibleOn' | 'changesOn'>;

/** What anybody may know of a rule's answer. */
function basisOf({ rule, name, outcome, cites, documents, fund }: Shown) {
  return {
    rule,
    name: bilingual(name),
    outcome,
    cites: cites.map(citeText),
    documents: documents.map(bilingual),
    fund: bilingual(fund),
    trace: TRACE_FORMAT,
  };
}

const withoutReasons = {
  value: null,
  amountFen: null,
  amountAtLeastFen: null,
  amountAtMostFen: null,
  amountIs: null,
  until: null,
  becomesEligibleOn: null,
  changesOn: null,
  priority: false,
  reasons: [],
  missing: [],
  missingFacts: [],
  amountMissing: [],
  conditions: [],
  readings: [],
  otherReadings: [],
  remarks: [],
  parametersUsed: [],
  firm: null,
};

function otherReadings(rule: string, onDemand: OnDemand): OtherReading[] {
  return [...readingsSwitching(rule)].sort().flatMap((reading) => {
    const { choices } = readings[reading as ReadingId];
    return choices.slice(1).map((choice) => {
      const { outcome, amountFen } = onDemand.under(rule, { [reading]: choice });
      return { reading, choice, outcome, amountFen };
    });
  });
}

export function named(name: string): NamedFact {
  const label = factLabel(name) ?? { zh: name, en: name };
  return { name, chinese: label.zh, english: label.en };
}

export const bilingual = ({ zh, en }: Text) => `${zh} / ${en}`;

export const citeText = ({ item, sentence }: { item: number; sentence: number }) => `第${item}条第${sentence}句`;

function parametersView(used: Parameters<typeof answeredParameters>[0]): UsedParameter[] {
  return answeredParameters(used).map(({ name, value, from, source }) => ({
    parameter: named(`parameter:${name}`),
    value: value === null ? null : JSON.stringify(value),
    from,
    source,
  }));
}

function* flattened(trace: Trace, level: number): Generator<ConditionState> {
  const cited = 'cite' in trace ? trace : null;
  yield {
    level,
    kind: trace.kind,
    truth: trace.truth,
    chinese: trace.zh,
    english: trace.en,
    cite: cited && citeText(cited.cite),
    readings: cited?.readings ?? [],
    facts: (cited?.facts ?? []).map(({ path, known, value, source, observedOn }) => ({
      fact: named(path),
      known,
      value: value === null && !known ? null : JSON.stringify(value),
      source,
      observedOn,
    })),
  };
  if ('of' in trace) for (const part of trace.of) yield* flattened(part, level + 1);
}

function factsOf(trace: Trace): string[] {
  const own = 'facts' in trace ? trace.facts.map(({ path }) => path) : [];
  return 'of' in trace ? [...own, ...trace.of.flatMap(factsOf)] : own;
}
