/** What is planted: who is written differently by whom. Each kind falls on one employee of a block, of every n-th block. */
import { hash } from './random.js';

/** Kind → in every how many blocks of 200 persons one person has it. The first block has each kind once. */
export const disagreementRates = {
  /** Social insurance writes another middle dot, a wide space or a common character: the same name. */
  'name-spelling': 1,
  /** Social insurance still has the name from before a change. */
  'former-name': 1,
  /** One digit of the birth date is wrong at social insurance. */
  'birth-date-digit': 1,
  /** The household region is an old one at social insurance. */
  'household-region': 1,
  /** Employment still says "unemployed" and knows nothing newer, while an employer pays contributions. */
  'stale-registration': 1,
  /** Social insurance writes the ID number in its old 15 places (born before 2000 only); the same person. */
  'fifteen-places': 2,
  /** The job-seeker row bears an ID number with a wrong check character. */
  'check-character-employment': 2,
  /** The insured person's row bears an ID number with a wrong check character. */
  'check-character-insurance': 5,
  /** A registration begins on 30 February. */
  'impossible-date': 5,
  /** The job-seeker row has a code that no list knows. */
  'unlisted-code': 5,
  /** One registration was entered twice; the copy is deleted on the event day. */
  'double-registration': 1,
  /** One month of medical insurance is withdrawn on the event day. */
  'withdrawn-contribution': 1,
} as const;
export type Disagreement = keyof typeof disagreementRates;

const kinds = Object.keys(disagreementRates) as Disagreement[];
const none: ReadonlySet<Disagreement> = new Set();
const [firstSlot, places] = [25, 84];

/** The planted disagreements of one person; at most one. Founders and the hard-to-employ have none, so that their cases stay clear. */
export function disagreementsOf(
  seed: number,
  block: number,
  slot: number,
  birthYear: number,
): ReadonlySet<Disagreement> {
  if (slot < firstSlot || slot >= firstSlot + places) return none;
  // 5 has no factor in common with 84: the kinds of one block stand in different slots.
  const start = hash(seed, 'planted', block) % places;
  for (const [number, kind] of kinds.entries()) {
    if ((start + number * 5) % places !== slot - firstSlot) continue;
    if (block % disagreementRates[kind] !== 0 || (kind === 'fifteen-places' && birthYear >= 2000)) return none;
    return new Set([kind]);
  }
  return none;
}

/** The same text with another last character: the check character no longer fits. */
export function spoilCheckCharacter(code: string): string {
  return code.slice(0, -1) + (code.endsWith('7') ? '8' : '7');
}
