/** Small invented rows in the hub's words. */
import type { SourceRow } from '../../connectors/connector.js';
import { creditCheckCharacter, idCheckCharacter } from '../../rules/identifiers.js';
import type { Source } from '../../rules/vocabulary.js';
import { streams } from '../../rules/vocabulary.js';

/** A valid ID number of the n-th invented person, 0 to 999. */
export function idNumberOf(n: number): string {
  const first17 = `41090219900101${String(n).padStart(3, '0')}`;
  return first17 + idCheckCharacter(first17);
}

/** A valid credit code of the n-th invented firm, 0 to 9999. */
export function creditCodeOf(n: number): string {
  const first17 = `91410902MA00${String(n).padStart(4, '0')}0`;
  return first17 + creditCheckCharacter(first17);
}

/** Rows of one stream about the same `persons` persons and their firms; the four sources disagree a little. */
export function rowsOf(stream: string, persons: number, version = '2026-01-01T00:00:00Z'): SourceRow[] {
  return Array.from({ length: persons }, (_, n) => rowOf(stream, n, version)).filter((row) => row !== null);
}

function rowOf(stream: string, n: number, version: string): SourceRow | null {
  const idNumber = idNumberOf(n);
  const upsert = (
    key: string,
    subject: Extract<SourceRow, { op: 'upsert' }>['subject'],
    body: Extract<SourceRow, { op: 'upsert' }>['body'],
  ): SourceRow => ({
    op: 'upsert',
    key,
    subject,
    body,
    version,
  });
  switch (stream) {
    case 'job-seekers': {
      const education = {
        schoolType: 'university',
        status: 'graduated',
        school: '濮阳职业技术学院',
        graduationDate: '2024-06-30',
      } as const;
      return upsert(
        idNumber,
        { idNumber },
        { kind: 'person', name: `张${n}`, sex: 'male', birthDate: '1990-01-01', education },
      );
    }
    case 'persons':
      return upsert(
        idNumber,
        { idNumber },
        { kind: 'person', name: n % 10 === 0 ? `章${n}` : `张 ${n}`, sex: 'male', birthDate: '1990-01-01' },
      );
    case 'registrations': {
      const body = {
        kind: 'employment',
        form: 'employee',
        employerCode: creditCodeOf(n),
        from: '2025-01-01',
        to: null,
        contractFrom: '2025-01-01',
        contractTo: null,
        reason: null,
      } as const;
      return upsert(`r${n}`, { idNumber }, body);
    }
    case 'contributions': {
      const body = {
        kind: 'contribution',
        employerCode: creditCodeOf(n),
        month: '2026-01',
        insurance: 'pension',
        baseFen: 400_000,
        employerFen: 64_000,
        ownFen: 32_000,
        paidOn: '2026-01-20',
      } as const;
      return upsert(`${idNumber}|2026-01|pension`, { idNumber }, body);
    }
    case 'market-entities': {
      const body = {
        kind: 'organization',
        name: `濮阳第${n}商行`,
        entityKind: 'individual_business',
        ownership: 'private',
        stateLevel: null,
        investor: null,
        industry: '5211',
        region: '410902',
        address: '濮阳市华龙区',
        legalRepresentativeName: `张${n}`,
        registeredCapitalFen: null,
        establishedOn: '2025-06-01',
        state: 'open',
      } as const;
      return upsert(creditCodeOf(n), { creditCode: creditCodeOf(n), legalRepresentativeIdNumber: idNumber }, body);
    }
    case 'taxpayers': {
      const body = {
        kind: 'taxpayer',
        name: `濮阳第${n}商行`,
        state: 'normal',
        vatKind: 'small_scale',
        industry: '5211',
        annualRevenueFen: 1_000_000,
        headcount: 2,
      } as const;
      return upsert(creditCodeOf(n), { creditCode: creditCodeOf(n) }, body);
    }
    default:
      return null;
  }
}

/** Every stream with its source. */
export const allStreams = (Object.entries(streams) as [Source, readonly string[]][]).flatMap(([source, names]) =>
  names.map((stream) => ({ source, stream })),
);
