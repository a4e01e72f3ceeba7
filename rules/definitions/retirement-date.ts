/** 法定退休年龄: men 60, women 55 or 50 by category; from 2025 the age rises step by step with the month of birth. */
import { addMonths, addYears, civilDate, dayOf } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import type { Fact, Facts } from '../fact.js';

export type RetirementCategory = 'male_60' | 'female_55' | 'female_50';

interface Schedule {
  readonly age: number;
  /** Births from this month on are delayed: one month for every `step` months begun, at most `most`. */
  readonly from: { readonly year: number; readonly month: number };
  readonly step: number;
  readonly most: number;
}

/** Decision of the Standing Committee of the National People's Congress of 2024-09-13, in force from 2025-01-01. */
const schedules: Readonly<Record<RetirementCategory, Schedule>> = {
  male_60: { age: 60, from: { year: 1965, month: 1 }, step: 4, most: 36 },
  female_55: { age: 55, from: { year: 1970, month: 1 }, step: 4, most: 36 },
  female_50: { age: 50, from: { year: 1975, month: 1 }, step: 2, most: 60 },
};

const GRADUAL_FROM = dayOf(2025, 1, 1);

/** The day of retirement by the law in force on a day. */
export function retirementDate(birthDate: CivilDay, category: RetirementCategory, lawOf: CivilDay): CivilDay {
  const { age } = schedules[category];
  return lawOf < GRADUAL_FROM ? addYears(birthDate, age) : gradualRetirementDate(birthDate, category);
}

/** The day of retirement by the law in force on that day itself: the table leaves everybody untouched who retires before 2025. */
export function gradualRetirementDate(birthDate: CivilDay, category: RetirementCategory): CivilDay {
  const { age, from, step, most } = schedules[category];
  const { year, month } = civilDate(birthDate);
  const monthsSince = (year - from.year) * 12 + month - from.month;
  const delay = monthsSince < 0 ? 0 : Math.min(Math.floor(monthsSince / step) + 1, most);
  return addMonths(birthDate, age * 12 + delay);
}

/** The sex tells the category of a man, and leaves two for a woman; a category that is given is more exact and decides. */
export function withRetirementCategory(facts: Facts): Facts {
  const known = prepared.get(facts);
  if (known) return known;
  const added = new Map<string, Fact>();
  for (const [path, sex] of facts) {
    if (!path.endsWith('.sex') || sex.is !== 'known' || sex.value === null) continue;
    const category = `${path.slice(0, -'sex'.length)}retirementCategory`;
    if (!facts.has(category)) added.set(category, categoryOf(sex));
  }
  const all = added.size === 0 ? facts : new Map([...facts, ...added]);
  prepared.set(facts, all);
  return all;
}

/** Rules of one request share their facts. */
const prepared = new WeakMap<Facts, Facts>();

function categoryOf({ value, source, observedOn }: Extract<Fact, { is: 'known' }>): Fact {
  if (value === 'male') return { is: 'known', value: 'male_60', source, observedOn };
  return {
    is: 'one-of',
    candidates: ['female_55', 'female_50'].map((category) => ({ value: category, source, observedOn })),
  };
}
