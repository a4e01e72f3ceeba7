/** 大中专学生, item 5 sentence 1 ("the same below"): in school, up to five years after it, or back from abroad so long. */
import { addYears } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { all, any, requires } from '../condition.js';
import type { Argument, Cite, Condition } from '../condition.js';

const cite = { item: 5, sentence: 1 };
const schools: readonly (string | null)[] = [
  'university',
  'vocational_school',
  'technician_school',
  'technician_college_senior_class',
  'technician_college_preparatory_class',
];

export const isOfStartupSchool = (sentence: Cite) =>
  requires(
    { zh: '普通高校、职业学校或技工院校学生', en: 'of a university, vocational or technician school' },
    sentence,
    ['person.education.schoolType'],
    (school) => schools.includes(school),
  );

/** Tested on the day that the rule names: of registration, of entry into a park, or of application. */
export function isInStudentStartupGroup(
  testedOn: 'enterprise.registeredOn' | 'enterprise.enteredParkOn' | 'assessOn',
): Condition {
  const day: 'enterprise.registeredOn' & Argument = testedOn as 'enterprise.registeredOn';
  return any(
    { zh: '创业者是大中专学生（在校或毕业5年内）', en: 'the founder is a student or left school within five years' },
    all(
      null,
      isOfStartupSchool(cite),
      any(
        null,
        requires({ zh: '在校', en: 'still enrolled' }, cite, ['person.education.status'], (it) => it === 'enrolled'),
        requires(
          { zh: '毕业未超过5年', en: 'not more than five years since graduation' },
          cite,
          ['person.education.graduationDate', day],
          withinFiveYears,
          ['R-01', 'R-25'],
        ),
      ),
    ),
    all(
      null,
      requires(
        { zh: '国（境）外留学', en: 'studied abroad' },
        cite,
        ['person.education.schoolType'],
        (school) => school === 'overseas',
      ),
      requires(
        { zh: '已回国', en: 'has returned to China' },
        cite,
        ['person.education.returnedToChina'],
        (it) => it === true,
      ),
      requires(
        { zh: '已毕业，且未超过5年', en: 'graduated, not more than five years ago' },
        cite,
        ['person.education.graduationDate', day],
        withinFiveYears,
        ['R-01', 'R-25'],
      ),
    ),
  );
}

function withinFiveYears(graduationDate: CivilDay | null, on: CivilDay | null): boolean {
  return graduationDate !== null && on !== null && on <= addYears(graduationDate, 5);
}
