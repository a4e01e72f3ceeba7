/** The truth behind the pictures, and what was planted in them. For tests and for picking samples; the hub never reads it. */
import { spoiltAtCommerce } from './commerce.picture.js';
import type { Disagreement } from './disagreement.js';
import { knownToEmployment } from './employment.picture.js';
import type { FoundingStory } from './firm.js';
import type { Firm, Person, Population } from './population.js';
import { spoiltAtTax } from './tax.picture.js';

export const sampleCases = ['eligible', 'conflict', 'stale', 'unknown', 'quarantined'] as const;
export type SampleCase = (typeof sampleCases)[number];

type Expected = 'eligible' | 'ineligible' | 'unknown';
export interface TruePerson {
  idNumber: string;
  name: string;
  formerName: string | null;
  role: Person['role'];
  planted: readonly Disagreement[];
  knownToEmployment: boolean;
  /** What a reader sees in this person; null: nothing special. */
  case: SampleCase | null;
  /** The firm that makes the case: the founded one, or the one that insures although cancelled. */
  firm: Firm | null;
  /** What the entitlements should answer on day 0 from clear facts; null where the plan does not say. */
  openingSubsidy: Expected | null;
  unemployedStartupGrant: Expected | null;
  /** Conditions of the person alone (recognised, registered, paying): the amount depends on dated parameters. */
  flexibleHardToEmploy: Expected | null;
}

export interface AnswerKey {
  person(index: number): TruePerson;
  /** Whether a firm's row carries a planted wrong check character. */
  firm(index: number): { spoiltAtTax: boolean; spoiltAtCommerce: boolean; cancelledYetInsuring: boolean };
}

export function answerKey(population: Population): AnswerKey {
  return {
    person: (index) => truthOf(population, index),
    firm: (index) => ({
      spoiltAtTax: spoiltAtTax(index),
      spoiltAtCommerce: spoiltAtCommerce(index),
      cancelledYetInsuring: population.firmAt(index).cancelledYetInsuring,
    }),
  };
}

const quarantine: readonly Disagreement[] = [
  'check-character-employment',
  'check-character-insurance',
  'impossible-date',
  'unlisted-code',
];
const conflict: readonly Disagreement[] = ['former-name', 'birth-date-digit'];

function truthOf(population: Population, index: number): TruePerson {
  const person = population.personAt(index);
  const firmIndex = person.founded?.firm ?? person.employer;
  const firm = firmIndex === null ? null : population.firmAt(firmIndex);
  const planted = [...person.planted];
  const opening = person.founded && openingByStory[person.founded.story];
  const worksAtCancelled = person.employer !== null && firm!.cancelledYetInsuring;
  return {
    idNumber: person.idNumber,
    name: person.name,
    formerName: person.formerName,
    role: person.role,
    planted,
    knownToEmployment: knownToEmployment(person),
    case: caseOf(planted, opening, worksAtCancelled),
    firm: person.founded !== null || worksAtCancelled ? firm : null,
    openingSubsidy: opening,
    unemployedStartupGrant: grantFor(person),
    flexibleHardToEmploy: flexible(person),
  };
}

function caseOf(
  planted: readonly Disagreement[],
  opening: Expected | null,
  worksAtCancelled: boolean,
): SampleCase | null {
  if (planted.some((kind) => quarantine.includes(kind))) return 'quarantined';
  if (planted.includes('stale-registration')) return 'stale';
  if (worksAtCancelled || planted.some((kind) => conflict.includes(kind))) return 'conflict';
  return opening === 'eligible' || opening === 'unknown' ? opening : null;
}

const openingByStory: Record<FoundingStory, Expected | null> = {
  graduate: 'eligible',
  student: 'eligible',
  'too-fresh': 'ineligible',
  'paid-before': 'ineligible',
  'graduation-unknown': 'unknown',
  'graduated-long-ago': 'ineligible',
  'tax-abnormal': 'ineligible',
  closed: 'ineligible',
  benefit: null,
  'benefit-ended': null,
  ordinary: null,
};

function grantFor({ founded }: Person): Expected | null {
  if (founded?.story === 'benefit') return 'eligible';
  return founded?.story === 'benefit-ended' ? 'ineligible' : null;
}

function flexible({ role, slot }: Person): Expected | null {
  if (role !== 'hard-to-employ') return null;
  return slot === 117 || slot === 118 ? 'ineligible' : 'eligible';
}
