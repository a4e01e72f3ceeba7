/** 就业困难人员 as the brackets of item 8 name them for the loan: a group of its own beside item 12. */
import { addYears } from '../civil-date.js';
import { any, ifRead, isTrue, requires } from '../condition.js';
import type { Condition } from '../condition.js';
import { longRegistered } from './hard-to-employ.js';

const cite = { item: 8, sentence: 3 };

const continuouslyUnemployed = requires(
  { zh: '连续失业满一年', en: 'unemployed for a year without a break' },
  cite,
  ['person.continuouslyUnemployedSince', 'assessOn'],
  (since, assessOn) => since !== null && addYears(since, 1) <= assessOn,
  ['R-01', 'R-03'],
);

export const isHardToEmployForLoan: Condition = any(
  { zh: '属于创业担保贷款的就业困难人员', en: 'hard to employ as the loan means it' },
  isTrue({ zh: '大龄人员', en: 'older worker' }, cite, 'person.isOlderWorker'),
  isTrue({ zh: '残疾人', en: 'disabled' }, cite, 'person.disabled'),
  isTrue(
    { zh: '享受最低生活保障', en: 'receives the minimum living allowance' },
    cite,
    'person.receivesMinimumLivingAllowance',
  ),
  ifRead('R-03', 'item-12-amends-both', longRegistered, continuouslyUnemployed),
  isTrue({ zh: '失去土地', en: 'lost the land' }, cite, 'person.lostLand'),
);
