/** Item 11, sentences 6 and 7: units that take interns, what they are paid and what happens where interns do not stay. */
import { each, fixed, numberOf, sum, times, when } from '../amount.js';
import { all, any, ifGiven, isNotTrue, isTrue, requires } from '../condition.js';
import type { Text } from '../condition.js';
import { rule } from '../entitlement.js';
import { levelAward, upgradeInFull } from './level-award.js';
import { askTheBureau, cityFinance, fundNotStated, inForce, noMoney, noPapersListed } from './policy.js';

const award = { item: 11, sentence: 6 };
const yearlyReview = { item: 11, sentence: 7 };
const alike = { item: 11, sentence: 9 };
const SEVEN_HUNDRED_YUAN = 70_000;
const THREE_HUNDRED_YUAN = 30_000;
const completedAndRetained = ['unit.previousYear.internsCompleted', 'unit.previousYear.internsRetained'] as const;

export const internshipBaseAward = rule({
  id: 'art11.internship-base-award',
  name: { zh: '高校毕业生就业见习示范基地奖励', en: 'award for a model internship base' },
  subject: 'unit',
  cites: [award],
  inForce,
  ...levelAward(
    'unit',
    { zh: '被认定为国家级、省级或市级见习示范基地', en: 'recognised as a model base of the nation, province or city' },
    award,
    { national: 50_000_000, provincial: 20_000_000, city: 10_000_000 },
  ),
  fund: cityFinance,
  remarks: [noPapersListed, upgradeInFull],
});

const isInternshipUnit = isTrue(
  { zh: '就业见习单位', en: 'an internship unit' },
  yearlyReview,
  'unit.isInternshipUnit',
);

/** A share of nobody is no share: neither at least half nor under 30 %. */
const somebodyCompleted = requires(
  { zh: '上年度有见习期满人员', en: 'somebody completed an internship in the year before' },
  yearlyReview,
  ['unit.previousYear.internsCompleted'],
  (completed) => (completed ?? 0) > 0,
  ['R-16'],
);

const retained = (text: Text, isSo: (completed: number, retained: number) => boolean) =>
  all(
    text,
    somebodyCompleted,
    requires(text, yearlyReview, completedAndRetained, (completed, kept) => isSo(completed ?? 0, kept ?? 0), ['R-16']),
  );

export const internshipSubsidy = rule({
  id: 'art11.internship-subsidy',
  name: { zh: '就业见习补贴', en: 'internship subsidy' },
  subject: 'unit',
  cites: [yearlyReview, alike],
  inForce,
  conditions: isInternshipUnit,
  amount: {
    is: 'for_the_months_claimed',
    of: times(
      each('interns', (at) =>
        times(
          numberOf(null, 'persons', [at('count')], (count) => count ?? 0),
          numberOf(null, 'months', [at('months')], (months) => months ?? 0),
        ),
      ),
      sum(
        fixed(SEVEN_HUNDRED_YUAN, { zh: '每人每月', en: 'a person and month' }),
        when(
          retained(
            { zh: '上年度见习期满留用率达到50%', en: 'half of those who completed last year were kept' },
            (completed, kept) => 2 * kept >= completed,
          ),
          fixed(THREE_HUNDRED_YUAN, { zh: '留用率达标', en: 'for keeping half' }),
        ),
      ),
    ),
  },
  fund: fundNotStated,
  papers: [{ zh: '就业见习期限的规定', en: 'the rules on the length of internships' }],
  readings: ['R-16', 'R-20', 'R-40'],
  remarks: [
    { zh: '上年度为补贴月份的前一自然年', en: 'the year before is the calendar year before the months claimed' },
    noPapersListed,
    askTheBureau('见习期限原文未载明，未据此扣减', 'no longest internship is stated and no month is cut for it'),
  ],
});

/** The outcome says whether a measure is taken; which one stands in the last part of the tree and never changes it. */
export const internshipUnitRectification = rule({
  id: 'art11.internship-unit-rectification',
  name: { zh: '就业见习单位整改或取消资格', en: 'internship unit told to improve, or its standing withdrawn' },
  answers: 'status',
  subject: 'unit',
  cites: [yearlyReview],
  inForce,
  conditions: all(
    null,
    // Only an internship unit is reviewed; a register that says otherwise is heard, but not asked.
    ifGiven('unit.isInternshipUnit', isInternshipUnit),
    retained(
      { zh: '上年度见习期满留用率低于30%', en: 'less than 30 % of those who completed last year were kept' },
      (completed, kept) => 10 * kept < 3 * completed,
    ),
    isTrue({ zh: '见习工作不规范', en: 'the work is irregular' }, yearlyReview, 'unit.workIrregular'),
    isTrue({ zh: '见习质量较低', en: 'the quality is low' }, yearlyReview, 'unit.qualityLow'),
    any(
      { zh: '处理方式', en: 'the measure' },
      isTrue(
        { zh: '情节严重：取消见习单位资格', en: 'serious: the standing is withdrawn' },
        yearlyReview,
        'unit.serious',
      ),
      isNotTrue(
        { zh: '情节不严重：提出整改意见', en: 'not serious: the unit is told to improve' },
        yearlyReview,
        'unit.serious',
      ),
    ),
  ),
  fund: noMoney,
  readings: ['R-16', 'R-20'],
  remarks: [
    {
      zh: '成立时提出整改意见；情节严重的取消见习单位资格',
      en: 'true: a notice to improve; where serious, withdrawal',
    },
  ],
});
