/** The invented city through the real translations: whose registration its insured months contradict is who was planted so. */
import { expect, test } from 'vitest';
import { employmentRows } from '../../connectors/sandbox/employment.picture.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import { socialInsuranceRows } from '../../connectors/sandbox/social-insurance.picture.js';
import { translateEmployment } from '../../connectors/employment/employment.translate.js';
import { socialInsuranceRows as schemas } from '../../connectors/social-insurance/social-insurance.records.js';
import { translations } from '../../connectors/social-insurance/social-insurance.translate.js';
import { buildPersonRecord } from '../../rules/build-record.js';
import { parseDay } from '../../rules/civil-date.js';
import { factsOfRecord } from '../../rules/facts-of-record.js';
import type { Facts } from '../../rules/fact.js';
import type { FactBody, Source, StoredFact } from '../../rules/vocabulary.js';

const settings = { seed: 7, persons: 2000, day0: '2026-11-23', months: 13 };
const population = createPopulation(settings);
const recordsBeginOn = { 'employment/registrations': '2016-01-01', 'social-insurance/contributions': '2025-11-01' };

function factsOfTheCity(): Map<string, Facts> {
  const stored = new Map<string, StoredFact[]>();
  const add = (idNumber: string, source: Source, stream: string, body: FactBody) => {
    const fact = { source, stream, asOf: '2026-11-22T16:00:00.000Z', body, creditCode: null };
    stored.set(idNumber, [...(stored.get(idNumber) ?? []), fact]);
  };
  for (const { row } of employmentRows(population, 'registrations', 0))
    if (row && !row.startDate.endsWith('-02-30'))
      add(row.idNumber, 'employment', 'registrations', translateEmployment('registrations', row).body);
  for (const { row } of socialInsuranceRows(population, 'contributions', 0)) {
    const told = row && translations.contributions(schemas.contributions.parse(row), '1');
    if (told?.op === 'upsert') add(told.subject.idNumber!, 'social-insurance', 'contributions', told.body);
  }
  const day = parseDay(settings.day0)!;
  return new Map(
    [...stored].map(([idNumber, facts]) => [
      idNumber,
      factsOfRecord(buildPersonRecord('x', facts, [], recordsBeginOn), day),
    ]),
  );
}

test('registration and insured months contradict each other for the stale registrations, and for nobody else', () => {
  const facts = factsOfTheCity();
  const disputed = (idNumber: string) =>
    [...(facts.get(idNumber)?.values() ?? [])].some((fact) => fact.is === 'one-of');
  const people = Array.from({ length: settings.persons }, (_, index) => population.personAt(index));
  const stale = people.filter((person) => person.planted.has('stale-registration'));
  expect(stale.length).toBe(settings.persons / 200);
  const others = people.filter((person) => !person.planted.has('stale-registration'));
  expect(facts.size).toBeGreaterThan(settings.persons / 2);
  expect(others.filter(({ idNumber }) => disputed(idNumber))).toEqual([]);
  // Whose employer has not paid three due months yet is still only unemployed by registration.
  expect(stale.filter(({ idNumber }) => disputed(idNumber)).length).toBeGreaterThan(stale.length / 2);
});
