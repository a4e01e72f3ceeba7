/** How the employment system stamps and numbers its rows. */
import { dayText } from './calendar.js';
import type { DayNumber } from './calendar.js';
import type { PictureRow } from './picture.js';
import type { Person, Population } from './population.js';
import { writtenAt } from './world.js';
import type { EmploymentRow, EmploymentStream } from '../employment/employment.records.js';

export type Rows<S extends EmploymentStream> = PictureRow<EmploymentRow<S>>[];

/** The moment of a row's last change; a person whose row went stale was not looked at since the history began. */
export function stamp({ world }: Population, person: Person, day: DayNumber, kind: string) {
  const stale = person.planted.has('stale-registration');
  return writtenAt(world, stale ? world.historyStart + (person.index % 20) : day, kind, person.index);
}

/** Letter and twelve digits; the digits lead back to the index. */
export const key = (letter: string, index: number, number: number) =>
  letter + String(index * 10 + number).padStart(12, '0');

export const optional = (day: DayNumber | null) => (day === null ? null : dayText(day));
