/** 领取失业保险金期间: the fact decides; the days and months left of the benefit only serve dates and the lump sum. */
import { requires } from '../condition.js';
import type { Cite } from '../condition.js';

export const isReceivingUnemploymentBenefit = (cite: Cite) =>
  requires(
    { zh: '创业时正在领取失业保险金', en: 'was receiving unemployment benefit when the business began' },
    cite,
    ['person.isReceivingUnemploymentBenefit'],
    (it) => it === true,
  );
