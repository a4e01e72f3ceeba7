/** The tax registers' rows in the hub's words. */
import type { Fen, Instant } from '../../rules/vocabulary.js';
import type { SourceRow } from '../connector.js';
import { registrationStates, type TaxRow, type TaxStream, vatKinds } from './tax.records.js';

/** One checked row. Its version is its change time in UTC, so that two versions of a key sort as text. */
export const translations: { [S in TaxStream]: (row: TaxRow<S>) => SourceRow } = {
  taxpayers: (row) => ({
    op: 'upsert',
    key: row.CreditCode,
    subject: { creditCode: row.CreditCode },
    body: {
      kind: 'taxpayer',
      name: row.Name,
      state: registrationStates[row.RegistrationState],
      vatKind: vatKinds[row.VatKind],
      industry: row.Industry,
      annualRevenueFen: numberOf(row.AnnualRevenueFen),
      headcount: numberOf(row.Headcount),
    },
    version: instantOf(row.ModifiedAt),
  }),
  withholding: (row) => {
    const key = `${row.IdNumber}|${row.CreditCode}|${row.Month}`;
    const version = instantOf(row.ModifiedAt);
    if (row.DeclarationState === '2') return { op: 'tombstone', key, version };
    return {
      op: 'upsert',
      key,
      subject: { idNumber: row.IdNumber },
      body: {
        kind: 'withholding',
        employerCode: row.CreditCode,
        month: row.Month,
        incomeFen: Number(row.WageIncomeFen),
      },
      version,
    };
  },
};

const instantOf = (time: string): Instant => new Date(time).toISOString();

/** Nil (not declared yet) and absent (not kept) are the same to the hub: not known. */
function numberOf(digits: string | null | undefined): Fen | null {
  return digits === null || digits === undefined ? null : Number(digits);
}
