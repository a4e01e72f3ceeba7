/** What resolvers and night jobs call: every entitlement of a person for one unified record. */
import { parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { addNextChange, better, furtherAhead, isSettled, turnTogether } from './days-ahead.js';
import type { Ahead, OfRecord } from './days-ahead.js';
import { decideAheadWith, decideWith } from './decide.js';
import { decisionOf } from './words.js';
import type { DayDecision } from './words.js';
import { companionsOf, decideTogether } from './decide-together.js';
import { withOwnParameters } from './decide-request.js';
import { entitlements } from './entitlements/index.js';
import type { Entitlement } from './entitlement.js';
import type { Facts, Parameters } from './fact.js';
import { factsForRules, mattersOf, turningDaysOfRecord } from './facts-of-record.js';
import { factsReadBy } from './facts-read-by.js';
import { dayKey, factsKey } from './memory.js';
import type { Memory, Outline } from './memory.js';
import type { Decision } from './outcome.js';
import { asChosen } from './readings.js';
import type { ReadingChoices } from './readings.js';
import { ENTRY, type Spend } from './spend.js';
import type { Day, FoundedEnterprise, PersonDocument, StaffGroup } from './vocabulary.js';

export interface DecideOptions {
  /** Left out: the module's own, in which most are not known. */
  readonly parameters?: Parameters;
  /** Left out: the reading in use of each doubtful text. */
  readonly readings?: ReadingChoices;
  /** Ids of the rules to decide; rules that share a cap or a cost with one of them are decided beside it. Left out: all. */
  readonly rules?: Iterable<string>;
  /** Counted staff of a founder's firm, where somebody counted it. */
  readonly staffOf?: (creditCode: string) => readonly StaffGroup[] | null;
  /** Where many records are decided with the same parameters and readings. */
  readonly memory?: Memory;
  /** Hears of the work, and may throw. */
  readonly spend?: Spend;
}

const noParameters = new Map();

/** Rules that a person's record is asked for. */
export const rulesOfPersons: readonly Entitlement[] = entitlements.filter(({ subject }) => subject === 'person');

/** Rules that an organization's record is asked for. */
export const rulesOfOrganizations: readonly Entitlement[] = entitlements.filter(
  ({ subject }) => subject === 'enterprise' || subject === 'employer',
);

/**
 * Decides for the record as it stands on `assessOn`. `changesOn` of each decision is the first day on which it would differ
 * with no new fact, also where a designation or registration of the record begins or ends by itself; so with
 * `becomesEligibleOn`. Of several founded firms the one that gives most decides, the newest first.
 */
export function decideEntitlements(
  record: PersonDocument,
  assessOn: Day,
  options: DecideOptions = {},
): OfRecord<Decision>[] {
  const day = parseDay(assessOn);
  if (day === null) return [];
  const turns = [day, ...turningDaysOfRecord(record, day)];
  const factsOn = factsByDay(record, options);
  const decide = aheadOf(options);
  return togetherIn(askedRules(options)).flatMap((group) => {
    let ahead = group.map((): Ahead => ({ today: null, changesOn: null, becomesEligibleOn: null }));
    const days = record.enterprises.length > 1 ? [...turns] : turnsOf(group, turns, record, factsOn);
    for (let i = 0; i < days.length; i++) {
      const on = days[i]!;
      const decided = decideMatters(group, record, on, factsOn, decide);
      if (record.enterprises.length > 1) addNextChange(days, i, decided);
      ahead = ahead.map((sofar, n) => furtherAhead(sofar, decided[n]!, on, days[i + 1]));
      if (ahead.every(isSettled)) break;
    }
    return ahead.map(({ today, changesOn, becomesEligibleOn }) =>
      Object.assign(today!, { changesOn, becomesEligibleOn }),
    );
  });
}

/** The same for a reader of one day, without the days to come. */
export function decideEntitlementsOnDay(
  record: PersonDocument,
  assessOn: Day,
  options: DecideOptions = {},
): OfRecord<DayDecision>[] {
  const day = parseDay(assessOn);
  if (day === null) return [];
  return decideMatters(askedRules(options), record, day, factsByDay(record, options), onDayOf(options));
}

type DecideRules<D> = (rules: readonly Entitlement[], assessOn: CivilDay, facts: FactsOf) => D[];

const circumstancesIn = ({ parameters, spend }: DecideOptions, assessOn: CivilDay, facts: FactsOf) => {
  const inUse = parameters ?? withOwnParameters(noParameters);
  return ({ id }: Entitlement) => ({
    assessOn,
    facts: facts(id),
    parameters: inUse,
    ...(spend && { spend }),
  });
};

function onDayOf(options: DecideOptions): DecideRules<DayDecision> {
  return (rules, assessOn, facts) =>
    decideTogether(rules, circumstancesIn(options, assessOn, facts), options.readings ?? asChosen, decideWith);
}

/** With the days to come; what is remembered gets the words of this record when they are asked for. */
function aheadOf(options: DecideOptions): DecideRules<Decision> {
  const { memory, readings = asChosen } = options;
  return (rules, assessOn, facts) => {
    const circumstancesOf = circumstancesIn(options, assessOn, facts);
    const values = memory ? factsKey(rules, facts) : null;
    const key = values === null ? null : dayKey(values, assessOn);
    const known = key === null ? undefined : memory?.recall(key);
    if (known) {
      let made: DayDecision[] | undefined;
      const say = (i: number) => (made ??= decideTogether(rules, circumstancesOf, readings, decideWith))[i]!;
      return rules.map((rule, i) =>
        Object.assign(
          decisionOf(rule, known[i]!, () => say(i)),
          known[i]!,
        ),
      );
    }
    const decided = turnTogether(decideTogether(rules, circumstancesOf, readings, decideAheadWith), (day) =>
      decideTogether(rules, circumstancesIn(options, day, facts), readings, decideAheadWith),
    );
    if (key !== null) memory?.keep(key, decided.map(outlineOf));
    return decided;
  };
}

function outlineOf(decision: Decision): Outline {
  const { outcome, value, amountFen, amountAtLeastFen, amountAtMostFen, until, priority, missing } = decision;
  const { amountMissing, remarks, changesOn, becomesEligibleOn } = decision;
  const amounts = { amountFen, amountAtLeastFen, amountAtMostFen, amountMissing };
  return { outcome, value, until, priority, missing, remarks, changesOn, becomesEligibleOn, ...amounts };
}

/**
 * Of the days on which a record's facts turn those that these rules can see. From turn to turn their facts stand still, and
 * what a decision says of the days ahead holds until the next.
 */
function turnsOf(
  rules: readonly Entitlement[],
  turns: readonly CivilDay[],
  record: PersonDocument,
  factsOn: FactsOfMatter,
): CivilDay[] {
  if (turns.length === 1) return [...turns];
  const [firm = null] = mattersOf(record);
  let before: string | null = null;
  return turns.filter((on, i) => {
    const key = factsKey(rules, factsOn(on, firm));
    const isTurn = i === 0 || key === null || key !== before;
    before = key;
    return isTurn;
  });
}

type FactsOf = (rule: string) => Facts;
type FactsOfMatter = (on: CivilDay, firm: FoundedEnterprise | null) => FactsOf;

function factsByDay(record: PersonDocument, { staffOf, spend }: DecideOptions): FactsOfMatter {
  const known = new Map<string, FactsOf>();
  const entries = entriesOf(record);
  return (on, firm) => {
    const key = `${on} ${firm?.creditCode}`;
    const before = known.get(key);
    if (before) return before;
    spend?.(entries * ENTRY);
    const facts = factsForRules(record, on, firm, firm && (staffOf?.(firm.creditCode) ?? null));
    known.set(key, facts);
    return facts;
  };
}

function entriesOf(record: PersonDocument): number {
  const lists = Object.values(record).filter((part) => Array.isArray(part));
  return lists.reduce((sum, { length }) => sum + length, 0);
}

/** Each founded firm is a matter of its own; rules that ask about none are decided once. */
function decideMatters<D extends DayDecision>(
  group: readonly Entitlement[],
  record: PersonDocument,
  assessOn: CivilDay,
  factsOn: FactsOfMatter,
  decide: DecideRules<D>,
): OfRecord<D>[] {
  const [first = null, ...others] = mattersOf(record);
  const about = (firm: FoundedEnterprise | null, rules: readonly Entitlement[]): OfRecord<D>[] =>
    decide(rules, assessOn, factsOn(assessOn, firm)).map((decision) =>
      Object.assign(decision, { firm: asksAboutFirm(decision.rule) ? (firm?.creditCode ?? null) : null }),
    );
  const asking = others.length > 0 ? group.filter(({ id }) => asksAboutFirm(id)) : [];
  return others.reduce(
    (best, firm) => {
      const again = new Map(about(firm, asking).map((one) => [one.rule, one]));
      return best.map((decision) => better(decision, again.get(decision.rule)));
    },
    about(first, group),
  );
}

function askedRules({ rules }: DecideOptions): readonly Entitlement[] {
  if (rules === undefined) return rulesOfPersons;
  const named = new Set(rules);
  if (rulesOfPersons.every(({ id }) => named.has(id))) return rulesOfPersons;
  const ids = companionsOf(named, rulesOfPersons);
  return rulesOfPersons.filter(({ id }) => ids.has(id));
}

/** Rules that share a cap or a cost stand together, the others alone. */
function togetherIn(asked: readonly Entitlement[]): readonly (readonly Entitlement[])[] {
  if (asked === rulesOfPersons) return (groupsOfAll ??= groupsOf(asked));
  return groupsOf(asked);
}

let groupsOfAll: readonly (readonly Entitlement[])[] | undefined;

function groupsOf(asked: readonly Entitlement[]): Entitlement[][] {
  const groups = new Map<string, Entitlement[]>();
  for (const rule of asked) {
    const key = sharedKey(rule);
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return [...groups.values()];
}

/** The pool of item 5 and the routes of own insurance meet in one rule; courses share with neither. */
function sharedKey({ id, pool, route }: Entitlement): string {
  if (route === 'startup-training') return route;
  return pool !== null || route !== null ? 'shared' : id;
}

const askingAboutFirm = new Set(
  rulesOfPersons
    .map(({ id }) => id)
    .filter((id) => [...factsReadBy(id)].some((path) => path.startsWith('enterprise.'))),
);
const asksAboutFirm = (rule: string) => askingAboutFirm.has(rule);
