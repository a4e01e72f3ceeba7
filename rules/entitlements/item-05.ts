/** Item 5: starting a business. */
import { addMonths } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { fixed } from '../amount.js';
import { all, ifGiven, ifRead, requires } from '../condition.js';
import { isReceivingUnemploymentBenefit } from '../definitions/benefit-recipient.js';
import { isInStudentStartupGroup } from '../definitions/student-startup-group.js';
import { rule } from '../entitlement.js';
import { askTheBureau, businessLicence, employmentSpecialFund, inForce, unemploymentInsuranceFund } from './policy.js';

const FIVE_THOUSAND_YUAN = 500_000;
const opening = { item: 5, sentence: 4 };
const grant = { item: 5, sentence: 5 };
const once = fixed(FIVE_THOUSAND_YUAN, { zh: '一次性', en: 'once' });
const bothFiveThousands = askTheBureau(
  '开业补贴与失业人员创业补助能否同领，原文未禁止',
  'nothing in the text bars the opening subsidy and the grant for the unemployed together',
);

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
    requires(
      { zh: '企业由本人创办', en: 'the business was founded by the person' },
      opening,
      ['enterprise.foundedByPerson'],
      (it) => it === true,
    ),
    // Who founds a business has a start-up; a register that says otherwise is heard, but not asked.
    ifGiven(
      'enterprise.isStartup',
      requires(
        { zh: '属于初创企业', en: 'the business is a start-up' },
        opening,
        ['enterprise.isStartup'],
        (it) => it === true,
      ),
    ),
    requires(
      { zh: '正常经营', en: 'the business operates normally' },
      opening,
      ['enterprise.operatingNormally'],
      (it) => it === true,
    ),
    ifRead(
      'R-36',
      'from-first-operation',
      threeMonthsFrom('enterprise.startedOperatingOn'),
      threeMonthsFrom('enterprise.registeredOn'),
    ),
    ifGiven(
      'history.openingSubsidyAlreadyPaid',
      requires(openingSubsidyNotPaid, opening, ['history.openingSubsidyAlreadyPaid'], (paid) => paid !== true),
      ifGiven(
        'history.openingSubsidyPaidAmount',
        requires(openingSubsidyNotPaid, opening, ['history.openingSubsidyPaidAmount'], (paid) => (paid ?? 0) === 0),
        requires(openingSubsidyNotPaid, opening, ['history.openingSubsidyAlreadyPaid'], (paid) => paid !== true),
      ),
    ),
  ),
  amount: { is: 'once', of: once },
  documents: [
    { zh: '创业者身份证明', en: "the founder's proof of identity" },
    businessLicence,
    { zh: '员工花名册', en: 'staff roster' },
    { zh: '工资支付凭证', en: 'wage vouchers' },
  ],
  fund: employmentSpecialFund,
  readings: ['R-20'],
  remarks: [{ zh: '原文未规定申请期限', en: 'the text sets no deadline for applying' }, bothFiveThousands],
});

export const unemployedStartupGrant = rule({
  id: 'art05.unemployed-startup-grant',
  name: { zh: '失业人员一次性创业补助', en: 'one-off start-up grant for the unemployed' },
  cites: [grant],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    isReceivingUnemploymentBenefit(grant),
    requires(
      { zh: '已领取工商营业执照', en: 'the business is licensed' },
      grant,
      ['enterprise.hasBusinessLicence'],
      (it) => it === true,
    ),
    // The licence proves the business; a register that says otherwise is heard, but not asked.
    ifGiven(
      'enterprise.foundedByPerson',
      requires(
        { zh: '企业由本人创办', en: 'the business was founded by the person' },
        grant,
        ['enterprise.foundedByPerson'],
        (it) => it === true,
      ),
    ),
    ifGiven(
      'enterprise.registeredOn',
      requires(
        { zh: '企业已注册登记', en: 'the business is registered' },
        grant,
        ['enterprise.registeredOn', 'assessOn'],
        (registeredOn, assessOn) => registeredOn !== null && registeredOn <= assessOn,
      ),
    ),
    requires(
      { zh: '未领取过该项补助', en: 'the grant was not paid before' },
      grant,
      ['history.unemployedStartupGrantAlreadyPaid'],
      (paid) => paid !== true,
    ),
  ),
  amount: { is: 'once', of: once },
  documents: [businessLicence, { zh: '其他有效证明', en: 'other valid proof' }],
  fund: unemploymentInsuranceFund,
  readings: ['R-20'],
  remarks: [
    {
      zh: '可同时一次性领取剩余期限的失业保险金',
      en: 'the rest of the unemployment benefit may be taken at once at the same time',
    },
    bothFiveThousands,
  ],
});
