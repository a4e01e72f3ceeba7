/** Item 5: the one-off opening subsidy for students and graduates. */
import { addMonths } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { fixed } from '../amount.js';
import { all, ifGiven, ifRead, isNotTrue, isTrue, requires } from '../condition.js';
import { isInStudentStartupGroup } from '../definitions/student-startup-group.js';
import { rule } from '../entitlement.js';
import { bothFiveThousands } from './item-05-unemployed.js';
import { businessLicence, employmentSpecialFund, inForce } from './policy.js';

const opening = { item: 5, sentence: 4 };

const threeMonths = { zh: '正常经营满3个月', en: 'three months of operation' };
const threeMonthsFrom = (start: 'enterprise.registeredOn' | 'enterprise.startedOperatingOn') =>
  requires(
    threeMonths,
    opening,
    [start, 'assessOn'],
    (began: CivilDay | null, assessOn) => began !== null && addMonths(began, 3) <= assessOn,
    ['R-01', 'R-36'],
  );
const openingSubsidyNotPaid = { zh: '未领取过开业补贴', en: 'the opening subsidy was not paid before' };

export const openingSubsidy = rule({
  id: 'art05.opening-subsidy',
  name: { zh: '一次性开业补贴', en: 'one-off opening subsidy' },
  cites: [{ item: 5, sentence: 1 }, opening],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    ifRead(
      'R-25',
      'on-day-of-application',
      isInStudentStartupGroup('assessOn'),
      isInStudentStartupGroup('enterprise.registeredOn'),
    ),
    isTrue(
      { zh: '企业由本人创办', en: 'the business was founded by the person' },
      opening,
      'enterprise.foundedByPerson',
    ),
    // Who founds a business has a start-up; a register that says otherwise is heard, but not asked.
    ifGiven(
      'enterprise.isStartup',
      isTrue({ zh: '属于初创企业', en: 'the business is a start-up' }, opening, 'enterprise.isStartup'),
    ),
    isTrue({ zh: '正常经营', en: 'the business operates normally' }, opening, 'enterprise.operatingNormally'),
    ifRead(
      'R-36',
      'from-first-operation',
      threeMonthsFrom('enterprise.startedOperatingOn'),
      threeMonthsFrom('enterprise.registeredOn'),
    ),
    ifGiven(
      'history.openingSubsidyAlreadyPaid',
      isNotTrue(openingSubsidyNotPaid, opening, 'history.openingSubsidyAlreadyPaid'),
      ifGiven(
        'history.openingSubsidyPaidAmount',
        requires(openingSubsidyNotPaid, opening, ['history.openingSubsidyPaidAmount'], (paid) => (paid ?? 0) === 0),
        isNotTrue(openingSubsidyNotPaid, opening, 'history.openingSubsidyAlreadyPaid'),
      ),
    ),
  ),
  amount: { is: 'once', of: fixed(500_000, { zh: '一次性', en: 'once' }) },
  documents: [
    { zh: '创业者身份证明', en: "the founder's proof of identity" },
    businessLicence,
    { zh: '员工花名册', en: 'staff roster' },
    { zh: '工资支付凭证', en: 'wage vouchers' },
  ],
  fund: employmentSpecialFund,
  readings: ['R-20', 'R-41'],
  remarks: [{ zh: '原文未规定申请期限', en: 'the text sets no deadline for applying' }, bothFiveThousands],
});
