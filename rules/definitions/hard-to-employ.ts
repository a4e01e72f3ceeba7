/** 就业困难人员, item 12: recognised, or in one of the categories. */
import { addMonths } from '../civil-date.js';
import { all, any, ifGiven, ifRead, requires } from '../condition.js';
import type { Condition } from '../condition.js';

const cite = { item: 12, sentence: 1 };
const recognition = { zh: '已认定为就业困难人员', en: 'recognised as hard to employ' };
const halfYear = { zh: '登记失业满半年', en: 'registered as unemployed for half a year' };

const recognised = requires(recognition, cite, ['person.recognisedHardToEmploy'], (it) => it === true, ['R-31']);

/** The spell of unemployment ends with the work that it led to: where that day is known, it is counted up to it. */
const registeredForHalfAYear = ifGiven(
  'employment.startedOn',
  requires(
    halfYear,
    cite,
    ['person.registeredUnemployedSince', 'employment.startedOn', 'assessOn'],
    (since, startedOn, assessOn) => since !== null && addMonths(since, 6) <= (startedOn ?? assessOn),
    ['R-01'],
  ),
  requires(
    halfYear,
    cite,
    ['person.registeredUnemployedSince', 'assessOn'],
    (since, assessOn) => since !== null && addMonths(since, 6) <= assessOn,
    ['R-01'],
  ),
);

/** The day of registration is the more exact fact; the plain yes or no is read where it is left out, and only a no can end it. */
export const longRegistered = ifGiven(
  'person.registeredUnemployedSince',
  registeredForHalfAYear,
  ifGiven(
    'person.isRegisteredUnemployed',
    all(
      null,
      requires(
        { zh: '已登记失业', en: 'registered as unemployed' },
        cite,
        ['person.isRegisteredUnemployed'],
        (it) => it === true,
      ),
      registeredForHalfAYear,
    ),
    registeredForHalfAYear,
  ),
);

const inACategory = any(
  { zh: '属于就业困难人员的一类', en: 'in one of the categories of people who are hard to employ' },
  longRegistered,
  requires({ zh: '残疾人', en: 'disabled' }, cite, ['person.disabled'], (it) => it === true),
  requires(
    { zh: '享受最低生活保障', en: 'receives the minimum living allowance' },
    cite,
    ['person.receivesMinimumLivingAllowance'],
    (it) => it === true,
  ),
  requires({ zh: '大龄失业人员', en: 'older worker' }, cite, ['person.isOlderWorker'], (it) => it === true),
  requires({ zh: '失去土地', en: 'lost the land' }, cite, ['person.lostLand'], (it) => it === true),
  requires(
    { zh: '零就业家庭成员', en: 'member of a household where nobody works' },
    cite,
    ['person.zeroEmploymentFamily'],
    (it) => it === true,
  ),
);

export const isHardToEmploy: Condition = ifRead(
  'R-31',
  'recognition-only',
  recognised,
  ifGiven('person.recognisedHardToEmploy', recognised, inACategory),
);
