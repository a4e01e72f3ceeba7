/** Item 8: loans for founders. */
import { atMost, fixed, numberOf } from '../amount.js';
import { all, any, ifGiven, isTrue, requires } from '../condition.js';
import type { Cite } from '../condition.js';
import { holdsValidCertificate } from '../definitions/certificate.js';
import { isHardToEmployForLoan } from '../definitions/hard-to-employ-loan.js';
import { isEnrolledOrFiveYearsAfter, isInStudentStartupGroup } from '../definitions/student-startup-group.js';
import { rule } from '../entitlement.js';
import { inForce, noPapersListed, startupLoanGuaranteeFund } from './policy.js';

const MOST_LENT = 10_000_000;
const loan = { item: 8, sentence: 3 };
const fastLane = { item: 8, sentence: 4 };

/** Who asks for the loan starts a business; a declaration to the contrary is heard, but not asked for. */
const startsABusiness = (cite: Cite) =>
  ifGiven(
    'person.startingOwnBusiness',
    isTrue({ zh: '自主创业', en: 'starts an own business' }, cite, 'person.startingOwnBusiness'),
  );

export const startupGuaranteedLoan = rule({
  id: 'art08.startup-guaranteed-loan',
  name: { zh: '创业担保贷款', en: 'guaranteed start-up loan' },
  cites: [loan],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    any(
      { zh: '属于创业担保贷款扶持人群', en: 'in one of the groups that the loan is for' },
      isInStudentStartupGroup('assessOn'),
      isTrue({ zh: '退役军人', en: 'veteran' }, loan, 'person.isVeteran'),
      isTrue({ zh: '返乡创业农民工', en: 'returning migrant worker' }, loan, 'person.isReturningMigrantWorker'),
      isHardToEmployForLoan,
      isTrue({ zh: '刑释解教人员', en: 'released prisoner' }, loan, 'person.isReleasedPrisoner'),
      holdsValidCertificate,
    ),
    startsABusiness(loan),
  ),
  amount: {
    is: 'at_most',
    of: atMost(
      numberOf({ zh: '申请额度', en: 'loan asked for' }, 'fen', ['loan.requested'], (requested) => requested ?? 0),
      fixed(MOST_LENT, { zh: '最高额度', en: 'the most that is lent' }),
    ),
  },
  fund: startupLoanGuaranteeFund,
  readings: ['R-20', 'R-42'],
  remarks: [
    { zh: '是额度上限，不是补贴；原文未规定贴息', en: 'a ceiling and no grant; the text gives no interest subsidy' },
    noPapersListed,
  ],
});

export const studentLoanFastLane = rule({
  id: 'art08.student-loan-fast-lane',
  name: { zh: '大学生创业担保贷款绿色通道', en: 'fast lane for loans to university students' },
  cites: [fastLane],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    requires(
      { zh: '普通高校', en: 'of a university' },
      fastLane,
      ['person.education.schoolType'],
      (school) => school === 'university',
    ),
    isEnrolledOrFiveYearsAfter('assessOn'),
    startsABusiness(fastLane),
  ),
  fund: startupLoanGuaranteeFund,
  readings: ['R-20'],
  remarks: [
    {
      zh: '大学生按第五条包括在校生和毕业5年内的毕业生',
      en: 'students as in item 5: enrolled, or graduated not more than five years ago',
    },
    noPapersListed,
  ],
});
