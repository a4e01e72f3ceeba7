/** Checked rows of the social-insurance files in the hub's words. */
import type { Day, FactBody, Month } from '../../rules/vocabulary.js';
import type { SourceRow } from '../connector.js';
import {
  insurances,
  participationStates,
  type SocialInsuranceRow,
  type SocialInsuranceStream,
} from './social-insurance.records.js';

/** `version` orders deliveries: folder, part and line. */
export type Translate<S extends SocialInsuranceStream> = (row: SocialInsuranceRow<S>, version: string) => SourceRow;

export const translations: { [S in SocialInsuranceStream]: Translate<S> } = {
  persons: (row, version) => ({
    op: 'upsert',
    key: row.id_number,
    subject: { idNumber: row.id_number },
    // Empty means that this source does not know: the field is left out, so that it outvotes no other source.
    body: {
      kind: 'person',
      name: row.name,
      ...(row.sex !== null && { sex: row.sex === '1' ? 'male' : 'female' }),
      ...(row.birth_date !== null && { birthDate: dayOf(row.birth_date) }),
      ...(row.household_region !== null && { householdRegion: row.household_region }),
      ...(row.phone !== null && { phone: row.phone }),
    },
    version,
  }),
  'unemployment-benefits': withdrawable(
    (row) => `${row.id_number}|${row.from_date}`,
    (row) => ({
      kind: 'unemployment-benefit',
      from: dayOf(row.from_date),
      monthsGranted: Number(row.months_granted),
      monthsDrawn: Number(row.months_drawn),
      monthlyFen: Number(row.monthly_fen),
    }),
  ),
  contributions: withdrawable(
    (row) => `${row.id_number}|${row.employer_code ?? 'flexible'}|${row.month}|${row.insurance}`,
    (row) => ({
      kind: 'contribution',
      employerCode: row.employer_code,
      month: monthOf(row.month),
      insurance: insurances[row.insurance],
      baseFen: Number(row.base_fen),
      employerFen: Number(row.employer_fen),
      ownFen: Number(row.own_fen),
      paidOn: row.paid_on === null ? null : dayOf(row.paid_on),
    }),
  ),
  participation: withdrawable(
    (row) => `${row.id_number}|${row.employer_code ?? 'flexible'}|${row.insurance}|${row.from_date}`,
    (row) => ({
      kind: 'participation',
      employerCode: row.employer_code,
      insurance: insurances[row.insurance],
      from: dayOf(row.from_date),
      to: row.to_date === null ? null : dayOf(row.to_date),
      state: participationStates[row.state],
    }),
  ),
};

/** Rows about a person that the office may withdraw. */
function withdrawable<S extends Exclude<SocialInsuranceStream, 'persons'>>(
  keyOf: (row: SocialInsuranceRow<S>) => string,
  bodyOf: (row: SocialInsuranceRow<S>) => FactBody,
): Translate<S> {
  return (row, version) => {
    const key = keyOf(row);
    if (row.op === 'D') return { op: 'tombstone', key, version };
    return { op: 'upsert', key, subject: { idNumber: row.id_number }, body: bodyOf(row), version };
  };
}

/** `20160106` → `2016-01-06` */
function dayOf(text: string): Day {
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}
/** `201601` → `2016-01` */
function monthOf(text: string): Month {
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
