/** A person and a firm about whom everything is on record, over and over: longer than any life. */
import type { SourceRow } from '../../connectors/connector.js';
import { rulesOfPersons } from '../../rules/index.js';
import type { FactBody, Subject } from '../../rules/vocabulary.js';
import { creditCodeOf, idNumberOf, rowsOf } from './facts.js';

export interface Sizes {
  registrations: number;
  hardships: number;
  grants: number;
  benefits: number;
  contributions: number;
  firms: number;
  /** Of the firm {@link employer}, beside the person. */
  employees: number;
}

/** The person is the first of `rowsOf`. */
export const employer = creditCodeOf(9000);

const two = (n: number) => String(n).padStart(2, '0');
const month = (n: number) => `${1976 + Math.floor(n / 12)}-${two(1 + (n % 12))}`;
const day = (n: number) => `${month(n)}-01`;
const insurances = ['pension', 'medical', 'unemployment', 'work_injury', 'maternity'] as const;
const forms = ['employee', 'flexible', 'unemployed'] as const;
const categories = [
  'disabled',
  'minimum_living_allowance',
  'older_worker',
  'lost_land',
  'long_term_unemployed',
] as const;

export function largeRows(stream: string, sizes: Sizes): SourceRow[] {
  const person = { idNumber: idNumberOf(1) };
  const rows = (count: number, make: (n: number) => FactBody, subject: (n: number) => Subject = () => person) =>
    Array.from({ length: count }, (_, n): SourceRow => {
      const about = subject(n);
      const key = stream === 'market-entities' ? about.creditCode! : `${stream}-${n}`;
      return { op: 'upsert', key, subject: about, body: make(n), version: '2026-01-01T00:00:00Z' };
    });
  switch (stream) {
    case 'registrations': {
      const own = rows(sizes.registrations, (n) => ({
        kind: 'employment',
        form: forms[n % 3]!,
        employerCode: n % 3 === 0 ? creditCodeOf(n) : null,
        from: day(n),
        to: n % 5 === 0 ? null : day(n + 3),
        contractFrom: null,
        contractTo: null,
        reason: null,
      }));
      const staff = Array.from({ length: sizes.employees }, (_, n): SourceRow => {
        const body = {
          kind: 'employment',
          form: 'employee',
          employerCode: employer,
          from: `2025-${two(1 + (n % 12))}-01`,
          to: null,
          contractFrom: `2025-${two(1 + (n % 12))}-01`,
          // Contracts of many lengths: each is a group of its own.
          contractTo: `${2026 + (n % 60)}-${two(1 + (n % 11))}-01`,
          reason: null,
        } as const;
        return {
          op: 'upsert',
          key: `staff-${n}`,
          subject: { idNumber: idNumberOf(n + 2) },
          body,
          version: '2026-01-01T00:00:00Z',
        };
      });
      return [...own, ...staff];
    }
    case 'hardship':
      return rows(sizes.hardships, (n) => ({
        kind: 'hardship',
        category: categories[n % categories.length]!,
        from: day(n),
        to: n % 5 === 0 ? null : day(n + 6),
      }));
    case 'benefit-grants':
      return rows(sizes.grants, (n) => ({
        kind: 'benefit-grant',
        entitlement: rulesOfPersons[n % rulesOfPersons.length]!.id,
        fund: '就业专项资金',
        fromMonth: month(n),
        toMonth: month(n),
        amountFen: 10_000,
        paidOn: day(n),
        firstApprovedOn: null,
      }));
    case 'unemployment-benefits':
      return rows(sizes.benefits, (n) => ({
        kind: 'unemployment-benefit',
        from: day(n),
        monthsGranted: 12,
        monthsDrawn: 3,
        monthlyFen: 100_000,
      }));
    case 'contributions':
      return rows(sizes.contributions, (n) => ({
        kind: 'contribution',
        employerCode: n % 2 === 0 ? creditCodeOf(n % 50) : null,
        month: month(Math.floor(n / 5)),
        insurance: insurances[n % 5]!,
        baseFen: 400_000,
        employerFen: 64_000,
        ownFen: 32_000,
        paidOn: `${month(Math.floor(n / 5))}-20`,
      }));
    case 'market-entities': {
      const [row] = rowsOf(stream, 1);
      const { body } = row as Extract<SourceRow, { op: 'upsert' }>;
      const founded = rows(
        sizes.firms,
        () => body,
        (n) => ({ creditCode: creditCodeOf(n), legalRepresentativeIdNumber: person.idNumber }),
      );
      const other = rows(
        1,
        () => ({ ...body, entityKind: 'company' }) as FactBody,
        () => ({ creditCode: employer, legalRepresentativeIdNumber: idNumberOf(0) }),
      );
      return [...founded, ...other];
    }
    case 'job-seekers':
    case 'persons':
      return rowsOf(stream, 2 + sizes.employees);
    default:
      return [];
  }
}
