/** How the social-insurance office writes what it files. */
import { dayText } from './calendar.js';
import type { DayNumber } from './calendar.js';
import type { Person } from './person.js';

export const insuranceCodes = { pension: '110', unemployment: '210', medical: '310' } as const;

/** `20160106` */
export const compact = (day: DayNumber): string => dayText(day).replaceAll('-', '');

/** The ID number as this office files it. */
export function filedIdNumber({ idNumber, planted }: Person): string {
  return planted.has('fifteen-places') ? idNumber.slice(0, 6) + idNumber.slice(8, 17) : idNumber;
}
