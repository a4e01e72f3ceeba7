/** Which firms of a block play a part in the registers of the employment system. */
import { firmsPerBlock } from './block.js';
import type { DayNumber } from './calendar.js';
import { establishedOn } from './firm.js';
import type { World } from './world.js';

const firmOf = (block: number, offset: number) => block * firmsPerBlock + offset;

/** The two large firms take interns. */
export const isInternshipUnit = (firm: number): boolean => [1, 2].includes(firm % firmsPerBlock);

/** The one of them with which a person is. */
export const internshipUnitOf = (block: number, person: number): number => firmOf(block, 1 + (person % 2));

/** One small company of each block trains. */
export const trainingBodyOf = (block: number): number => firmOf(block, 6);

/** Two months after its founding it is recognised. */
export const recognisedOn = (world: World, body: number): DayNumber => establishedOn(world, body) + 60;
