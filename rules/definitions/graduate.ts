/** 毕业3年内 (item 2) and 高校毕业生 with those treated alike (item 11). Person, worker and hire have the same education. */
import { addYears } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { all, ifGiven, isTrue, requires } from '../condition.js';
import type { Argument, Cite, Condition, MemberPath } from '../condition.js';

type EducationMember =
  | 'education.schoolType'
  | 'education.status'
  | 'education.graduationDate'
  | 'isUniversityGraduate';
/** Where the education of somebody stands; typed as that of a hire, of which all others have the same members. */
export type GraduateAt = <M extends EducationMember>(member: M) => MemberPath<'hires', M>;

const under = (subject: 'person' | 'worker') => ((member: string) => `${subject}.${member}`) as GraduateAt;
export const thePerson = under('person');
export const theWorker = under('worker');

const WINDOW_YEARS = 3;
const treatedAlike: readonly (string | null)[] = [
  'university',
  'technician_college_senior_class',
  'technician_college_preparatory_class',
  'special_education_vocational_class',
];
/** Who studied abroad is outside item 2. */
const schools: readonly (string | null)[] = [...treatedAlike, 'vocational_school', 'technician_school'];

export const hasGraduated = (at: GraduateAt, cite: Cite) =>
  requires({ zh: '已毕业', en: 'has graduated' }, cite, [at('education.status')], (status) => status === 'graduated');

type DayOfWork = Argument & ('assessOn' | 'employment.startedOn' | `${string}hiredOn`);

/** Tested on the day of the hire or of the start of flexible work: both ends of the three years count. */
export function threeYearsSinceGraduation(
  graduation: `${string}raduationDate` & Argument,
  testedOn: DayOfWork,
  cite: Cite,
): Condition {
  const days = [graduation as 'person.education.graduationDate', testedOn as 'hire.hiredOn'] as const;
  return all(
    null,
    requires(
      { zh: '就业时已毕业', en: 'had graduated when the work began' },
      cite,
      days,
      (graduated: CivilDay | null, on) => graduated !== null && on !== null && graduated <= on,
    ),
    requires(
      { zh: '就业时毕业未超过3年', en: 'not more than three years since graduation when the work began' },
      cite,
      days,
      (graduated, on) => graduated !== null && on !== null && on <= addYears(graduated, WINDOW_YEARS),
      ['R-01', 'R-21'],
    ),
  );
}

export const graduatedWithinThreeYears = (at: GraduateAt, testedOn: DayOfWork, cite: Cite): Condition =>
  all(
    null,
    requires(
      { zh: '毕业于普通高校、职业学校或技工院校', en: 'from a university, vocational or technician school' },
      cite,
      [at('education.schoolType')],
      (school) => schools.includes(school),
      ['R-02'],
    ),
    hasGraduated(at, cite),
    threeYearsSinceGraduation(at('education.graduationDate'), testedOn, cite),
  );

/** Of a university or a class treated alike, whether finished or not. */
export const isOfSchoolTreatedAlike = (at: GraduateAt, cite: Cite): Condition =>
  requires(
    {
      zh: '高校，或技师学院高级工班、预备技师班、特殊教育院校职业教育类',
      en: 'of a university, or of a senior, preparatory technician or special vocational class',
    },
    cite,
    [at('education.schoolType')],
    (school) => treatedAlike.includes(school),
    ['R-40'],
  );

export const isToldUniversityGraduate = (at: GraduateAt, cite: Cite): Condition =>
  isTrue({ zh: '是高校毕业生', en: 'is a university graduate' }, cite, at('isUniversityGraduate'));

/** The school is the more exact fact; the plain yes or no speaks of the same group and is read where the school is left out. */
export function isGraduateForSubsidies(at: GraduateAt, cite: Cite): Condition {
  const bySchool = all(null, isOfSchoolTreatedAlike(at, cite), hasGraduated(at, cite));
  return ifGiven(
    at('education.schoolType'),
    bySchool,
    ifGiven(at('isUniversityGraduate'), isToldUniversityGraduate(at, cite), bySchool),
  );
}
