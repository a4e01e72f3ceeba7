/** The tax register's rows in the hub's words. */
import type { FactBody, Fen, Instant, Subject } from '../../rules/vocabulary.js';
import { registrationStates, type TaxpayerRow, vatKinds } from './tax.records.js';

/** One checked row. Its version is its change time in UTC, so that two versions of a key sort as text. */
export function translateTaxpayer(row: TaxpayerRow): {
  key: string;
  subject: Subject;
  body: FactBody;
  version: Instant;
} {
  return {
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
    version: new Date(row.ModifiedAt).toISOString(),
  };
}

/** Nil (not declared yet) and absent (not kept) are the same to the hub: not known. */
function numberOf(digits: string | null | undefined): Fen | null {
  return digits === null || digits === undefined ? null : Number(digits);
}
