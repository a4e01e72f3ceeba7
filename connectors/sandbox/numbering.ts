/**
 * Index ↔ identifier without a table: an affine permutation scatters the indexes over the numbers that can be issued, and the
 * digits of an ID number (region, year modulo 4, day of the year, sequence) give the index back.
 */
import { creditCheckCharacter, idCheckCharacter } from '../../rules/identifiers.js';
import { civil, dayText } from './calendar.js';
import { hash } from './random.js';

/** The districts and counties of Puyang with their names; 410900 is the city itself. */
export const districts = ['410902', '410922', '410923', '410926', '410927', '410928'] as const;

/** p = (i × factor + shift) mod size and back. `size` stays below 2^23 and 2^25, so that products are exact. */
class Scatter {
  private readonly inverse: number;
  private readonly shift: number;
  constructor(
    private readonly size: number,
    private readonly factor: number,
    seed: number,
  ) {
    this.shift = hash(seed, 'scatter', size) % size;
    this.inverse = invert(factor, size);
  }
  place(index: number): number {
    return (index * this.factor + this.shift) % this.size;
  }
  index(place: number): number {
    return ((((place - this.shift) % this.size) + this.size) * this.inverse) % this.size;
  }
}

function invert(a: number, size: number): number {
  let [r0, r1, t0, t1] = [size, a % size, 0, 1];
  while (r1 !== 0) {
    const q = Math.floor(r0 / r1);
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  return ((t0 % size) + size) % size;
}

/** 6 districts × 4 years of a cycle × 365 days × 499 sequence pairs (the sequence's last bit is the sex). */
const personNumbers = 6 * 4 * 365 * 499;

// 2001 has no 29 February: the day of the year means the same date in every year.
const monthDays = Array.from({ length: 365 }, (_, i) =>
  dayText(civil(2001, 1, 1) + i)
    .slice(5)
    .replace('-', ''),
);

export class PersonNumbering {
  private readonly scatter: Scatter;
  constructor(seed: number) {
    this.scatter = new Scatter(personNumbers, 2_654_431, seed);
  }
  /** The parts of a person's ID number that follow from the index alone. */
  parts(index: number) {
    let place = this.scatter.place(index);
    const district = districts[place % 6]!;
    place = Math.floor(place / 6);
    const yearInCycle = place % 4;
    place = Math.floor(place / 4);
    return { district, yearInCycle, dayOfYear: place % 365, pair: 1 + Math.floor(place / 365) };
  }
  /** The last year not after `year` that suits the index. */
  suitableYear(index: number, year: number): number {
    return year - ((((year - this.parts(index).yearInCycle) % 4) + 4) % 4);
  }
  idNumber(index: number, year: number, male: boolean): string {
    const { district, dayOfYear, pair } = this.parts(index);
    const sequence = String(pair * 2 + (male ? 1 : 0)).padStart(3, '0');
    const first17 = `${district}${year}${monthDays[dayOfYear]}${sequence}`;
    return first17 + idCheckCharacter(first17);
  }
  /** The only index that can bear these first 17 places, or null. The caller compares the whole number. */
  indexOf(first17: string): number | null {
    const match = /^(\d{6})(\d{4})(\d{4})(\d{3})/.exec(first17);
    if (match === null) return null;
    const [, region, year, monthDay, sequence] = match;
    const district = districts.indexOf(region as (typeof districts)[number]);
    const dayOfYear = monthDays.indexOf(monthDay!);
    const pair = Math.floor(Number(sequence) / 2);
    if (district < 0 || dayOfYear < 0 || pair < 1) return null;
    return this.scatter.index(((pair - 1) * 365 + dayOfYear) * 24 + (Number(year) % 4) * 6 + district);
  }
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const organizationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
const firmNumbers = 31 ** 5;

export class FirmNumbering {
  private readonly scatter: Scatter;
  constructor(seed: number) {
    this.scatter = new Scatter(firmNumbers, 15_485_863, seed);
  }
  /** Unified social credit code: 9 (commerce), kind, region, organization code MA + 6 with its own check character, check character. */
  creditCode(index: number, kind: '1' | '2' | '3', region: string): string {
    let place = this.scatter.place(index);
    let digits = '';
    for (let i = 0; i < 5; i++) {
      digits = creditAlphabet[place % 31]! + digits;
      place = Math.floor(place / 31);
    }
    const organization = `MA4${digits}`;
    const first17 = `9${kind}${region}${organization}${organizationCheckCharacter(organization)}`;
    return first17 + creditCheckCharacter(first17);
  }
  indexOf(creditCode: string): number | null {
    if (!/^9[123]\d{6}MA4[0-9A-Z]{7}$/.test(creditCode)) return null;
    let place = 0;
    for (const character of creditCode.slice(11, 16)) place = place * 31 + creditAlphabet.indexOf(character);
    return this.scatter.index(place);
  }
}

/** GB 11714: mod 11 over 0–9 A–Z as 0–35. */
export function organizationCheckCharacter(eight: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += Number.parseInt(eight[i]!, 36) * organizationWeights[i]!;
  return '0123456789X0'[11 - (sum % 11)]!;
}
