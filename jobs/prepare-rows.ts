/** From a connector's rows to rows that may be written: identifiers blinded, phones apart, raw rejects sealed. After this no ID number and no phone stands in clear. */
import type { Reject, SourceRow } from '../connectors/connector.js';
import { holdsIdNumber } from '../rules/identifiers.js';
import type { FactBody } from '../rules/vocabulary.js';
import type { FactRow, WeighedRow } from '../schema/fact/fact.writes.js';
import type { ToldNumber } from '../schema/person/person-number.writes.js';
import type { Vault } from '../schema/vault.js';
import type { QuarantinedRow } from '../schema/work-item/work-item.writes.js';

export interface PreparedBatch {
  rows: FactRow[];
  /** Plain ID number by the hex of its blind index: held in memory for sealing persons met for the first time, never written. */
  idNumbers: Map<string, string>;
  /** The phone of each row that tells of a person: like ID numbers, in memory only. */
  phones: ToldNumber[];
  quarantined: QuarantinedRow[];
}

/** A row as far as it must be known to be weighed: whose it is and what else it says is worked out for those alone that are written. */
export interface KeyedRow extends WeighedRow {
  row: SourceRow;
  /** Its body as text, a phone still in it. */
  plain: string;
}

export function prepareBatch(
  vault: Vault,
  scope: string,
  rows: readonly SourceRow[],
  rejects: readonly Reject[],
  now: Date,
): PreparedBatch {
  return { ...prepareRows(vault, keyRows(vault, scope, rows), now), quarantined: sealRejects(vault, scope, rejects) };
}

export function keyRows(vault: Vault, scope: string, rows: readonly SourceRow[]): KeyedRow[] {
  return rows.map((row): KeyedRow => {
    const recordKey = vault.recordKey(scope, row.key);
    const { op, version } = row;
    if (op === 'tombstone') return { row, op, recordKey, contentHash: recordKey, version, plain: '' };
    const plain = JSON.stringify(row.body);
    const { idNumber, creditCode, legalRepresentativeIdNumber } = row.subject;
    const contentHash = vault.contentHash(`${idNumber} ${creditCode} ${legalRepresentativeIdNumber} ${plain}`);
    return { row, op, recordKey, contentHash, version, plain };
  });
}

/** What stands where a key or the name of a field should may be anything. */
const withoutIdNumber = <T>(value: T): T | string => (holdsIdNumber(String(value)) ? '?' : value);

export function sealRejects(vault: Vault, scope: string, rejects: readonly Reject[]): QuarantinedRow[] {
  return rejects.map((reject) => ({
    subjectHash: vault.recordKey(scope, reject.key ?? reject.raw),
    code: reject.code,
    field: withoutIdNumber(reject.field),
    reason: reject.reason,
    location: Object.fromEntries(
      Object.entries(reject.location).map(([name, value]) => [name, withoutIdNumber(value)]),
    ),
    sealed: vault.seal(reject.raw),
  }));
}

export function prepareRows(vault: Vault, keyed: readonly KeyedRow[], now: Date): Omit<PreparedBatch, 'quarantined'> {
  const idNumbers = new Map<string, string>();
  const phones: ToldNumber[] = [];
  const indexes = new Map<string, string>();
  const indexOf = (idNumber: string | undefined): string | null => {
    if (idNumber === undefined) return null;
    let index = indexes.get(idNumber);
    if (!index) {
      index = vault.blindIndex(idNumber).toString('hex');
      indexes.set(idNumber, index);
      idNumbers.set(index, idNumber);
    }
    return index;
  };
  // Rows of one delivery mostly share their version.
  let lastVersion: string | null = null;
  let lastAsOf = now.toISOString();
  const rows = keyed.map(({ row, op, recordKey, contentHash, version, plain }): FactRow => {
    if (version !== lastVersion) [lastVersion, lastAsOf] = [version, instantOf(version, now)];
    const told = { op, recordKey, contentHash, version, asOf: lastAsOf };
    if (row.op === 'tombstone')
      return { ...told, personIndex: null, relatedPersonIndex: null, creditCode: null, body: '' };
    const { idNumber, creditCode, legalRepresentativeIdNumber } = row.subject;
    return {
      ...told,
      personIndex: indexOf(idNumber),
      relatedPersonIndex: indexOf(legalRepresentativeIdNumber),
      creditCode: creditCode ?? null,
      body: row.body.kind === 'person' ? withoutPhone(row.body, recordKey, contentHash, phones) : plain,
    };
  });
  return { rows, idNumbers, phones };
}

function withoutPhone(
  { phone, ...body }: Extract<FactBody, { kind: 'person' }>,
  recordKey: string,
  contentHash: string,
  phones: ToldNumber[],
): string {
  phones.push({ recordKey, contentHash, value: phone ?? null });
  return JSON.stringify(body);
}

/** How old a value is: the source's own change time where its version is one (a day, also one that a place in the day's delivery follows, means its midnight in Shanghai), else the time of reading. */
export function instantOf(version: string | null, now: Date): string {
  const folder = version?.match(/^(\d{4})(\d{2})(\d{2})(?!\d)/);
  const text = folder ? `${folder[1]}-${folder[2]}-${folder[3]}` : (version ?? '');
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return now.toISOString();
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10))
    ? text
    : `${text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T')}+08:00`;
  const instant = new Date(zoned);
  return Number.isNaN(instant.getTime()) ? now.toISOString() : instant.toISOString();
}
