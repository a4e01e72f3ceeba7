/** A rule with its branches chosen and its lists laid out, for one set of facts: the same for every day. */
import type { Amount, Compound, NumberOf } from './amount.js';
import { civilDate, dayOf } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import type { Condition, Group, Leaf, Question, Reaches } from './condition.js';
import { withNumber, withoutNumber } from './element.js';
import type { Facts, Value } from './fact.js';
import type { FactPath, ListName } from './fact-names.js';
import type { NumberParameter } from './parameter-names.js';
import { readings } from './readings.js';
import type { ReadingChoices, ReadingId } from './readings.js';
import { LAYING_OUT } from './spend.js';
import type { Spend } from './spend.js';

export type Chosen = Leaf | Group<Chosen> | Reaches<ChosenAmount>;
export type ChosenAmount =
  | NumberOf
  | Compound<ChosenAmount>
  | { readonly op: 'when'; readonly condition: Chosen; readonly pays: ChosenAmount };

/** What the choice hangs on. `paidElsewhere`: elements of `hires` that an earlier rule of the same request pays already. */
export interface Choosing {
  readonly facts: Facts;
  readonly choices: ReadingChoices;
  readonly paidElsewhere?: ReadonlySet<number>;
  readonly spend?: Spend;
}

export function choose(condition: Condition, choosing: Choosing): Chosen {
  switch (condition.op) {
    case 'leaf':
      return condition;
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map((part) => choose(part, choosing)).filter(requiresSomething) };
    case 'reaches':
      return { ...condition, amount: chooseAmount(condition.amount, choosing) };
    case 'some':
    case 'every':
      return chooseList(condition, choosing);
    case 'if-given':
      return choose(choosing.facts.has(condition.path) ? condition.yes : condition.no, choosing);
    case 'if-read':
      return choose(isRead(condition, choosing) ? condition.yes : condition.no, choosing);
  }
}

const requiresSomething = (part: Chosen) => part.op !== 'all' || part.of.length > 0;

export function isRead(
  { reading, choice }: { reading: ReadingId; choice: string },
  { choices }: Pick<Choosing, 'choices'>,
): boolean {
  return (choices[reading] ?? readings[reading].choices[0]) === choice;
}

type ListCondition = Extract<Condition, { op: 'some' | 'every' }>;

function chooseList(condition: ListCondition, choosing: Choosing): Chosen {
  const { op, list, text, of } = condition;
  const length = lengthOf(list, choosing.facts);
  if (length === null) return listLeftOut(condition, choosing);
  choosing.spend?.(length * LAYING_OUT);
  const parts = Array.from({ length }, (_, i) => choose(of(withNumber(list, i)), choosing));
  return { op: op === 'some' ? 'any' : 'all', text, list, of: parts };
}

/** Of a list of words that was left out each word is tried; of others whether anything of it counts. */
function listLeftOut({ op, list, text, cite, of }: ListCondition, choosing: Choosing): Leaf {
  const itself = `${list}[]` as const;
  const ifEmpty = op === 'every';
  const element = choose(of(withoutNumber(list)), choosing);
  const place = element.op === 'leaf' ? element.question.reads.indexOf(itself) : -1;
  if (element.op === 'leaf' && place >= 0) {
    const { reads, answer } = element.question;
    const question = { reads, answer: (values: readonly Value[]) => (values[place] === 0 ? ifEmpty : answer(values)) };
    return { ...element, text, cite, question };
  }
  const question = { reads: [itself], answer: ([length]: readonly Value[]) => (length === 0) === ifEmpty };
  return { op: 'leaf', text, cite, readings: [], question };
}

export function chooseAmount(amount: Amount, choosing: Choosing): ChosenAmount {
  const chosen = (part: Amount) => chooseAmount(part, choosing);
  switch (amount.op) {
    case 'number':
      return amount;
    case 'of':
      return { ...amount, of: amount.of.map(chosen) };
    case 'when':
      return { op: 'when', condition: choose(amount.condition, choosing), pays: chosen(amount.pays) };
    case 'if-given':
      return chosen(choosing.facts.has(amount.path) ? amount.yes : amount.no);
    case 'if-read':
      return chosen(isRead(amount, choosing) ? amount.yes : amount.no);
    case 'each': {
      const { list, of } = amount;
      const length = lengthOf(list, choosing.facts);
      if (length === null) return unlimited(list);
      const paid = list === 'hires' ? choosing.paidElsewhere : undefined;
      choosing.spend?.(length * LAYING_OUT);
      const indexes = Array.from({ length }, (_, i) => i).filter((i) => !paid?.has(i));
      return sumOf(indexes.map((i) => chosen(of(withNumber(list, i)))));
    }
    case 'months': {
      const months = monthsOf(amount.from, amount.to, choosing.facts);
      if (months === null) return chosen(amount.otherwise);
      choosing.spend?.(months.length * LAYING_OUT);
      return sumOf(
        months.map((firstDay, i) =>
          chosen(
            amount.of({
              number: i + 1,
              firstDay,
              parameter: <N extends NumberParameter>(name: N) => `parameter:${name}@${firstDay}` as `parameter:${N}`,
            }),
          ),
        ),
      );
    }
  }
}

const sumOf = (of: ChosenAmount[]): ChosenAmount => ({ op: 'of', by: 'sum', share: null, of });

/** A list that was left out: nothing of it is paid, or as little as can be, or no end of it. */
const unlimited = (list: ListName): ChosenAmount => ({
  op: 'number',
  text: null,
  unit: 'fen',
  question: { reads: [`${list}[]`], answer: ([length]) => Number(length) },
});

function lengthOf(list: ListName, facts: Facts): number | null {
  const length = facts.get(`${list}[]`);
  return length?.is === 'known' && typeof length.value === 'number' ? length.value : null;
}

const MOST_MONTHS = 1200;

/** First days of the months of a claim, both ends included; null where one end is not known. */
function monthsOf(from: FactPath, to: FactPath, facts: Facts): CivilDay[] | null {
  const [first, last] = [facts.get(from), facts.get(to)].map((fact) => (fact?.is === 'known' ? fact.value : null));
  if (typeof first !== 'number' || typeof last !== 'number') return null;
  const { year, month } = civilDate(first);
  const days: CivilDay[] = [];
  for (let i = 0; i < MOST_MONTHS && dayOf(year, month + i, 1) <= last; i++) days.push(dayOf(year, month + i, 1));
  return days;
}

/** The leaves of a condition, without those inside amounts. */
export function leavesOf(condition: Chosen): readonly Leaf[] {
  if (condition.op === 'leaf') return [condition];
  return condition.op === 'reaches' ? [] : condition.of.flatMap(leavesOf);
}

/** Every question that a condition asks, in the rule's order. */
export function questionsOf(condition: Chosen): readonly Question<unknown>[] {
  if (condition.op === 'leaf') return [condition.question];
  return condition.op === 'reaches' ? questionsOfAmount(condition.amount) : condition.of.flatMap(questionsOf);
}

export function questionsOfAmount(amount: ChosenAmount): readonly Question<unknown>[] {
  if (amount.op === 'number') return [amount.question];
  if (amount.op === 'of') return amount.of.flatMap(questionsOfAmount);
  return [...questionsOf(amount.condition), ...questionsOfAmount(amount.pays)];
}
