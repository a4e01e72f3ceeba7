/** Item 5: professional staff of public institutions leave their post to start a business. */
import { addYears } from '../civil-date.js';
import { all, ask, ifGiven, isTrue, requires } from '../condition.js';
import { rule } from '../entitlement.js';
import { inForce, noMoney } from './policy.js';

const MOST_YEARS = 3;
const cite = { item: 5, sentence: 7 };

export const leaveToStartBusiness = rule({
  id: 'art05.leave-to-start-business',
  name: { zh: '离岗创业保留人事关系', en: 'leave to start a business, the post relation kept' },
  cites: [cite, { item: 5, sentence: 8 }],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    isTrue(
      { zh: '事业单位专业技术人员', en: 'professional or technical staff of a public institution' },
      cite,
      'person.isProfessionalTechnicalStaff',
    ),
    // Leave is taken to start a business; a declaration that says otherwise is heard, but not asked.
    ifGiven(
      'person.startingOwnBusiness',
      isTrue({ zh: '自主创业', en: 'starts a business' }, cite, 'person.startingOwnBusiness'),
    ),
    isTrue({ zh: '原单位同意', en: 'the institution consents' }, cite, 'person.institutionConsents'),
    requires(
      { zh: '离岗未超过3年', en: 'on leave, for not more than three years' },
      cite,
      ['person.leaveFrom', 'assessOn'],
      (leaveFrom, assessOn) => leaveFrom !== null && assessOn <= addYears(leaveFrom, MOST_YEARS),
      ['R-01'],
    ),
  ),
  until: ask(['person.leaveFrom'], (leaveFrom) => (leaveFrom === null ? null : addYears(leaveFrom, MOST_YEARS))),
  fund: noMoney,
  readings: ['R-20'],
  remarks: [
    {
      zh: '待办：原单位应与本人签订或变更聘用合同（单位义务，未办不影响本人权利）',
      en: 'open duty: the institution signs or amends the contract; that it has not done so takes nothing from the person',
    },
    {
      zh: '职称评聘、岗位等级晋升和社会保险与在岗人员同等',
      en: 'equal standing with staff at work for titles, grades and social insurance',
    },
  ],
});
