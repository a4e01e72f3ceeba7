/** Item 9: founders from the countryside. */
import { all, decidedElsewhere, isTrue } from '../condition.js';
import { rule } from '../entitlement.js';
import { fundNotStated, inForce } from './policy.js';

const credit = { item: 9, sentence: 5 };

export const migrantCreditLoan = rule({
  id: 'art09.migrant-credit-loan',
  name: { zh: '返乡农民工信用贷款', en: 'credit loan for migrant workers' },
  cites: [credit],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    isTrue({ zh: '返乡创业农民工', en: 'returning migrant worker' }, credit, 'person.isReturningMigrantWorker'),
    isTrue({ zh: '经营正常', en: 'the business operates normally' }, credit, 'enterprise.operatingNormally'),
    decidedElsewhere({ zh: '信誉较好，由金融机构认定', en: 'good credit, which the bank finds' }, credit),
  ),
  fund: fundNotStated,
  papers: [{ zh: '金融机构的信贷规定和农民工诚信台账', en: "the bank's lending rules and the credit register" }],
  readings: ['R-20'],
  remarks: [{ zh: '贷款由金融机构决定，原文未定额度', en: 'the bank decides; the text names no sum' }],
});
