/** When an officer of the bureau must say for which case it looks at persons, and a second person hears of it. */
import { holdsIdNumber } from './identifiers.js';

/** At night, beyond what a day's work takes, or at somebody who is guarded: a public figure, or the officer's own kin. */
export type Unusual = 'night' | 'many' | 'guarded';

/** From eight in the evening to seven in the morning, in Asia/Shanghai. */
export function isNight(at: Date): boolean {
  const hour = new Date(at.getTime() + 8 * 3_600_000).getUTCHours();
  return hour < 7 || hour >= 20;
}

/** A case number as a header takes it, such as `2026-RS-0012`. It is kept for good: no ID number may stand in it. */
export function isCaseNumber(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9-]{3,39}$/.test(text) && !holdsIdNumber(text);
}
