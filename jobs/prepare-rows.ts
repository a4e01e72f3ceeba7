/** From a connector's rows to rows that may be written: identifiers blinded, phones apart, raw rejects sealed. After this no ID number and no phone stands in clear. */
import type { Reject, SourceRow } from '../connectors/connector.js';
import type { FactBody } from '../rules/vocabulary.js';
import type { FactRow } from '../schema/fact/fact.writes.js';
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

export function prepareBatch(
  vault: Vault,
  scope: string,
  rows: readonly SourceRow[],
  rejects: readonly Reject[],
  now: Date,
): PreparedBatch {
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
  const prepared = rows.map((row): FactRow => {
    const recordKey = vault.recordKey(scope, row.key);
    if (row.version !== lastVersion) [lastVersion, lastAsOf] = [row.version, instantOf(row.version, now)];
    const asOf = lastAsOf;
    if (row.op === 'tombstone') {
      return {
        op: 'tombstone',
        recordKey,
        contentHash: recordKey,
        personIndex: null,
        relatedPersonIndex: null,
        creditCode: null,
        version: row.version,
        asOf,
        body: '',
      };
    }
    const plain = JSON.stringify(row.body);
    const { idNumber, creditCode, legalRepresentativeIdNumber } = row.subject;
    const contentHash = vault.contentHash(`${idNumber} ${creditCode} ${legalRepresentativeIdNumber} ${plain}`);
    const body = row.body.kind === 'person' ? withoutPhone(row.body, recordKey, contentHash, phones) : plain;
    return {
      op: 'upsert',
      recordKey,
      contentHash,
      personIndex: indexOf(idNumber),
      relatedPersonIndex: indexOf(legalRepresentativeIdNumber),
      creditCode: creditCode ?? null,
      version: row.version,
      asOf,
      body,
    };
  });
  const quarantined = rejects.map((reject) => ({
    subjectHash: vault.recordKey(scope, reject.key ?? reject.raw),
    code: reject.code,
    field: reject.field,
    reason: reject.reason,
    location: reject.location,
    sealed: vault.seal(reject.raw),
  }));
  return { rows: prepared, idNumbers, phones, quarantined };
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
