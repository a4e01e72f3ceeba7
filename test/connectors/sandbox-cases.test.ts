/** The persons worth looking at are what the answer key says, and the rules agree with the answer key. */
import { describe, expect, test } from 'vitest';
import { answerKey, sampleCases } from '../../connectors/sandbox/answer-key.js';
import { commerceRow } from '../../connectors/sandbox/commerce.picture.js';
import { employmentRow, employmentRows } from '../../connectors/sandbox/employment.picture.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import { sample } from '../../connectors/sandbox/sample.js';
import { socialInsuranceRows } from '../../connectors/sandbox/social-insurance.picture.js';
import { taxRow } from '../../connectors/sandbox/tax.picture.js';
import { translateEmployment } from '../../connectors/employment/employment.translate.js';
import { decideRequest, isRefused } from '../../rules/index.js';

const settings = { seed: 7, persons: 2000, day0: '2026-11-23', months: 13 };
const population = createPopulation(settings);
const key = answerKey(population);
const everybody = Array.from({ length: population.persons }, (_, index) => key.person(index));

describe('samples', () => {
  test.each(sampleCases)('%s persons are what the answer key says', (wanted) => {
    const { persons } = sample(population, wanted, 5);
    expect(persons).toHaveLength(5);
    expect(sample(population, wanted, 5)).toEqual(sample(createPopulation(settings), wanted, 5));
    for (const { idNumber, name, case: of } of persons) {
      expect(of).toBe(wanted);
      const truth = key.person(population.indexOfIdNumber(idNumber)!);
      expect([truth.case, truth.name, truth.idNumber]).toEqual([wanted, name, idNumber]);
    }
  });

  test('200 persons hold every case', () => {
    const least = createPopulation({ ...settings, persons: 200 });
    for (const wanted of sampleCases) expect(sample(least, wanted, 1).persons).toHaveLength(1);
  });
});

/** What the rules make of facts on day 0. */
function outcomeOf(rule: string, facts: object): string {
  const answer = decideRequest({ rules: [rule], assessOn: settings.day0, facts });
  if (Array.isArray(answer) || isRefused(answer)) throw new Error(JSON.stringify(answer));
  return answer.decisions[0]!.outcome;
}

/** The founder's facts by what employment, commerce and tax write; an unknown graduation day is left out. */
function founderFacts(truth: ReturnType<typeof key.person>) {
  const seeker = translateEmployment('job-seekers', employmentRow(population, 'job-seekers', truth.idNumber, 0)!.row!);
  const education = seeker.body.kind === 'person' ? seeker.body.education! : null;
  const entity = commerceRow(population, truth.firm!.creditCode, 0)!.row!;
  const taxpayer = taxRow(population, truth.firm!.creditCode, 0)!.row!;
  return {
    person: {
      education: {
        schoolType: education!.schoolType,
        status: education!.status,
        ...(education!.graduationDate !== null && { graduationDate: education!.graduationDate }),
      },
    },
    enterprise: {
      registeredOn: entity.established_on,
      hasBusinessLicence: true,
      foundedByPerson: entity.legal_rep_id === truth.idNumber && entity.legal_rep_name === truth.name,
      operatingNormally: entity.entity_state === '存续' && taxpayer.RegistrationState === '01',
    },
  };
}

describe('the rules agree with the answer key', () => {
  test('on the opening subsidy', () => {
    const paid = new Set<string>();
    for (const { row } of employmentRows(population, 'benefit-grants', 0))
      if (row?.entitlementId === 'art05.opening-subsidy') paid.add(row.idNumber);
    const founders = everybody.filter((truth) => truth.openingSubsidy !== null);
    expect(founders.length).toBe(6 * (population.persons / 200));
    for (const truth of founders) {
      const history = { openingSubsidyAlreadyPaid: paid.has(truth.idNumber) };
      const outcome = outcomeOf('art05.opening-subsidy', { ...founderFacts(truth), history });
      expect([truth.idNumber, outcome]).toEqual([truth.idNumber, truth.openingSubsidy]);
    }
  });

  test('on the grant for unemployed founders', () => {
    const spells = new Map(
      [...socialInsuranceRows(population, 'unemployment-benefits', 0)].map(({ row }) => [row!.id_number, row!]),
    );
    const founders = everybody.filter((truth) => truth.unemployedStartupGrant !== null);
    expect(founders.length).toBe(2 * (population.persons / 200));
    for (const truth of founders) {
      const { enterprise } = founderFacts(truth);
      const { from_date, months_drawn } = spells.get(truth.idNumber)!;
      const month = Number(from_date.slice(0, 4)) * 12 + Number(from_date.slice(4, 6)) - 1 + Number(months_drawn);
      const end = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
      const registeredOn = enterprise.registeredOn.replaceAll('-', '');
      const isReceivingUnemploymentBenefit = from_date <= registeredOn && registeredOn < end.replaceAll('-', '');
      const facts = {
        person: { isReceivingUnemploymentBenefit },
        enterprise,
        history: { unemployedStartupGrantAlreadyPaid: false },
      };
      const outcome = outcomeOf('art05.unemployed-startup-grant', facts);
      expect([truth.idNumber, outcome]).toEqual([truth.idNumber, truth.unemployedStartupGrant]);
    }
  });

  test('on the subsidy for flexible work of people who are hard to employ', () => {
    const own = new Map<string, number>();
    for (const { row } of socialInsuranceRows(population, 'contributions', 0))
      if (row?.employer_code === '' && row.paid_on !== '') own.set(row.id_number, (own.get(row.id_number) ?? 0) + 1);
    const holds = (row: { validFrom: string; validTo: string | null } | null) =>
      row !== null && row.validFrom <= settings.day0 && (row.validTo ?? settings.day0) >= settings.day0;
    const recognised = new Set(
      [...employmentRows(population, 'hardship', 0)].filter(({ row }) => holds(row)).map(({ row }) => row!.idNumber),
    );
    const flexible = new Set(
      [...employmentRows(population, 'registrations', 0)]
        .filter(({ row }) => row?.kind === '02' && row.endDate === null)
        .map(({ row }) => row!.idNumber),
    );
    const persons = everybody.filter((truth) => truth.flexibleHardToEmploy !== null);
    expect(persons.length).toBe(10 * (population.persons / 200));
    for (const truth of persons) {
      const outcome = outcomeOf('art02.flexible-employment-subsidy.hard-to-employ', {
        person: {
          recognisedHardToEmploy: recognised.has(truth.idNumber),
          birthDate: [truth.idNumber.slice(6, 10), truth.idNumber.slice(10, 12), truth.idNumber.slice(12, 14)].join(
            '-',
          ),
          sex: Number(truth.idNumber[16]) % 2 === 1 ? 'male' : 'female',
        },
        employment: {
          kind: 'flexible',
          employmentRegistered: flexible.has(truth.idNumber),
          socialInsurancePaidAsRequired: (own.get(truth.idNumber) ?? 0) >= 24,
          monthsClaimed: 6,
        },
        history: { monthsAlreadySubsidised: 6 },
      });
      expect([truth.idNumber, outcome]).toEqual([truth.idNumber, truth.flexibleHardToEmploy]);
    }
  });
});
