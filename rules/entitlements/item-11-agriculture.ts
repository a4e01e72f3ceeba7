/** Item 11, sentence 4: modern agriculture takes on graduates of the year. */
import { each, fixed, less, numberOf, times, when } from '../amount.js';
import { civilDate } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { all, ifGiven, isTrue, reaches, requires, some } from '../condition.js';
import type { Condition } from '../condition.js';
import { hasGraduated, isOfSchoolTreatedAlike, isToldUniversityGraduate } from '../definitions/graduate.js';
import type { HireAt } from '../definitions/hire.js';
import { rule } from '../entitlement.js';
import { askTheBureau, employmentSpecialFund, inForce, noPapersListed } from './policy.js';

const cite = { item: 11, sentence: 4 };
const THREE_THOUSAND_YUAN = 300_000;

/** Told by the school, which is more exact, or by a plain yes or no; where neither is told, in the words that the hire uses. */
function isGraduate(at: HireAt): Condition {
  const bySchool = all(
    null,
    isOfSchoolTreatedAlike(at, cite),
    // The day of graduation is asked below; a status is heard, but not asked.
    ifGiven(at('education.status'), hasGraduated(at, cite)),
  );
  const told = isToldUniversityGraduate(at, cite);
  return ifGiven(
    at('education.schoolType'),
    bySchool,
    ifGiven(at('isUniversityGraduate'), told, ifGiven(at('education.graduationDate'), bySchool, told)),
  );
}

/** 应届: hired in the calendar year of graduation, before or after the day itself. */
function graduatedInTheYearOfTheHire(at: HireAt): Condition {
  const sameYear = (day: 'hires[].graduationDate' | 'hires[].education.graduationDate') =>
    all(
      { zh: '招用当年毕业（应届）', en: 'graduated in the year of the hire' },
      requires(
        { zh: '毕业年度不晚于招用年度', en: 'graduated not after the year of the hire' },
        cite,
        [day, at('hiredOn')],
        (graduation: CivilDay | null, hired) =>
          graduation !== null && hired !== null && yearOf(graduation) <= yearOf(hired),
        ['R-15'],
      ),
      requires(
        { zh: '毕业年度不早于招用年度', en: 'graduated not before the year of the hire' },
        cite,
        [day, at('hiredOn')],
        (graduation: CivilDay | null, hired) =>
          graduation !== null && hired !== null && yearOf(graduation) >= yearOf(hired),
        ['R-15'],
      ),
    );
  const ofEducation = sameYear(at('education.graduationDate'));
  const ofHire = sameYear(at('graduationDate'));
  return ifGiven(
    at('education.graduationDate'),
    ofEducation,
    ifGiven(at('graduationDate'), ofHire, ifGiven(at('education.schoolType'), ofEducation, ofHire)),
  );
}

const yearOf = (day: CivilDay) => civilDate(day).year;

const qualifies = (at: HireAt) =>
  all(
    null,
    isGraduate(at),
    graduatedInTheYearOfTheHire(at),
    isTrue({ zh: '已签订劳动合同', en: 'a labour contract was signed' }, cite, at('labourContract')),
    isTrue({ zh: '已缴纳社会保险', en: 'social insurance is paid' }, cite, at('socialInsurancePaid')),
  );

const stillToPay = less(
  each('hires', (at) =>
    when(
      qualifies(at),
      numberOf(null, 'persons', [at('count')], (count) => count ?? 0),
    ),
  ),
  numberOf(null, 'persons', ['history.hiresAlreadySubsidised'], (paid) => paid ?? 0),
);

export const modernAgricultureHiringSubsidy = rule({
  id: 'art11.modern-agriculture-hiring-subsidy',
  name: { zh: '现代农业单位吸纳应届高校毕业生就业补贴', en: 'subsidy for graduates hired by modern agriculture' },
  subject: 'enterprise',
  cites: [cite, { item: 11, sentence: 9 }],
  inForce,
  conditions: all(
    null,
    isTrue({ zh: '现代农业单位', en: 'a unit of modern agriculture' }, cite, 'enterprise.isModernAgricultureUnit'),
    some('hires', { zh: '吸纳应届高校毕业生', en: 'took on a graduate of the year' }, cite, qualifies),
    reaches(
      { zh: '尚有未领取过补贴的人员', en: 'somebody is left who was not subsidised before' },
      cite,
      stillToPay,
      1,
    ),
  ),
  amount: {
    is: 'for_the_people_named',
    of: times(stillToPay, fixed(THREE_THOUSAND_YUAN, { zh: '每人', en: 'a person' })),
  },
  fund: employmentSpecialFund,
  readings: ['R-15', 'R-20', 'R-40'],
  remarks: [
    { zh: '每人只补一次', en: 'once for each person' },
    noPapersListed,
    askTheBureau('现代农业单位的范围原文未列明', 'the text does not say what a unit of modern agriculture is'),
  ],
});
