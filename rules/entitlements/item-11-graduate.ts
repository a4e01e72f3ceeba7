/** 高校毕业生 as item 11 means them where no employment subsidy is paid: of a university itself. */
import { all, ifGiven, requires } from '../condition.js';
import type { Cite, Condition } from '../condition.js';
import { hasGraduated, isToldUniversityGraduate, thePerson } from '../definitions/graduate.js';

/** Posts and tuition are no employment subsidy: the classes of sentence 9 are not among them. */
export function isUniversityGraduate(cite: Cite): Condition {
  const byStatus = hasGraduated(thePerson, cite);
  const byDay = requires(
    { zh: '已到毕业日期', en: 'the day of graduation has come' },
    cite,
    ['person.education.graduationDate', 'assessOn'],
    (graduation, assessOn) => graduation !== null && graduation <= assessOn,
  );
  const bySchool = all(
    null,
    requires(
      { zh: '普通高校', en: 'of a university' },
      cite,
      ['person.education.schoolType'],
      (school) => school === 'university',
    ),
    ifGiven('person.education.status', byStatus, ifGiven('person.education.graduationDate', byDay, byStatus)),
  );
  return ifGiven(
    'person.education.schoolType',
    bySchool,
    ifGiven('person.isUniversityGraduate', isToldUniversityGraduate(thePerson, cite), bySchool),
  );
}
