/** Records as the viewer may see them: masked, cut, and with no hint at what was left out. */
import { type Accesses, type Field, show } from '../rules/visibility.js';
import type { Attribute, OrganizationDocument, PersonDocument, Sourced } from '../rules/vocabulary.js';
import type { Organization } from '../schema/organization/organization.type.js';
import type { FieldProvenance, Person } from '../schema/person/person.type.js';

/** The source object of a `Person`: what fields with arguments need stands beside the plain fields. */
export interface PersonView extends Person {
  document: PersonDocument;
  accesses: Accesses;
}

export function personView(document: PersonDocument, accesses: Accesses): PersonView {
  const full = (field: Field) => accesses[field] === 'full';
  return {
    document,
    accesses,
    id: document.id,
    // A record without any name is never found: the name is half of the key.
    name: show(accesses, 'Person.name', document.name?.value ?? '') ?? '',
    sex: show(accesses, 'Person.sex', document.sex?.value ?? null),
    birthDate: show(accesses, 'Person.birthDate', document.birthDate?.value ?? null),
    householdRegion: show(accesses, 'Person.householdRegion', document.householdRegion?.value ?? null),
    education: show(accesses, 'Person.education', document.education?.value ?? null),
    hardships: full('Person.hardships') ? document.hardships : [],
    benefitGrants: full('Person.benefitGrants') ? document.grants : [],
    unemploymentBenefits: full('Person.unemploymentBenefits') ? document.unemploymentBenefits : [],
    enterprises: full('Person.enterprises') ? document.enterprises : [],
    get provenance() {
      return personProvenance(document, accesses);
    },
  };
}

export interface OrganizationView extends Organization {
  document: OrganizationDocument;
  accesses: Accesses;
}

export function organizationView(document: OrganizationDocument, accesses: Accesses): OrganizationView {
  const value = <T>(name: string, attribute: Attribute<T> | null) =>
    show(accesses, `Organization.${name}` as Field, attribute?.value ?? null);
  return {
    document,
    accesses,
    creditCode: document.creditCode,
    name: value('name', document.name),
    entityKind: value('entityKind', document.entityKind),
    ownership: value('ownership', document.ownership),
    stateLevel: value('stateLevel', document.stateLevel),
    industry: value('industry', document.industry),
    region: value('region', document.region),
    address: value('address', document.address),
    legalRepresentativeName: value('legalRepresentativeName', document.legalRepresentativeName),
    establishedOn: value('establishedOn', document.establishedOn),
    state: value('state', document.state),
    taxState: value('taxState', document.taxState),
    vatKind: value('vatKind', document.vatKind),
    annualRevenueFen: value('annualRevenueFen', document.annualRevenueFen),
    headcount: value('headcount', document.headcount),
    get provenance() {
      return attributeProvenance('Organization', document, accesses);
    },
  };
}

function personProvenance(document: PersonDocument, accesses: Accesses): FieldProvenance[] {
  const lists = {
    employments: document.employments,
    contributions: document.contributions,
    hardships: document.hardships,
    benefitGrants: document.grants,
    unemploymentBenefits: document.unemploymentBenefits,
    enterprises: document.enterprises,
  } satisfies Record<string, Sourced<object>[]>;
  const rows = attributeProvenance('Person', document, accesses);
  for (const [field, entries] of Object.entries(lists)) {
    if (accesses[`Person.${field}` as Field] !== 'full') continue;
    const newest = new Map<string, FieldProvenance>();
    for (const { source, asOf } of entries)
      if (!newest.has(source) || newest.get(source)!.asOf < asOf) newest.set(source, { field, source, asOf });
    rows.push(...newest.values());
  }
  return rows;
}

/** A row for each attribute that is seen in full; of a masked one not even the source is told. */
function attributeProvenance(type: 'Person' | 'Organization', document: object, accesses: Accesses): FieldProvenance[] {
  return Object.entries(document as Record<string, Partial<Attribute<unknown>> | null>).flatMap(
    ([field, attribute]) => {
      if (accesses[`${type}.${field}` as Field] !== 'full' || !attribute?.source || !attribute.asOf) return [];
      return [{ field, source: attribute.source, asOf: attribute.asOf }];
    },
  );
}
