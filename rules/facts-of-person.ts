/** Who a person is and what is recognised of the person: from attributes and designations to facts. */
import { civilDate, formatDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { dayValue } from './fact-sheet.js';
import type { FactSheet, SheetPath } from './fact-sheet.js';
import { holds, isComplete } from './record-time.js';
import type { Education, HardshipFact, PersonDocument } from './vocabulary.js';

export function addPerson(sheet: FactSheet, { birthDate, sex, education }: PersonDocument): void {
  sheet.attribute('person.birthDate', birthDate, dayValue);
  sheet.attribute('person.sex', sex, (value) => value);
  sheet.attribute('person.education.schoolType', education, (value) => value.schoolType);
  sheet.attribute('person.education.status', education, (value) => value.status);
  sheet.attribute('person.education.graduationDate', education, (value) => dayValue(value.graduationDate));
  sheet.attribute('person.graduatesInYear', education, ({ graduationDate }) => {
    const day = dayValue(graduationDate);
    return day === undefined ? undefined : civilDate(day).year;
  });
  sheet.attribute('person.isUniversityGraduate', education, isUniversityGraduate);
}

/** Of who studied abroad the register does not say what school it was. */
function isUniversityGraduate({ schoolType, status }: Education): boolean | undefined {
  if (schoolType === 'overseas') return undefined;
  return schoolType === 'university' && status === 'graduated';
}

/** Of a person designated for one reason the register does not say the others: a category is true or not known, never false. */
const categories: Readonly<Record<HardshipFact['category'], readonly SheetPath[]>> = {
  disabled: ['person.disabled'],
  minimum_living_allowance: ['person.receivesMinimumLivingAllowance', 'household.receivesMinimumLivingAllowance'],
  older_worker: ['person.isOlderWorker'],
  lost_land: ['person.lostLand'],
  zero_employment_family: ['person.zeroEmploymentFamily', 'household.isZeroEmploymentFamily'],
  // Its measure is the registration itself.
  long_term_unemployed: [],
};

/** 就业困难人员认定 in force on a day. `testedOn` is another day where the rule tests the group on another. */
export function addHardship(sheet: FactSheet, record: PersonDocument, assessOn: CivilDay, testedOn: CivilDay): void {
  const holding = record.hardships.filter((designation) => holds(designation, formatDay(assessOn)));
  if (holding.length > 0) sheet.known('person.recognisedHardToEmploy', true, ...holding);
  else if (isComplete(record, 'employment/hardship', formatDay(assessOn)))
    sheet.says('employment', 'person.recognisedHardToEmploy', false, ...record.hardships);
  const inForce = record.hardships.filter((designation) => holds(designation, formatDay(testedOn)));
  for (const designation of inForce)
    for (const path of categories[designation.category]) sheet.known(path, true, designation);
}
