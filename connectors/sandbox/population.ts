/**
 * The invented population: everything about a person or firm is a pure function of (seed, index), so that 200 or 4,000,000
 * persons need the same memory and any of them can be asked for alone.
 */
import { blockSize, firmsPerBlock } from './block.js';
import { firmAt } from './firm.js';
import type { Firm } from './firm.js';
import { employerIn, lifeOf } from './life.js';
import type { Life } from './life.js';
import { personAt } from './person.js';
import type { Person } from './person.js';
import { createWorld } from './world.js';
import type { PopulationSettings, World } from './world.js';

export type { Firm, Life, Person, PopulationSettings };

export interface Population {
  world: World;
  /** Number of persons and firms; indexes run from 0. */
  persons: number;
  firms: number;
  personAt(index: number): Person;
  /** What had happened to a person so many days after day 0. */
  lifeOf(person: Person, offsetDays: number): Life;
  firmAt(index: number, offsetDays?: number): Firm;
  /** Index of the person whose ID number begins with these 17 places, or null; the check character is not looked at. */
  indexOfIdNumber(idNumber: string): number | null;
  indexOfCreditCode(creditCode: string): number | null;
  /** Whom a firm employs so many days after day 0; agrees with `employerOf`. */
  employeesOf(firm: number, offsetDays?: number): number[];
  employerOf(person: number, offsetDays?: number): number | null;
}

export function createPopulation(settings: PopulationSettings): Population {
  const world = createWorld(settings);
  const person = (index: number) => {
    if (!Number.isInteger(index) || index < 0 || index >= world.persons)
      throw new RangeError(`person ${index} of ${world.persons}`);
    return personAt(world, index);
  };
  const employerOf = (index: number, offsetDays = 0) => employerIn(lifeOf(world, person(index), offsetDays));
  return {
    world,
    persons: world.persons,
    firms: world.firms,
    personAt: person,
    lifeOf: (of, offsetDays) => lifeOf(world, of, offsetDays),
    firmAt(index, offsetDays = 0) {
      if (!Number.isInteger(index) || index < 0 || index >= world.firms)
        throw new RangeError(`firm ${index} of ${world.firms}`);
      return firmAt(world, index, offsetDays);
    },
    indexOfIdNumber(idNumber) {
      const index = world.personNumbers.indexOf(idNumber);
      return index !== null &&
        index < world.persons &&
        personAt(world, index).idNumber.slice(0, 17) === idNumber.slice(0, 17)
        ? index
        : null;
    },
    indexOfCreditCode(creditCode) {
      const index = world.firmNumbers.indexOf(creditCode);
      return index !== null &&
        index < world.firms &&
        firmAt(world, index, 0).creditCode.slice(0, 17) === creditCode.slice(0, 17)
        ? index
        : null;
    },
    employerOf,
    employeesOf(firm, offsetDays = 0) {
      // Nobody works outside the own block.
      const start = Math.floor(firm / firmsPerBlock) * blockSize;
      const block = Array.from({ length: Math.min(blockSize, world.persons - start) }, (_, i) => start + i);
      return block.filter((index) => employerOf(index, offsetDays) === firm);
    },
  };
}
