/** Stored facts in, one unified record out: pure, and byte for byte the same for the same facts in any order. */
import { compare, survive, survivorship } from './survivorship.js';
import type { Candidate, SurvivorshipRule } from './survivorship.js';
import type {
  Attribute,
  Day,
  FactBody,
  FoundedEnterprise,
  Instant,
  OrganizationDocument,
  OrganizationFact,
  PersonDocument,
  PersonFact,
  Sourced,
  StoredFact,
  TaxpayerFact,
} from './vocabulary.js';

/**
 * The record of one person. `facts` are the person's own live facts; `enterpriseFacts` those of the firms whose legal
 * representative the person is; `recordsBeginOn` says per stream since when absence means "none".
 */
export function buildPersonRecord(
  id: string,
  facts: readonly StoredFact[],
  enterpriseFacts: readonly StoredFact[],
  recordsBeginOn: Record<string, Day>,
): PersonDocument {
  const core = ofKind(facts, 'person');
  const attribute = <K extends keyof PersonFact>(key: K, rule: SurvivorshipRule) =>
    pick<PersonFact, K>(core, key, rule);
  return {
    id,
    name: attribute('name', survivorship.name),
    sex: attribute('sex', survivorship.sex),
    birthDate: attribute('birthDate', survivorship.birthDate),
    householdRegion: attribute('householdRegion', survivorship.householdRegion),
    education: attribute('education', survivorship.education),
    employments: list(ofKind(facts, 'employment'), (fact) => fact.from),
    hardships: list(ofKind(facts, 'hardship'), (fact) => fact.from),
    grants: list(ofKind(facts, 'benefit-grant'), (fact) => fact.paidOn),
    contributions: list(ofKind(facts, 'contribution'), (fact) => fact.month),
    unemploymentBenefits: list(ofKind(facts, 'unemployment-benefit'), (fact) => fact.from),
    enterprises: foundedEnterprises(enterpriseFacts),
    recordsBeginOn,
  };
}

/** The record of one organization, from all live facts about its credit code. */
export function buildOrganizationRecord(creditCode: string, facts: readonly StoredFact[]): OrganizationDocument {
  const registered = ofKind(facts, 'organization');
  const taxed = ofKind(facts, 'taxpayer');
  const attribute = <K extends keyof OrganizationFact>(key: K, rule: SurvivorshipRule) =>
    pick<OrganizationFact, K>(registered, key, rule);
  const taxAttribute = <K extends keyof TaxpayerFact>(key: K, rule: SurvivorshipRule) =>
    pick<TaxpayerFact, K>(taxed, key, rule);
  const both = <T>(read: (body: OrganizationFact | TaxpayerFact) => T, rule: SurvivorshipRule) =>
    survive(
      [...registered, ...taxed].map(({ body, source, asOf }) => ({ value: read(body), source, asOf })),
      rule,
    );
  return {
    creditCode,
    name: both((body) => body.name, survivorship.organizationName),
    entityKind: attribute('entityKind', survivorship.entityKind),
    ownership: attribute('ownership', survivorship.ownership),
    stateLevel: attribute('stateLevel', survivorship.stateLevel),
    industry: both((body) => body.industry, survivorship.industry),
    region: attribute('region', survivorship.region),
    address: attribute('address', survivorship.address),
    legalRepresentativeName: attribute('legalRepresentativeName', survivorship.legalRepresentativeName),
    establishedOn: attribute('establishedOn', survivorship.establishedOn),
    state: attribute('state', survivorship.state),
    taxState: taxAttribute('state', survivorship.taxState),
    vatKind: taxAttribute('vatKind', survivorship.vatKind),
    annualRevenueFen: taxAttribute('annualRevenueFen', survivorship.annualRevenueFen),
    headcount: taxAttribute('headcount', survivorship.headcount),
  };
}

interface Told<B> {
  body: B;
  source: StoredFact['source'];
  asOf: Instant;
  creditCode: string | null;
}

function ofKind<K extends FactBody['kind']>(
  facts: readonly StoredFact[],
  kind: K,
): Told<Extract<FactBody, { kind: K }>>[] {
  return facts.filter((fact): fact is StoredFact & Told<Extract<FactBody, { kind: K }>> => fact.body.kind === kind);
}

/** A field that a source does not keep is no candidate; one that it keeps as null says "none" and loses to any value. */
function pick<B, K extends keyof B>(
  told: Told<B>[],
  key: K,
  rule: SurvivorshipRule,
): Attribute<NonNullable<B[K]>> | null {
  const candidates: Candidate<NonNullable<B[K]>>[] = [];
  for (const { body, source, asOf } of told) {
    const value = body[key];
    if (value !== undefined && value !== null) candidates.push({ value, source, asOf });
  }
  return survive(candidates, rule);
}

/** Newest first; what is equal in all it says is put in order by who said it when, so that nothing hangs on reading order. */
function list<B extends { kind: string }>(told: Told<B>[], dayOf: (body: B) => string): Sourced<Omit<B, 'kind'>>[] {
  return told
    .map(({ body, source, asOf }) => {
      const { kind: _, ...rest } = body;
      return { day: dayOf(body), text: `${JSON.stringify(body)} ${source} ${asOf}`, entry: { ...rest, source, asOf } };
    })
    .sort((a, b) => compare(b.day, a.day) || compare(a.text, b.text))
    .map(({ entry }) => entry);
}

function foundedEnterprises(facts: readonly StoredFact[]): FoundedEnterprise[] {
  const taxStates = new Map(ofKind(facts, 'taxpayer').map((told) => [told.creditCode, told]));
  return ofKind(facts, 'organization')
    .map(({ body, source, asOf, creditCode }) => {
      const tax = taxStates.get(creditCode);
      return {
        creditCode: creditCode ?? '',
        name: body.name,
        entityKind: body.entityKind,
        establishedOn: body.establishedOn,
        state: body.state,
        taxState: tax?.body.state ?? null,
        source,
        asOf,
        taxAsOf: tax?.asOf ?? null,
      };
    })
    .sort((a, b) => compare(b.establishedOn, a.establishedOn) || compare(a.creditCode, b.creditCode));
}
