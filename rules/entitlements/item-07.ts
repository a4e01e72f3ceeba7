/** Item 7: training for founders. */
import { numberOf } from '../amount.js';
import type { CivilDay } from '../civil-date.js';
import { all, any, every, ifGiven, isTrue, requires } from '../condition.js';
import type { Cite, Condition } from '../condition.js';
import { holdsValidCertificate } from '../definitions/certificate.js';
import { isOfStartupSchool } from '../definitions/student-startup-group.js';
import { rule } from '../entitlement.js';
import { fundNotStated, inForce, noPapersListed } from './policy.js';

const students = { item: 7, sentence: 1 };
const others = { item: 7, sentence: 2 };
const existingPolicy = {
  zh: '现行创业培训补贴政策（标准和申领办法）',
  en: 'the existing policy on training subsidies (standard and how to apply)',
};

/** The standard of the course; which courses a person attends is told by their kind. */
const standard = numberOf(
  { zh: '该类课程补贴标准', en: 'standard of this kind of course' },
  'fen',
  [
    'course.kind',
    'parameter:startupTrainingStandard.awareness',
    'parameter:startupTrainingStandard.startOrImproveBusiness',
    'parameter:startupTrainingStandard.practice',
  ],
  (kind, awareness, startOrImproveBusiness, practice) => {
    if (kind === null) return 0;
    return { awareness, start_or_improve_business: startOrImproveBusiness, practice }[kind];
  },
);

const isCompleted = (cite: Cite) =>
  isTrue({ zh: '已完成培训', en: 'the course is completed' }, cite, 'course.completed');

/** At school on the day of the course; who has left school was there up to the day of graduation. */
const enrolledOn = (testedOn: 'course.completedOn' | 'assessOn'): Condition =>
  any(
    { zh: '培训时在校', en: 'enrolled at the time of the course' },
    requires({ zh: '在校', en: 'enrolled' }, students, ['person.education.status'], (status) => status === 'enrolled'),
    requires(
      { zh: '培训不晚于毕业', en: 'the course was not later than graduation' },
      students,
      ['person.education.graduationDate', testedOn as 'course.completedOn', 'assessOn'],
      (graduation: CivilDay | null, day, assessOn) => graduation !== null && (day ?? assessOn) <= graduation,
      ['R-01'],
    ),
  );

export const studentStartupTrainingSubsidy = rule({
  id: 'art07.student-startup-training-subsidy',
  name: { zh: '在校生创业培训补贴', en: 'start-up training subsidy for enrolled students' },
  cites: [students],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    isOfStartupSchool(students),
    ifGiven('course.completedOn', enrolledOn('course.completedOn'), enrolledOn('assessOn')),
    isCompleted(students),
    ifGiven(
      'course.completedOn',
      requires(
        { zh: '培训在申请日前完成', en: 'completed by the day of application' },
        students,
        ['course.completedOn', 'assessOn'],
        (day, assessOn) => day === null || day <= assessOn,
      ),
    ),
    requires(
      {
        zh: '创业意识培训、创办（改善）企业培训或创业实训',
        en: 'awareness, start or improve your business, or practice',
      },
      students,
      ['course.kind'],
      (kind) => kind !== null,
    ),
    every(
      'history.subsidisedCourseKinds',
      { zh: '该类培训未享受过补贴', en: 'no subsidy was paid for this kind of course before' },
      students,
      (at) =>
        requires(
          { zh: '已补贴的是另一类培训', en: 'the subsidised course was of another kind' },
          students,
          ['course.kind', at('')],
          (kind, paid) => kind !== paid,
        ),
    ),
  ),
  amount: { is: 'once', of: standard },
  route: 'startup-training',
  fund: fundNotStated,
  papers: [existingPolicy],
  readings: ['R-12', 'R-20'],
  remarks: [noPapersListed],
});

export const startupTrainingSubsidy = rule({
  id: 'art07.startup-training-subsidy',
  name: { zh: '创业培训补贴', en: 'start-up training subsidy' },
  cites: [others],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    any(
      { zh: '退役军人、返乡创业农民工或持证人员', en: 'veteran, returning migrant worker or holder of a certificate' },
      isTrue({ zh: '退役军人', en: 'veteran' }, others, 'person.isVeteran'),
      isTrue({ zh: '返乡创业农民工', en: 'returning migrant worker' }, others, 'person.isReturningMigrantWorker'),
      holdsValidCertificate,
    ),
    // The sentence gives the training itself; a course that is known to be unfinished pays nothing.
    ifGiven('course.completed', isCompleted(others)),
  ),
  amount: { is: 'once', of: standard },
  route: 'startup-training',
  fund: fundNotStated,
  papers: [existingPolicy],
  readings: ['R-12', 'R-20', 'R-42'],
  remarks: [
    { zh: '原文给予培训机会，补贴按现行政策', en: 'the text gives the training; money follows the existing policy' },
    noPapersListed,
  ],
});
