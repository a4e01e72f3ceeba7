/** From a unified record to facts and decisions: what is disputed stays so, and silence is "none" only where a register is complete. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { factsOfRecord } from '../../rules/facts-of-record.js';
import { decideEntitlements } from '../../rules/index.js';
import type { PersonDocument } from '../../rules/vocabulary.js';
import {
  attribute,
  benefit,
  contribution,
  everything,
  firm,
  founder,
  grant,
  nobody,
  registration,
  told,
} from '../support/records.js';

const fact = (record: PersonDocument, path: string, on = '2026-11-01') =>
  factsOfRecord(record, parseDay(on)!).get(path);
const decision = (record: PersonDocument, rule: string, on = '2026-11-01') =>
  decideEntitlements(record, on).find((one) => one.rule === rule)!;

describe('facts of a record', () => {
  it('are silent where no register is complete, and say none where one is', () => {
    for (const path of [
      'person.recognisedHardToEmploy',
      'history.openingSubsidyAlreadyPaid',
      'enterprise.foundedByPerson',
      'person.isReceivingUnemploymentBenefit',
    ])
      expect(fact(nobody, path)).toBeUndefined();
    const complete = { ...nobody, recordsBeginOn: everything };
    for (const path of [
      'person.recognisedHardToEmploy',
      'history.openingSubsidyAlreadyPaid',
      'enterprise.foundedByPerson',
      'person.isReceivingUnemploymentBenefit',
    ])
      expect(fact(complete, path)).toMatchObject({ is: 'known', value: false });
  });

  it('do not take a ledger that begins after the policy for proof that nothing was paid', () => {
    const late = { ...founder, recordsBeginOn: { ...everything, 'employment/benefit-grants': '2020-01-01' } };
    expect(fact(late, 'history.openingSubsidyAlreadyPaid')).toBeUndefined();
    expect(decision(late, 'art05.opening-subsidy')).toMatchObject({
      outcome: 'unknown',
      missing: ['history.openingSubsidyAlreadyPaid'],
    });
    const paid = grant('art05.opening-subsidy', '2021-01');
    expect(decision({ ...late, grants: [paid] }, 'art05.opening-subsidy')).toMatchObject({
      outcome: 'ineligible',
      amountFen: 0,
    });
  });

  it('keep a dispute, with who says what, and decide where every answer agrees', () => {
    const birthDate = attribute('1970-05-01', 'social-insurance', { value: '1970-06-01', ...told('employment') });
    expect(fact({ ...nobody, birthDate }, 'person.birthDate')).toMatchObject({
      is: 'one-of',
      candidates: [{ source: 'social-insurance', observedOn: '2026-10-01' }, { source: 'employment' }],
    });
    const agreed = attribute('1970-05-01', 'social-insurance', { value: '1970-05-01', ...told('employment') });
    expect(fact({ ...nobody, birthDate: agreed }, 'person.birthDate')).toMatchObject({
      is: 'known',
      source: 'social-insurance',
    });
    const disputed = {
      ...founder,
      education: attribute({ ...founder.education!.value, graduationDate: '2025-06-30' }, 'employment', {
        value: { ...founder.education!.value, graduationDate: '2019-06-30' },
        ...told('social-insurance'),
      }),
    };
    expect(decision(disputed, 'art05.opening-subsidy')).toMatchObject({
      outcome: 'unknown',
      missing: ['person.education.graduationDate'],
    });
  });

  it('carry source and day of observation into the trace', () => {
    const trace = JSON.stringify(decision(founder, 'art05.opening-subsidy').conditions);
    expect(decision(founder, 'art05.opening-subsidy')).toMatchObject({ outcome: 'eligible', amountFen: 500_000 });
    expect(trace).toContain('"source":"commerce+tax"');
    expect(trace).toContain('"observedOn":"2026-10-01"');
  });

  it.each([
    ['open at commerce, not heard of by tax', { taxState: null }, 'unknown'],
    ['open at commerce, abnormal at tax', { taxState: 'abnormal' }, 'ineligible'],
    ['cancelled at commerce, normal at tax', { state: 'cancelled' }, 'ineligible'],
  ] as const)('operate normally: %s', (_, states, outcome) => {
    expect(decision({ ...founder, enterprises: [{ ...firm, ...states }] }, 'art05.opening-subsidy').outcome).toBe(
      outcome,
    );
  });

  it.each([
    ['in the months drawn', { monthsDrawn: 6, monthsGranted: 12 }, true],
    ['after all that was granted', { monthsDrawn: 2, monthsGranted: 2 }, false],
    ['beyond what was drawn, within what was granted', { monthsDrawn: 2, monthsGranted: 12 }, undefined],
  ])('tell benefit on the day of founding: %s', (_, months, expected) => {
    const spell = { ...benefit('2025-12-15', 0, 0), ...months };
    const known = fact({ ...founder, unemploymentBenefits: [spell] }, 'person.isReceivingUnemploymentBenefit');
    expect(known?.is === 'known' ? known.value : undefined).toBe(expected);
  });

  it('count the own months since the work began, without those already subsidised', () => {
    const months = ['2026-08', '2026-07', '2026-06', '2026-04'].map((month) => contribution(month));
    const record: PersonDocument = {
      ...nobody,
      employments: [registration('flexible', '2026-05-10')],
      contributions: [contribution('2026-09', null, { ownFen: 80_000 }), ...months],
      grants: [grant('art02.flexible-employment-subsidy.hard-to-employ', '2026-06')],
      recordsBeginOn: everything,
    };
    expect(fact(record, 'employment.monthsClaimed')).toMatchObject({ value: 3 });
    expect(fact(record, 'employment.paidPerMonth')).toMatchObject({ is: 'between', from: 80_000, to: 90_000 });
    expect(fact(record, 'employment.socialInsurancePaidAsRequired')).toMatchObject({ value: true });
    expect(fact(record, 'history.monthsAlreadySubsidised')).toMatchObject({ value: 1 });
    const gap = { ...record, contributions: record.contributions.filter(({ month: name }) => name !== '2026-07') };
    expect(fact(gap, 'employment.socialInsurancePaidAsRequired')).toMatchObject({ value: false });
  });

  it('say on which day a decision changes by itself: a designation that ends', () => {
    const record: PersonDocument = {
      ...nobody,
      sex: attribute('male', 'social-insurance'),
      birthDate: attribute('1980-01-01', 'social-insurance'),
      hardships: [{ category: 'disabled', from: '2025-01-01', to: '2026-12-31', ...told('employment') }],
      recordsBeginOn: everything,
    };
    expect(fact(record, 'person.recognisedHardToEmploy')).toMatchObject({ value: true });
    expect(fact(record, 'person.recognisedHardToEmploy', '2027-01-01')).toMatchObject({ value: false });
    const working = { ...record, employments: [registration('flexible', '2026-10-01')] };
    const days: string[] = [];
    for (let on: string | null = '2026-11-01'; on !== null && days.length < 5;) {
      const changesOn: string | null = decision(
        working,
        'art02.flexible-employment-subsidy.hard-to-employ',
        on,
      ).changesOn;
      if (changesOn) days.push(changesOn);
      on = changesOn;
    }
    expect(days).toContain('2027-01-01');
  });
});
