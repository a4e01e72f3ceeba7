/** What every part of the generator knows: the settings and the two numberings. */
import { countFirms } from './block.js';
import { dayNumber, instantAt, plusMonths, yearOf } from './calendar.js';
import type { DayNumber } from './calendar.js';
import { FirmNumbering, PersonNumbering } from './numbering.js';
import { hash } from './random.js';
import type { Day, Instant } from '../../rules/vocabulary.js';

export interface PopulationSettings {
  seed: number;
  /** 200 to 4,000,000. */
  persons: number;
  /** Civil day of the first start. */
  day0: Day;
  /** How far changes and contributions reach back. */
  months: number;
}

export interface World extends PopulationSettings {
  firms: number;
  today: DayNumber;
  year: number;
  historyStart: DayNumber;
  personNumbers: PersonNumbering;
  firmNumbers: FirmNumbering;
}

export function createWorld(settings: PopulationSettings): World {
  const { persons, months, day0 } = settings;
  if (!Number.isInteger(persons) || persons < 200 || persons > 4_000_000)
    throw new RangeError(`persons: ${persons} is outside 200 to 4,000,000`);
  if (!Number.isInteger(months) || months < 1 || months > 120)
    throw new RangeError(`months: ${months} is outside 1 to 120`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day0) || Number.isNaN(Date.parse(day0)))
    throw new RangeError(`day0: ${day0} is not a day (YYYY-MM-DD)`);
  const today = dayNumber(day0);
  return {
    ...settings,
    seed: settings.seed >>> 0,
    firms: countFirms(persons),
    today,
    year: yearOf(today),
    historyStart: plusMonths(today, -months),
    personNumbers: new PersonNumbering(settings.seed >>> 0),
    firmNumbers: new FirmNumbering(settings.seed >>> 0),
  };
}

/** Advancing shows what happens in this many days after day 0; afterwards only months of contributions are added. */
export const eventDays = 90;

/** The one day after day 0 on which something happens to a person or firm. */
export function eventDayOf(world: World, kind: 'person' | 'firm', index: number): DayNumber {
  return world.today + 1 + (hash(world.seed, `${kind} event`, index) % eventDays);
}

/**
 * When a source wrote down what happened on `day`. What is older than the history was touched some day within it. History is
 * written in office hours; from day 0 on the night's work counts, so that nothing lies in the future of a clock on that day.
 */
export function writtenAt(world: World, day: DayNumber, kind: string, index: number): Instant {
  const noise = hash(world.seed, kind, index);
  if (day >= world.today) return instantAt(day, noise % 300);
  const span = world.today - world.historyStart;
  return instantAt(day >= world.historyStart ? day : world.historyStart + (noise % span), 8 * 3600 + (noise % 36_000));
}
