/** 领取失业保险金期间: the fact decides; the days and months left of the benefit only serve dates and the lump sum. */
import { all, ifGiven, isNotTrue, isTrue } from '../condition.js';
import type { Cite, Condition } from '../condition.js';

export const isReceivingUnemploymentBenefit = (cite: Cite) =>
  isTrue(
    { zh: '创业时正在领取失业保险金', en: 'was receiving unemployment benefit when the business began' },
    cite,
    'person.isReceivingUnemploymentBenefit',
  );

/** On the day itself. The lump sum of 5/s5 ends receipt; left out it is not asked. */
export const isBenefitRecipient: Condition = all(
  null,
  isTrue(
    { zh: '正在领取失业保险金', en: 'is receiving unemployment benefit' },
    { item: 19, sentence: 4 },
    'person.isReceivingUnemploymentBenefit',
  ),
  ifGiven(
    'history.unemploymentBenefitLumpSumAlreadyPaid',
    isNotTrue(
      { zh: '未一次性领取剩余期限的失业保险金', en: 'the rest of the benefit was not taken at once' },
      { item: 5, sentence: 5 },
      'history.unemploymentBenefitLumpSumAlreadyPaid',
    ),
  ),
);
