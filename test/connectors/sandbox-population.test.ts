/** The invented population: coherent, repeatable, flat in memory, and as disagreeing as the answer key says. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type MarketEntityMemberWire,
  marketEntityMemberRow,
  marketEntityRow,
} from '../../connectors/commerce/commerce.records.js';
import {
  employmentRows as employmentShapes,
  type EmploymentStream,
} from '../../connectors/employment/employment.records.js';
import { answerKey } from '../../connectors/sandbox/answer-key.js';
import { memberRows } from '../../connectors/sandbox/commerce-member.picture.js';
import { commerceRow, commerceRows } from '../../connectors/sandbox/commerce.picture.js';
import { disagreementRates } from '../../connectors/sandbox/disagreement.js';
import { employmentRow, employmentRows } from '../../connectors/sandbox/employment.picture.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import { socialInsuranceRows } from '../../connectors/sandbox/social-insurance.picture.js';
import { withholdingRows } from '../../connectors/sandbox/tax-withholding.picture.js';
import { taxRow, taxRows } from '../../connectors/sandbox/tax.picture.js';
import { socialInsuranceRows as insuranceShapes } from '../../connectors/social-insurance/social-insurance.records.js';
import { taxRows as taxShapes } from '../../connectors/tax/tax.records.js';
import { nameKey } from '../../rules/names.js';

const settings = { seed: 7, persons: 2000, day0: '2026-11-23', months: 13 };
const population = createPopulation(settings);
const key = answerKey(population);

interface Row {
  key: string;
  changedAt: string;
  row: object | null;
}
interface Shape {
  safeParse(row: unknown): { success: boolean };
}

/** As it is read: of natural persons neither name nor number. */
const memberShape: Shape = {
  safeParse: (row) => {
    const wire = row as MarketEntityMemberWire;
    const hidden = wire.member_kind === '自然人' ? { member_name: null, member_code: null } : {};
    return marketEntityMemberRow.safeParse({ ...wire, ...hidden });
  },
};

function picturesOf(
  of: ReturnType<typeof createPopulation>,
  offsetDays: number,
): Record<string, [() => Iterable<Row>, Shape]> {
  return {
    ...Object.fromEntries(
      (Object.keys(employmentShapes) as EmploymentStream[]).map((stream) => [
        stream,
        [() => employmentRows(of, stream, offsetDays), employmentShapes[stream]] as [() => Iterable<Row>, Shape],
      ]),
    ),
    taxpayers: [() => taxRows(of, offsetDays), taxShapes.taxpayers],
    withholding: [() => withholdingRows(of, offsetDays), taxShapes.withholding],
    'market-entities': [() => commerceRows(of, offsetDays), marketEntityRow],
    'market-entity-members': [() => memberRows(of, offsetDays), memberShape],
    persons: [() => socialInsuranceRows(of, 'persons', offsetDays), insuranceShapes.persons],
    'unemployment-benefits': [
      () => socialInsuranceRows(of, 'unemployment-benefits', offsetDays),
      insuranceShapes['unemployment-benefits'],
    ],
    contributions: [() => socialInsuranceRows(of, 'contributions', offsetDays), insuranceShapes.contributions],
    participation: [() => socialInsuranceRows(of, 'participation', offsetDays), insuranceShapes.participation],
  };
}

/** GB 11643-1999, written here a second time: Σ aᵢ × 2^(18−i) over all 18 places leaves 1 modulo 11. */
function idNumberIsValid(idNumber: string): boolean {
  const sum = Array.from(idNumber).reduce((sum, c, i) => sum + (c === 'X' ? 10 : Number(c)) * (2 ** (17 - i) % 11), 0);
  const day = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  return /^\d{17}[\dX]$/.test(idNumber) && sum % 11 === 1 && new Date(day).toISOString().startsWith(day);
}
/** GB 32100-2015, likewise: Σ cᵢ × 3^(i−1) over 17 places and the check character leave 0 modulo 31. */
function creditCodeIsValid(code: string): boolean {
  const value = (c: string) => '0123456789ABCDEFGHJKLMNPQRTUWXY'.indexOf(c);
  const powers = Array.from({ length: 17 }, (_, i) => Number(3n ** BigInt(i) % 31n));
  const sum = powers.reduce((sum, power, i) => sum + value(code[i]!) * power, value(code[17]!));
  return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code) && sum % 31 === 0;
}

describe('identifiers', () => {
  test('every ID number and credit code is valid, unlike any other, and leads back to its index', () => {
    const numbers = new Set<string>();
    for (let i = 0; i < population.persons; i++) {
      const { idNumber, birthDate, male } = population.personAt(i);
      numbers.add(idNumber);
      expect(idNumberIsValid(idNumber)).toBe(true);
      expect(population.indexOfIdNumber(idNumber)).toBe(i);
      expect(idNumber.slice(6, 14)).toBe(birthDate.replaceAll('-', ''));
      expect(Number(idNumber[16]) % 2).toBe(male ? 1 : 0);
    }
    for (let j = 0; j < population.firms; j++) {
      const { creditCode } = population.firmAt(j);
      numbers.add(creditCode);
      expect(creditCodeIsValid(creditCode)).toBe(true);
      expect(population.indexOfCreditCode(creditCode)).toBe(j);
    }
    expect(numbers.size).toBe(population.persons + population.firms);
  });

  test('four million persons do not share numbers', () => {
    const large = createPopulation({ ...settings, persons: 4_000_000 });
    for (let i = 0; i < large.persons; i += 3989) expect(large.indexOfIdNumber(large.personAt(i).idNumber)).toBe(i);
    for (let j = 0; j < large.firms; j += 997) expect(large.indexOfCreditCode(large.firmAt(j).creditCode)).toBe(j);
  });

  test('a stranger is not found', () => {
    for (const stranger of ['110101199003077758', '41090219900101001', 'x', ''])
      expect(population.indexOfIdNumber(stranger)).toBeNull();
    expect(population.indexOfCreditCode('91110000600037341L')).toBeNull();
  });
});

test('the same seed gives the same bytes, another seed others', () => {
  const digest = (seed: number) => {
    const hash = createHash('sha256');
    for (const [rows] of Object.values(picturesOf(createPopulation({ ...settings, seed, persons: 400 }), 3)))
      for (const row of rows()) hash.update(JSON.stringify(row));
    return hash.digest('hex');
  };
  expect(digest(1)).toBe(digest(1));
  expect(digest(1)).not.toBe(digest(2));
});

describe('coherence', () => {
  test.each([0, 40])('persons and firms find each other both ways, %i days on', (offsetDays) => {
    const employees = Array.from({ length: population.firms }, (_, j) => population.employeesOf(j, offsetDays));
    for (let j = 0; j < population.firms; j++) {
      const firm = population.firmAt(j, offsetDays);
      expect(population.personAt(firm.founder).founded?.firm).toBe(j);
      for (const employee of employees[j]!) expect(population.employerOf(employee, offsetDays)).toBe(j);
    }
    let employed = 0;
    for (let i = 0; i < population.persons; i++) {
      const employer = population.employerOf(i, offsetDays);
      if (employer === null) continue;
      employed++;
      expect(employees[employer]).toContain(i);
    }
    expect(employed).toBeGreaterThan(population.persons / 3);
  });

  test('nobody works before the firm exists or before coming of age, and nothing has happened after day 0', () => {
    const { world } = population;
    for (let i = 0; i < population.persons; i++) {
      const person = population.personAt(i);
      const { spells, hardship, grants, benefit } = population.lifeOf(person, 0);
      for (const { form, firm, from, to } of spells) {
        const since = firm === null ? 0 : population.firmAt(firm).establishedOn;
        expect(form === 'employee').toBe(firm !== null);
        expect(from).toBeGreaterThan(since);
        expect(from).toBeLessThanOrEqual(to ?? world.today);
        expect(new Date(from * 86_400_000).getUTCFullYear() - person.birthYear).toBeGreaterThanOrEqual(18);
      }
      for (const day of [hardship?.from, ...grants.map((grant) => grant.paidOn)])
        expect(day ?? 0).toBeLessThanOrEqual(world.today);
      expect(benefit?.monthsDrawn ?? 0).toBeLessThanOrEqual(benefit?.monthsGranted ?? 0);
    }
  });

  test('a last block that is cut short stays coherent', () => {
    const odd = createPopulation({ ...settings, persons: 237 });
    expect(odd.firms).toBe(50);
    for (let j = 0; j < odd.firms; j++) expect(odd.personAt(odd.firmAt(j).founder).founded?.firm).toBe(j);
    for (const [rows] of Object.values(picturesOf(odd, 0))) expect([...rows()].length).toBeGreaterThan(0);
  });
});

describe('pictures', () => {
  test('have the planned sizes, unique keys, and changes within the history only', () => {
    const perThousand = {
      'job-seekers': [840, 860],
      registrations: [1000, 1250],
      hardship: [70, 80],
      'benefit-grants': [20, 35],
      certificates: [600, 850],
      trainings: [90, 150],
      'startup-loans': [25, 50],
      internships: [10, 30],
      'rural-labour': [100, 220],
      households: [15, 60],
      'internship-units': [10, 10],
      parks: [1, 2],
      'park-residents': [12, 15],
      communities: [5, 5],
      'welfare-posts': [5, 5],
      'training-bodies': [5, 5],
      taxpayers: [125, 125],
      withholding: [3000, 5500],
      'market-entities': [125, 125],
      // Eleven or so companies of 25 firms have one or two members each; branches none.
      'market-entity-members': [50, 90],
      persons: [550, 680],
      'unemployment-benefits': [14, 20],
      contributions: [14_000, 20_000],
      participation: [2400, 3200],
    };
    for (const [stream, [rows]] of Object.entries(picturesOf(population, 0))) {
      const keys = new Set<string>();
      let count = 0;
      for (const { key, changedAt } of rows()) {
        keys.add(key);
        count++;
        expect(changedAt >= '2025-10-22T16:00:00.000Z' && changedAt < '2026-11-22T16:05:00.000Z').toBe(true);
      }
      expect([stream, keys.size]).toEqual([stream, count]);
      const [least, most] = perThousand[stream as keyof typeof perThousand];
      const rate = count / (population.persons / 1000);
      expect({ stream, rate, fits: rate >= least! && rate <= most! }).toMatchObject({ stream, fits: true });
    }
  });

  test("keep each source's own shape but for the rows that are planted as broken", () => {
    const planted = (kind: string) =>
      Array.from({ length: population.persons }, (_, i) => key.person(i).planted).filter((p) =>
        p.includes(kind as never),
      ).length;
    const firms = Array.from({ length: population.firms }, (_, j) => key.firm(j));
    const broken: Record<string, number> = {
      'job-seekers': planted('check-character-employment') + planted('unlisted-code'),
      registrations: planted('impossible-date'),
      persons: planted('check-character-insurance'),
      taxpayers: firms.filter((firm) => firm.spoiltAtTax).length,
      'market-entities': firms.filter((firm) => firm.spoiltAtCommerce).length,
    };
    for (const [stream, [rows, shape]] of Object.entries(picturesOf(population, 0))) {
      let rejected = 0;
      for (const { row } of rows()) {
        const idNumber = row && 'idNumber' in row ? String(row.idNumber) : undefined;
        if (!shape.safeParse(row).success || (idNumber !== undefined && !idNumberIsValid(idNumber))) rejected++;
      }
      expect([stream, rejected]).toEqual([stream, broken[stream] ?? 0]);
    }
  });

  test('give a row by its key as they give it in the list', () => {
    for (const stream of Object.keys(employmentShapes) as EmploymentStream[])
      for (const row of employmentRows(population, stream, 45))
        expect(employmentRow(population, stream, row.key, 45)).toEqual(row);
    for (const row of taxRows(population, 45)) expect(taxRow(population, row.key, 45)).toEqual(row);
    for (const row of commerceRows(population, 45)) expect(commerceRow(population, row.key, 45)).toEqual(row);
    expect(employmentRow(population, 'registrations', 'R999999999999', 0)).toBeNull();
    expect(employmentRow(population, 'job-seekers', '110101199003077758', 0)).toBeNull();
    expect(taxRow(population, '91110000600037341L', 0)).toBeNull();
  });

  test('hold names with four-byte characters and middle dots', () => {
    const names = Array.from({ length: population.persons }, (_, i) => population.personAt(i).name).join('');
    expect(names).toMatch(/[\u{20000}-\u{2FFFF}]/u);
    expect(names).toContain('·');
  });

  test('a million persons pass through one stream in flat memory', () => {
    const large = createPopulation({ ...settings, persons: 1_000_000 });
    const before = process.memoryUsage().heapUsed;
    let [count, most] = [0, 0];
    const started = performance.now();
    for (const { key } of employmentRows(large, 'job-seekers', 0)) {
      if (key.length !== 18) throw new Error('not a key');
      if (++count % 50_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
    expect(count).toBe(850_000);
    expect(most).toBeLessThan(200 * 2 ** 20);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});

describe('planted disagreements', () => {
  test('are exactly as frequent as the answer key says', () => {
    const found = new Map<string, number>();
    for (let i = 0; i < population.persons; i++)
      for (const kind of key.person(i).planted) found.set(kind, (found.get(kind) ?? 0) + 1);
    for (const [kind, every] of Object.entries(disagreementRates)) {
      const blocks = Math.ceil(population.persons / 200 / every);
      // Only who was born before 2000 can have the old form.
      const count = found.get(kind) ?? 0;
      expect([kind, kind === 'fifteen-places' ? Math.max(count, blocks) : count]).toEqual([kind, blocks]);
    }
  });

  test('stand between the sources', () => {
    const insured = new Map([...socialInsuranceRows(population, 'persons', 0)].map(({ key, row }) => [key, row!]));
    for (let i = 0; i < population.persons; i++) {
      const truth = key.person(i);
      const there = insured.get(truth.idNumber);
      expect(there !== undefined && truth.planted.includes('check-character-insurance')).toBe(false);
      if (there === undefined) continue;
      expect(there.name === truth.name).toBe(
        !truth.planted.some((kind) => kind === 'former-name' || kind === 'name-spelling'),
      );
      expect(nameKey(there.name) === nameKey(truth.name)).toBe(!truth.planted.includes('former-name'));
      const birthDiffers = there.birth_date !== truth.idNumber.slice(6, 14);
      expect(birthDiffers).toBe(truth.planted.includes('birth-date-digit'));
      expect(insuranceShapes.persons.shape.birth_date.safeParse(there.birth_date).success).toBe(true);
    }
  });

  test('a firm that commerce has cancelled still pays', () => {
    const cancelled = Array.from({ length: population.firms }, (_, j) => population.firmAt(j)).filter(
      (firm) => firm.cancelledYetInsuring,
    );
    expect(cancelled).toHaveLength(3);
    const paying = new Set(
      [...socialInsuranceRows(population, 'contributions', 0)].map(({ row }) => row!.employer_code),
    );
    for (const { creditCode } of cancelled) {
      expect(commerceRow(population, creditCode, 0)?.row?.entity_state).toBe('注销');
      expect(paying.has(creditCode)).toBe(true);
    }
  });
});

describe('advancing', () => {
  test('brings new rows, changes, tombstones, vanished firms and late months, each stamped with its own day', () => {
    const [earlier, later] = [picturesOf(population, 0), picturesOf(population, 30)];
    const changes: Record<string, { added: number; changed: number; gone: number; deleted: number }> = {};
    for (const stream of Object.keys(earlier)) {
      const before = new Map([...earlier[stream]![0]()].map((row) => [row.key, JSON.stringify(row)]));
      const count = (changes[stream] = { added: 0, changed: 0, gone: 0, deleted: 0 });
      const seen = new Set<string>();
      for (const row of later[stream]![0]()) {
        seen.add(row.key);
        const old = before.get(row.key);
        if (old === JSON.stringify(row)) continue;
        count[old === undefined ? 'added' : row.row === null ? 'deleted' : 'changed']++;
        const inTime = row.changedAt >= '2026-11-23T16:00:00.000Z' && row.changedAt < '2026-12-22T16:05:00.000Z';
        expect({ stream, at: row.changedAt, inTime }).toMatchObject({ inTime: true });
      }
      count.gone = [...before.keys()].filter((key) => !seen.has(key)).length;
    }
    const gone = Object.entries(changes).filter(([, count]) => count.gone > 0);
    expect(gone.map(([stream]) => stream)).toEqual(['market-entities']);
    expect(changes['registrations']!.added).toBeGreaterThan(0);
    expect(changes['registrations']!.deleted).toBeGreaterThan(0);
    expect(changes['job-seekers']!.changed).toBeGreaterThan(0);
    for (const stream of ['certificates', 'rural-labour']) expect(changes[stream]!.deleted).toBeGreaterThan(0);
    for (const stream of ['startup-loans', 'internships', 'rural-labour', 'internship-units', 'welfare-posts'])
      expect([stream, changes[stream]!.changed > 0]).toEqual([stream, true]);
    for (const stream of ['certificates', 'trainings']) expect(changes[stream]!.added).toBeGreaterThan(0);
    expect(changes['market-entities']!.changed).toBeGreaterThan(0);
    expect(changes['taxpayers']!.changed).toBeGreaterThan(0);
    expect(changes['withholding']!.added).toBeGreaterThan(0);
    expect(changes['withholding']!.changed).toBeGreaterThan(0);
    expect(changes['contributions']!.added).toBeGreaterThan(0);
    expect(changes['contributions']!.changed).toBeGreaterThan(0);
    expect(changes['participation']!.added).toBeGreaterThan(0);
    expect(changes['participation']!.changed).toBeGreaterThan(0);
  });

  test('late months come after months that were paid in time', () => {
    const late = [...socialInsuranceRows(population, 'contributions', 0)].filter(
      ({ row }) => row!.paid_on.slice(0, 6) > row!.month,
    );
    expect(late.length).toBeGreaterThan(100);
  });
});
