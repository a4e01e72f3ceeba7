/** The employment system's rows in the hub's words. */
import type { FactBody, Instant, Sex, Subject } from '../../rules/vocabulary.js';
import {
  type EmploymentRow,
  type EmploymentStream,
  hardshipCategories,
  registrationKinds,
  schoolTypes,
} from './employment.records.js';
import {
  certificateForms,
  certificateStates,
  courseKinds,
  courseOutcomes,
  householdKinds,
  internshipOutcomes,
  relations,
  wishes,
  workPlaces,
} from './registers-of-persons.records.js';

import { communityKinds, parkKinds } from './registers-of-places.records.js';

export interface Translated {
  key: string;
  subject: Subject;
  body: FactBody;
  version: Instant;
}

type Translations = { [S in EmploymentStream]: (row: EmploymentRow<S>) => FactBody };

const sexes: Record<string, Sex> = { '1': 'male', '2': 'female' };

const bodies: Translations = {
  'job-seekers': ({ name, sex, birthDate, householdRegion, phone, education }) => ({
    kind: 'person',
    name,
    sex: sexes[sex] ?? null,
    birthDate,
    householdRegion,
    phone,
    education: education && {
      schoolType: schoolTypes[education.schoolType],
      status: education.status === '1' ? 'graduated' : 'enrolled',
      school: education.school,
      graduationDate: education.graduationDate,
    },
  }),
  registrations: (row) => ({
    kind: 'employment',
    form: registrationKinds[row.kind],
    employerCode: row.creditCode,
    from: row.startDate,
    to: row.endDate,
    contractFrom: row.contractStart,
    contractTo: row.contractEnd,
    reason: row.reason,
  }),
  hardship: (row) => ({
    kind: 'hardship',
    category: hardshipCategories[row.category],
    from: row.validFrom,
    to: row.validTo,
  }),
  'benefit-grants': (row) => ({
    kind: 'benefit-grant',
    entitlement: row.entitlementId,
    fund: row.fund,
    fromMonth: row.fromMonth,
    toMonth: row.toMonth,
    amountFen: row.amountFen,
    paidOn: row.paidOn,
    firstApprovedOn: row.firstApprovedOn,
  }),
  certificates: ({ form, region, issuedOn, state }) => ({
    kind: 'certificate',
    form: certificateForms[form],
    region,
    issuedOn,
    state: certificateStates[state],
  }),
  trainings: (row) => ({
    kind: 'training',
    course: row.course,
    courseKind: courseKinds[row.kind],
    bodyCode: row.creditCode,
    from: row.startDate,
    to: row.endDate,
    hours: row.hours,
    outcome: courseOutcomes[row.outcome],
  }),
  'startup-loans': (row) => ({
    kind: 'startup-loan',
    lender: row.lender,
    enterpriseCode: row.creditCode,
    amountFen: row.amountFen,
    grantedOn: row.grantedOn,
    dueOn: row.dueOn,
    repaidOn: row.repaidOn,
    interestSubsidised: row.interestSubsidised === '1',
  }),
  internships: (row) => ({
    kind: 'internship',
    unitCode: row.creditCode,
    position: row.position,
    from: row.startDate,
    to: row.endDate,
    monthlyAllowanceFen: row.monthlyAllowanceFen,
    outcome: internshipOutcomes[row.outcome],
  }),
  'rural-labour': ({ homeRegion, worksWhere, worksRegion, skill, wish }) => ({
    kind: 'rural-labour',
    homeRegion,
    worksWhere: workPlaces[worksWhere],
    worksRegion,
    skill,
    wish: wishes[wish],
  }),
  households: (row) => ({
    kind: 'household-member',
    household: row.household,
    householdKind: householdKinds[row.kind],
    relation: relations[row.relation],
    from: row.validFrom,
    to: row.validTo,
  }),
  'internship-units': ({ name, region, posts, validFrom, validTo }) => ({
    kind: 'internship-unit',
    name,
    region,
    posts,
    from: validFrom,
    to: validTo,
  }),
  parks: (row) => ({
    kind: 'park',
    park: row.key,
    name: row.name,
    parkKind: parkKinds[row.kind],
    region: row.region,
    address: row.address,
    areaSquareMetres: row.areaSquareMetres,
    from: row.validFrom,
    to: row.validTo,
  }),
  'park-residents': ({ park, areaSquareMetres, rentFreeUntil, validFrom, validTo }) => ({
    kind: 'park-resident',
    park,
    areaSquareMetres,
    rentFreeUntil,
    from: validFrom,
    to: validTo,
  }),
  communities: (row) => ({
    kind: 'community',
    community: row.key,
    name: row.name,
    communityKind: communityKinds[row.kind],
    region: row.region,
    fullEmploymentSince: row.fullEmploymentSince,
  }),
  'welfare-posts': (row) => ({
    kind: 'welfare-post',
    title: row.name,
    community: row.community,
    posts: row.posts,
    filled: row.filled,
    monthlyFen: row.monthlyFen,
    from: row.validFrom,
    to: row.validTo,
  }),
  'training-bodies': ({ name, region, kinds, validFrom, validTo }) => ({
    kind: 'training-body',
    name,
    region,
    courseKinds: kinds.map((kind) => courseKinds[kind]),
    from: validFrom,
    to: validTo,
  }),
};

/** One checked row. Its version is its change time in UTC, so that two versions of a key sort as text. */
export function translateEmployment<S extends EmploymentStream>(stream: S, row: EmploymentRow<S>): Translated {
  const body = bodies[stream](row);
  return { key: row.key, subject: subjectOf(row), body, version: instantOf(row.updatedAt) };
}

/** The person, else the firm or body; a place that nobody with a credit code answers for is about nobody, its code stands in the body. */
function subjectOf(row: EmploymentRow): Subject {
  if ('idNumber' in row) return { idNumber: row.idNumber };
  return 'creditCode' in row && row.creditCode !== null ? { creditCode: row.creditCode } : {};
}

/** A source time with its offset as an instant in UTC. */
export function instantOf(time: string): Instant {
  return new Date(time).toISOString();
}
