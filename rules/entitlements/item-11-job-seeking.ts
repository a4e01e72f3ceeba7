/** Item 11, sentence 8: graduates of the year who took a national student loan. */
import { numberOf } from '../amount.js';
import { all, ifGiven, isTrue, requires } from '../condition.js';
import type { Condition } from '../condition.js';
import { civilDate } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { isOfSchoolTreatedAlike, isToldUniversityGraduate, thePerson } from '../definitions/graduate.js';
import { rule } from '../entitlement.js';
import { askTheBureau, fundNotStated, inForce, noPapersListed } from './policy.js';

const cite = { item: 11, sentence: 8 };

/** Who is about to graduate in the year is in the group: whether still enrolled is not asked. */
const bySchool = isOfSchoolTreatedAlike(thePerson, cite);
const isGraduate = ifGiven(
  'person.education.schoolType',
  bySchool,
  ifGiven('person.isUniversityGraduate', isToldUniversityGraduate(thePerson, cite), bySchool),
);

const notBefore = { zh: '毕业年度已到', en: 'the year of graduation has come' };
const notAfter = { zh: '毕业年度未过', en: 'the year of graduation is not over' };

/** The day of graduation is the more exact fact; where there is none yet, the year is told by itself. */
function inTheYear(text: typeof notBefore, holds: (graduation: number, today: number) => boolean): Condition {
  const yearOf = (day: CivilDay) => civilDate(day).year;
  return ifGiven(
    'person.education.graduationDate',
    requires(
      text,
      cite,
      ['person.education.graduationDate', 'person.graduatesInYear', 'assessOn'],
      (date, told, assessOn) => {
        const year = date === null ? told : yearOf(date);
        return year !== null && holds(year, yearOf(assessOn));
      },
      ['R-15'],
    ),
    requires(
      text,
      cite,
      ['person.graduatesInYear', 'assessOn'],
      (year, assessOn) => year !== null && holds(year, yearOf(assessOn)),
      ['R-15'],
    ),
  );
}

export const jobSeekingStartupSubsidy = rule({
  id: 'art11.job-seeking-startup-subsidy',
  name: { zh: '求职创业补贴', en: 'job-seeking and start-up subsidy' },
  subject: 'person',
  cites: [cite, { item: 11, sentence: 9 }],
  inForce,
  conditions: all(
    null,
    isGraduate,
    all(
      { zh: '毕业年度内', en: 'in the year of graduation' },
      inTheYear(notBefore, (graduation, today) => graduation <= today),
      inTheYear(notAfter, (graduation, today) => graduation >= today),
    ),
    isTrue(
      { zh: '已获得国家助学贷款', en: 'received a national student loan' },
      cite,
      'person.receivedNationalStudentLoan',
    ),
  ),
  amount: {
    is: 'once',
    of: numberOf({ zh: '补贴标准', en: 'standard' }, 'fen', ['parameter:jobSeekingStartupSubsidy'], (it) => it),
  },
  fund: fundNotStated,
  papers: [{ zh: '求职补贴现行规定', en: 'the existing rules on the job-seeking subsidy' }],
  readings: ['R-15', 'R-20', 'R-40'],
  remarks: [
    noPapersListed,
    askTheBureau(
      '求职补贴原有对象按原规定，不在本条判断之内',
      'older groups of the job-seeking subsidy follow earlier rules and are not decided here',
    ),
  ],
});
