/** Terms that several rules share, as rules of their own: true, false or not known on any day, whatever policy is in force. */
import { ask, ifGiven, ifRead, requires } from '../condition.js';
import type { Cite, Condition, Text } from '../condition.js';
import { noMoney as fund } from '../entitlements/policy.js';
import { rule } from '../entitlement.js';
import type { Entitlement, Subject } from '../entitlement.js';
import { isBenefitRecipient } from './benefit-recipient.js';
import { holdsValidCertificate } from './certificate.js';
import { isMicroSmallOrMedium } from './enterprise-size.js';
import { graduatedWithinThreeYears, isGraduateForSubsidies, thePerson, theWorker } from './graduate.js';
import { isHardToEmployForLoan } from './hard-to-employ-loan.js';
import { isHardToEmploy } from './hard-to-employ.js';
import { retirementDate } from './retirement-date.js';
import { isInStudentStartupGroup } from './student-startup-group.js';

const window: Cite = { item: 2, sentence: 1 };
const retirement: Cite = { item: 2, sentence: 3 };

/** A founder is tested on the day of registration where it is told, else on the day asked about. */
const isStudentFounder: Condition = ifRead(
  'R-25',
  'on-day-of-application',
  isInStudentStartupGroup('assessOn'),
  ifGiven(
    'enterprise.registeredOn',
    isInStudentStartupGroup('enterprise.registeredOn'),
    isInStudentStartupGroup('assessOn'),
  ),
);

/** Of whom the education is told, on the day on which the work began where it is told, else on the day asked about. */
const ofPerson = ifGiven(
  'employment.startedOn',
  graduatedWithinThreeYears(thePerson, 'employment.startedOn', window),
  ifGiven(
    'hire.hiredOn',
    graduatedWithinThreeYears(thePerson, 'hire.hiredOn', window),
    graduatedWithinThreeYears(thePerson, 'assessOn', window),
  ),
);
const ofWorker = ifGiven(
  'hire.hiredOn',
  graduatedWithinThreeYears(theWorker, 'hire.hiredOn', window),
  graduatedWithinThreeYears(theWorker, 'assessOn', window),
);
const isRecentGraduate = ifGiven(
  'worker.education.schoolType',
  ofWorker,
  ifGiven('worker.education.status', ofWorker, ifGiven('worker.education.graduationDate', ofWorker, ofPerson)),
);

const status = (
  id: string,
  name: Text,
  cites: readonly Cite[],
  conditions: Condition,
  remarks: readonly Text[] = [],
  subject: Subject = 'person',
) => rule({ id: `status.${id}`, answers: 'status', name, subject, inForce: null, cites, conditions, fund, remarks });

export const definitions: readonly Entitlement[] = [
  status(
    'student-startup-group',
    { zh: '大中专学生', en: 'student or former student who starts a business' },
    [{ item: 5, sentence: 1 }],
    isStudentFounder,
  ),
  status(
    'graduate-3y',
    { zh: '毕业3年内', en: 'graduated not more than three years ago' },
    [window, { item: 2, sentence: 2 }],
    isRecentGraduate,
  ),
  status(
    'graduate-for-employment-subsidies',
    { zh: '高校毕业生（含参照人员）', en: 'university graduate or treated alike' },
    [{ item: 11, sentence: 9 }],
    isGraduateForSubsidies(thePerson, { item: 11, sentence: 9 }),
  ),
  status('hard-to-employ', { zh: '就业困难人员', en: 'hard to employ' }, [{ item: 12, sentence: 1 }], isHardToEmploy),
  status(
    'hard-to-employ-loan',
    { zh: '就业困难人员（第八条括号）', en: 'hard to employ, brackets of item 8' },
    [{ item: 8, sentence: 3 }],
    isHardToEmployForLoan,
  ),
  status(
    'valid-employment-certificate',
    { zh: '持有效就业创业证', en: 'holder of a valid employment certificate' },
    [
      { item: 20, sentence: 1 },
      { item: 20, sentence: 2 },
    ],
    holdsValidCertificate,
  ),
  status(
    'msme',
    { zh: '中小微企业', en: 'micro, small or medium enterprise' },
    [window],
    isMicroSmallOrMedium,
    [{ zh: '规模按国家统计划型标准', en: 'the class follows the national size standard' }],
    'employer',
  ),
  status(
    'benefit-recipient',
    { zh: '领取失业保险金人员', en: 'recipient of unemployment benefit' },
    [
      { item: 5, sentence: 5 },
      { item: 19, sentence: 4 },
    ],
    isBenefitRecipient,
  ),
  rule({
    id: 'retirement.date',
    answers: 'date',
    name: { zh: '法定退休日期', en: 'day of retirement by law' },
    subject: 'person',
    inForce: null,
    cites: [retirement],
    conditions: requires(
      { zh: '出生日期和退休类别', en: 'birth date and retirement category' },
      retirement,
      ['person.birthDate', 'person.retirementCategory'],
      (birth, category) => birth !== null && category !== null,
      ['R-19'],
    ),
    value: ask(['person.birthDate', 'person.retirementCategory', 'assessOn'], (birth, category, assessOn) =>
      birth === null || category === null ? null : retirementDate(birth, category, assessOn),
    ),
    fund,
  }),
];
