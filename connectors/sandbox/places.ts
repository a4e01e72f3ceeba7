/** Which firms of a block play a part in the registers of the employment system. */
import { firmsPerBlock } from './block.js';

const firmOf = (block: number, offset: number) => block * firmsPerBlock + offset;

/** One of the two large firms takes interns. */
export const internshipUnitOf = (block: number, person: number): number => firmOf(block, 1 + (person % 2));

/** One small company of each block trains. */
export const trainingBodyOf = (block: number): number => firmOf(block, 6);
