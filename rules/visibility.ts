/** Which fields are personal, how a field may be masked, and which fields a decision gives away. */
import { maskName } from './names.js';

export type Access = 'full' | 'masked' | 'absent';

/**
 * Every field of a record with its class. A field is closed to everybody until an agreement or a role opens it; `open` ones
 * say nothing by themselves. A new field of the GraphQL types without a line here fails a test.
 */
export const fieldClasses = {
  'Person.id': 'open',
  'Person.provenance': 'open',
  'Person.name': 'identity',
  'Person.sex': 'identity',
  'Person.birthDate': 'identity',
  'Person.householdRegion': 'identity',
  'Person.education': 'work',
  'Person.employments': 'work',
  'Person.enterprises': 'work',
  'Person.contributions': 'money',
  'Person.benefitGrants': 'money',
  'Person.unemploymentBenefits': 'money',
  'Person.hardships': 'sensitive',
  'Person.entitlements': 'decision',
  'Organization.creditCode': 'open',
  'Organization.provenance': 'open',
  'Organization.name': 'register',
  'Organization.entityKind': 'register',
  'Organization.ownership': 'register',
  'Organization.stateLevel': 'register',
  'Organization.industry': 'register',
  'Organization.region': 'register',
  'Organization.address': 'register',
  'Organization.legalRepresentativeName': 'identity',
  'Organization.establishedOn': 'register',
  'Organization.state': 'register',
  'Organization.taxState': 'tax',
  'Organization.vatKind': 'tax',
  'Organization.annualRevenueFen': 'tax',
  'Organization.headcount': 'tax',
  'Organization.entitlements': 'decision',
} as const;

export type Field = keyof typeof fieldClasses;
export type FieldClass = (typeof fieldClasses)[Field];
export type Accesses = Readonly<Record<Field, Access>>;

/** Only these fields have a masked form; for any other field "masked" means absent. */
const masks = {
  'Person.name': maskName,
  'Organization.legalRepresentativeName': maskName,
  // 县、区 is left out, the city stays.
  'Person.householdRegion': (region: string) => `${region.slice(0, 4)}00`,
} satisfies Partial<Record<Field, (value: string) => string>>;

export const fields = Object.keys(fieldClasses) as Field[];

export function hasMask(field: Field): boolean {
  return Object.hasOwn(masks, field);
}

export function isField(name: string): name is Field {
  return Object.hasOwn(fieldClasses, name);
}

/** What a list of rights comes to, field by field: what is not listed is absent. */
export function accesses(listed: Readonly<Record<string, Access>>): Accesses {
  return perField((field) => {
    if (fieldClasses[field] === 'open') return 'full';
    const access = Object.hasOwn(listed, field) ? listed[field]! : 'absent';
    return access === 'masked' && !hasMask(field) ? 'absent' : access;
  });
}

/** What the bureau's own roles see: who works with cases sees all, who only watches sees no money, no hardship and masked names. */
export function staffAccesses(roles: readonly string[]): Accesses {
  if (roles.includes('operator') || roles.includes('administrator')) return perField(() => 'full');
  return accesses(
    Object.fromEntries(
      fields.map((field): [Field, Access] => {
        const kind = fieldClasses[field];
        if (kind === 'register' || kind === 'work' || field === 'Person.sex') return [field, 'full'];
        return [field, kind === 'identity' ? 'masked' : 'absent'];
      }),
    ),
  );
}

/** An employer sees its own entry whole, and no person. */
export function employerAccesses(): Accesses {
  return perField((field) => (field.startsWith('Organization.') || fieldClasses[field] === 'open' ? 'full' : 'absent'));
}

/** The value as this access shows it. */
export function show<T>(accesses: Accesses, field: Field, value: T): T | null {
  const access = accesses[field];
  if (access === 'full' || value === null) return value;
  if (access === 'absent') return null;
  const mask = (masks as Partial<Record<Field, (value: string) => string>>)[field];
  return mask && typeof value === 'string' ? (mask(value) as T) : null;
}

/** Whose knowledge a fact of the rules is; the first matching beginning counts. Parameters are public. */
const factSources: readonly (readonly [string, ...Field[]])[] = [
  ['parameter:'],
  ['person.birthDate', 'Person.birthDate'],
  ['person.sex', 'Person.sex'],
  ['person.retirementCategory', 'Person.sex'],
  ['person.education', 'Person.education'],
  ['person.graduatesInYear', 'Person.education'],
  ['person.isUniversityGraduate', 'Person.education'],
  ['person.recognisedHardToEmploy', 'Person.hardships'],
  ['person.inSpecialHardship', 'Person.hardships'],
  ['person.disabled', 'Person.hardships'],
  ['person.receivesMinimumLivingAllowance', 'Person.hardships'],
  ['person.isOlderWorker', 'Person.hardships'],
  ['person.lostLand', 'Person.hardships'],
  ['person.zeroEmploymentFamily', 'Person.hardships'],
  ['household.', 'Person.hardships'],
  // The lump sum, which ends it, stands in the ledger.
  ['person.unemploymentBenefitPerMonth', 'Person.unemploymentBenefits'],
  ['person.unemploymentBenefit', 'Person.unemploymentBenefits', 'Person.benefitGrants'],
  ['person.isReceivingUnemploymentBenefit', 'Person.unemploymentBenefits', 'Person.benefitGrants'],
  // Insured months may speak against a registration.
  ['person.isUnemployed', 'Person.employments', 'Person.contributions'],
  ['person.continuouslyUnemployedSince', 'Person.employments', 'Person.contributions'],
  ['person.newlyEmployed', 'Person.employments', 'Person.contributions'],
  ['person.isRegisteredUnemployed', 'Person.employments'],
  ['person.registeredUnemployedSince', 'Person.employments'],
  ['person.ownSocialInsurancePaidThisYear', 'Person.contributions'],
  ['person.startingOwnBusiness', 'Person.enterprises'],
  ['employment.startedOn', 'Person.employments'],
  ['employment.kind', 'Person.employments', 'Person.contributions'],
  ['employment.employmentRegistered', 'Person.employments', 'Person.contributions'],
  ['employment.monthsClaimed', 'Person.contributions', 'Person.benefitGrants'],
  ['employment.', 'Person.contributions'],
  ['enterprise.', 'Person.enterprises'],
  ['history.', 'Person.benefitGrants'],
];

/** The same where a decision is about an organization: its own fields, and its staff counted. */
const factSourcesOfOrganization: typeof factSources = [
  ['parameter:'],
  ['employer.kind', 'Organization.entityKind'],
  ['employer.headcount', 'Organization.headcount'],
  ['employer.size', 'Organization.headcount'],
  ['enterprise.registeredOn', 'Organization.establishedOn'],
  ['enterprise.hasBusinessLicence', 'Organization.state'],
  ['enterprise.operatingNormally', 'Organization.state', 'Organization.taxState'],
  ['enterprise.employees', 'Organization.headcount'],
  ['enterprise.founderCountedInPayroll', 'Organization.headcount'],
];

/** True when every fact may be known in full: then reasons and missing facts may be shown. A fact that no field covers stays hidden. */
export function mayKnowFacts(
  accesses: Accesses,
  facts: readonly string[],
  about: 'person' | 'organization' = 'person',
): boolean {
  const sources = about === 'person' ? factSources : factSourcesOfOrganization;
  const everyField = fields.filter((field) => about === 'person' || field.startsWith('Organization.'));
  return facts.every((fact) => {
    const [, ...needed] = sources.find(([beginning]) => fact.startsWith(beginning)) ?? [fact, ...everyField];
    return needed.every((field) => accesses[field] === 'full');
  });
}

/** True when no fact about such a record is hidden. */
export function mayKnowAll(accesses: Accesses, about: 'Person' | 'Organization'): boolean {
  return fields.every((field) => !field.startsWith(`${about}.`) || accesses[field] === 'full');
}

function perField(access: (field: Field) => Access): Accesses {
  return Object.fromEntries(fields.map((field) => [field, access(field)])) as Record<Field, Access>;
}
