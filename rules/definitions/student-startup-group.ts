/** 大中专学生, item 5 sentence 1 ("the same below"): in school, up to five years after it, or back from abroad so long. */
import { addYears } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { all, any, requires } from '../condition.js';
import type { Cite, Condition, Text } from '../condition.js';

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

/** The day that the rule names: of registration, of entry into a park, or of application. */
type TestedOn = 'enterprise.registeredOn' | 'enterprise.enteredParkOn' | 'assessOn';

const notOverFiveYears = (text: Text, testedOn: TestedOn) =>
  requires(
    text,
    cite,
    ['person.education.graduationDate', testedOn as 'enterprise.registeredOn'],
    (graduationDate: CivilDay | null, on) =>
      graduationDate !== null && on !== null && on <= addYears(graduationDate, 5),
    ['R-01', 'R-25'],
  );

export const isEnrolledOrFiveYearsAfter = (testedOn: TestedOn): Condition =>
  any(
    null,
    requires({ zh: '在校', en: 'still enrolled' }, cite, ['person.education.status'], (it) => it === 'enrolled'),
    notOverFiveYears({ zh: '毕业未超过5年', en: 'not more than five years since graduation' }, testedOn),
  );

export function isInStudentStartupGroup(testedOn: TestedOn): Condition {
  return any(
    { zh: '创业者是大中专学生（在校或毕业5年内）', en: 'the founder is a student or left school within five years' },
    all(null, isOfStartupSchool(cite), isEnrolledOrFiveYearsAfter(testedOn)),
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
      notOverFiveYears({ zh: '已毕业，且未超过5年', en: 'graduated, not more than five years ago' }, testedOn),
    ),
  );
}
