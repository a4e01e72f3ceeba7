/** Rights over plain rows, slow and obvious: what an answer must be, worked out without any of the hub's own machinery for it. */
import type { AgreementTerms } from '../../rules/agreement.js';
import { factsReadBy } from '../../rules/facts-read-by.js';
import { type Accesses, mayKnowFacts } from '../../rules/visibility.js';
import type { Access } from '../../rules/visibility.js';
import type { OrganizationDocument, PersonDocument } from '../../rules/vocabulary.js';

export type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/** A field of a record as it is asked for. */
export interface Part {
  field: string;
  alias: string;
  /** False: excluded by a directive, and named all the same. */
  isIncluded: boolean;
  /** Parts of the value, of those that have any. */
  inner: readonly string[];
  /** Of a list that comes page by page. */
  first: number;
}

export interface LookUp {
  alias: string;
  kind: 'Person' | 'Organization';
  /** Which invented person or firm. */
  who: number;
  isRightName: boolean;
  parts: readonly Part[];
}

export interface Question {
  client: string;
  purpose: string | null;
  lookUps: readonly LookUp[];
}

/** What is stored, and what is decided for it, by the number of the invented person or firm. */
export interface Rows {
  persons: ReadonlyMap<number, PersonDocument>;
  organizations: ReadonlyMap<number, OrganizationDocument>;
  /** Whole decisions by person and rule, as somebody sees them who may know everything. */
  decisions: ReadonlyMap<string, { [key: string]: Json }>;
}

/** The answer, or null for a refusal. */
export function expectedAnswer(rows: Rows, agreements: ReadonlyMap<string, AgreementTerms>, question: Question): Json {
  const agreement = agreements.get(question.client);
  if (!agreement || agreement.endsOn !== null) return null;
  const purpose = question.purpose ?? agreement.defaultPurpose;
  if (!agreement.purposes.some(({ code }) => code === purpose)) return null;
  for (const { kind, parts } of question.lookUps)
    for (const { field } of parts) if (accessTo(agreement, `${kind}.${field}`) === 'absent') return null;
  return Object.fromEntries(question.lookUps.map((lookUp) => [lookUp.alias, recordFor(rows, agreement, lookUp)]));
}

const always = ['Person.id', 'Person.provenance', 'Organization.creditCode', 'Organization.provenance'];
const accessTo = ({ fields }: AgreementTerms, field: string): Access =>
  always.includes(field) ? 'full' : (fields[field] ?? 'absent');

function recordFor(rows: Rows, agreement: AgreementTerms, { kind, who, isRightName, parts }: LookUp): Json {
  const record = kind === 'Person' ? rows.persons.get(who) : rows.organizations.get(who);
  if (!record || (kind === 'Person' && !isRightName)) return null;
  if (!isWithin(agreement, record)) return null;
  const shown = parts.filter(({ isIncluded }) => isIncluded);
  return Object.fromEntries(shown.map((part) => [part.alias, valueOf(rows, agreement, { kind, who, record, part })]));
}

function isWithin({ regions, populations }: AgreementTerms, record: PersonDocument | OrganizationDocument): boolean {
  const region = ('creditCode' in record ? record.region?.value : record.householdRegion?.value) ?? '';
  if (regions.length > 0 && !regions.some((beginning) => region.startsWith(beginning))) return false;
  if ('creditCode' in record || populations.length === 0) return true;
  if (populations.includes('unemployed') && record.employments.some(({ form }) => form === 'unemployed')) return true;
  if (populations.includes('hard-to-employ') && record.hardships.length > 0) return true;
  if (populations.includes('benefit-recipients') && record.unemploymentBenefits.length > 0) return true;
  if (populations.includes('insured') && record.contributions.length > 0) return true;
  return populations.includes('founders') && record.enterprises.length > 0;
}

interface Asked {
  kind: LookUp['kind'];
  who: number;
  record: PersonDocument | OrganizationDocument;
  part: Part;
}

const listsOf: Record<string, string> = { benefitGrants: 'grants' };
const upper = (value: Json) => (typeof value === 'string' ? value.toUpperCase().replaceAll('-', '_') : value);
const enums = [
  'sex',
  'form',
  'insurance',
  'category',
  'schoolType',
  'status',
  'source',
  'entityKind',
  'ownership',
  'stateLevel',
  'state',
  'taxState',
  'vatKind',
];
const plain = (name: string, value: Json) => (enums.includes(name) ? upper(value) : value);

function valueOf(rows: Rows, agreement: AgreementTerms, { kind, who, record, part }: Asked): Json {
  const { field, inner, first } = part;
  if (field === 'id' || field === 'creditCode') return (record as unknown as Record<string, string>)[field]!;
  if (field === 'provenance') return provenanceOf(agreement, kind, record, inner);
  if (field === 'entitlements') return inner.map((rule) => decisionOf(rows, agreement, `${who} ${rule}`, rule));
  const stored = (record as unknown as Record<string, unknown>)[listsOf[field] ?? field];
  if (Array.isArray(stored)) {
    const items = (stored as Record<string, Json>[]).map((item) => picked(item, inner));
    return field === 'employments' || field === 'contributions'
      ? { edges: items.slice(0, first).map((node) => ({ node })) }
      : items;
  }
  const value = (stored as { value: Json } | null)?.value ?? null;
  if (accessTo(agreement, `${kind}.${field}`) === 'masked') return masked(field, value);
  if (field === 'education' && value !== null) return picked(value as Record<string, Json>, inner);
  return plain(field, value);
}

const picked = (item: Record<string, Json>, names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, plain(name, item[name] ?? null)]));

/** A name keeps its first character, a region its city. */
function masked(field: string, value: Json): Json {
  if (typeof value !== 'string') return value;
  if (field === 'householdRegion') return `${value.slice(0, 4)}00`;
  return Array.from(value, (character, i) => (i === 0 ? character : '*')).join('');
}

function provenanceOf(agreement: AgreementTerms, kind: string, record: object, inner: readonly string[]): Json {
  const rows: Record<string, Json>[] = [];
  for (const [name, value] of Object.entries(record) as [string, unknown][]) {
    const field = name === 'grants' ? 'benefitGrants' : name;
    if (accessTo(agreement, `${kind}.${field}`) !== 'full' || always.includes(`${kind}.${field}`)) continue;
    if (Array.isArray(value)) {
      const sources = new Set((value as { source: string }[]).map(({ source }) => source));
      for (const source of sources) {
        const times = (value as { source: string; asOf: string }[]).filter((one) => one.source === source);
        const asOf = times.map((one) => one.asOf).reduce((a, b) => (a > b ? a : b));
        rows.push({ field, source, asOf });
      }
    } else if (value !== null && typeof value === 'object' && 'source' in value) {
      const { source, asOf } = value as { source: string; asOf: string };
      rows.push({ field, source, asOf });
    }
  }
  return rows.map((row) => picked(row, inner));
}

/** With one hidden fact anywhere in it, a decision is its outcome. */
function decisionOf(rows: Rows, agreement: AgreementTerms, key: string, rule: string): Json {
  const whole = rows.decisions.get(key)!;
  const open = Object.fromEntries(always.map((field) => [field, 'full']));
  const accesses = { ...agreement.fields, ...open } as unknown as Accesses;
  const named = JSON.stringify(whole).matchAll(/"name":"([^"]+)"/g);
  const facts = new Set([...factsReadBy(rule), ...[...named].map((found) => found[1]!)]);
  const isKnown = [...facts].every((fact) => mayKnowFacts(accesses, [fact]));
  const { amountFen, reasons, missing } = isKnown ? whole : { amountFen: null, reasons: [], missing: [] };
  return { rule, outcome: whole['outcome']!, amountFen: amountFen!, reasons: reasons!, missing: missing! };
}
