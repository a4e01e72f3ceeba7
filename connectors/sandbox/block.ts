/**
 * The plan of the population: every 200 persons are one block with 25 firms, and a person's slot in the block says which part
 * the person plays. So persons and firms find each other by arithmetic, and every block holds every case.
 */
import { hash } from './random.js';

export const blockSize = 200;
export const firmsPerBlock = 25;

/** 77 × 13 = 1001 ≡ 1 (mod 200): neighbours in index are strangers in slot. */
const stride = 77;
const strideInverse = 13;

export type Role =
  | 'founder'
  | 'employee'
  | 'hard-to-employ' // flexible work, recognised
  | 'young-flexible'
  | 'flexible'
  | 'benefit-receiver'
  | 'hardship-jobless'
  | 'jobless'
  | 'student'
  | 'retired'
  | 'outside';

/** First slot after each role. */
const roleEnds: readonly (readonly [number, Role])[] = [
  [25, 'founder'],
  [110, 'employee'],
  [120, 'hard-to-employ'],
  [126, 'young-flexible'],
  [132, 'flexible'],
  [134, 'benefit-receiver'],
  [139, 'hardship-jobless'],
  [160, 'jobless'],
  [172, 'student'],
  [186, 'retired'],
  [200, 'outside'],
];

export function roleOf(slot: number): Role {
  return roleEnds.find(([end]) => slot < end)![1];
}

/** Employees of each firm of a block: one state firm, two large ones, seven small companies, twelve shops with one hand each. */
export const staffOfFirm = [28, 14, 10, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0] as const;
const firmOfEmployee = staffOfFirm.flatMap((count, firm) => Array.from({ length: count }, () => firm));

/** Which firm of the block the holder of an employee slot works for. */
export function firmOffsetOf(employeeSlot: number): number {
  return firmOfEmployee[employeeSlot - 25]!;
}

/** The last block may be cut short; it then keeps its first slots, so that every firm has its founder. */
export function slotOf(seed: number, persons: number, index: number): number {
  const block = Math.floor(index / blockSize);
  const local = index % blockSize;
  if ((block + 1) * blockSize > persons) return local;
  return (local * stride + hash(seed, 'turn', block)) % blockSize;
}

/** The person in a slot of a block, or null where the last block is cut short. */
export function indexOfSlot(seed: number, persons: number, block: number, slot: number): number | null {
  const start = block * blockSize;
  if (start + blockSize > persons) return start + slot < persons ? start + slot : null;
  const turned = (slot - (hash(seed, 'turn', block) % blockSize) + blockSize) % blockSize;
  return start + ((turned * strideInverse) % blockSize);
}

export function countFirms(persons: number): number {
  return Math.floor(persons / blockSize) * firmsPerBlock + Math.min(firmsPerBlock, persons % blockSize);
}
