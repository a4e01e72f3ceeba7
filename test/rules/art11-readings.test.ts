/** Item 11 under another reading of a doubtful text. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { decide } from '../../rules/decide.js';
import { ruleById } from '../../rules/entitlements/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import type { ReadingChoices } from '../../rules/readings.js';

function exemption(post: Record<string, unknown>, choices: ReadingChoices) {
  const rule = ruleById('art11.title-language-exam-exemption')!;
  const facts = { person: { isUniversityGraduate: true, inProfessionalTechnicalWork: true }, post };
  return decide(
    rule,
    { assessOn: parseDay('2016-09-01')!, facts: parseFacts(facts, null), parameters: new Map() },
    choices,
  );
}

describe('R-39: language examination', () => {
  const firstDay = { unitLevel: 'township', inKeyPovertyCounty: true, serviceFrom: '2016-09-01', serviceTo: null };

  it('is taken until three years are served, as the compensation is refused until then', () => {
    expect(exemption(firstDay, {})).toMatchObject({ outcome: 'ineligible', missing: [] });
  });

  it('is not taken from the first day on where the post is enough; the assessment is not asked', () => {
    expect(exemption(firstDay, { 'R-39': 'post-is-enough' })).toMatchObject({ outcome: 'eligible', missing: [] });
  });

  it('is taken at the county itself under either reading', () => {
    expect(exemption({ ...firstDay, unitLevel: 'county' }, { 'R-39': 'post-is-enough' }).outcome).toBe('ineligible');
  });

  it('names the reading on which the answer rests', () => {
    expect(exemption(firstDay, {}).readings).toContain('R-39');
  });
});
