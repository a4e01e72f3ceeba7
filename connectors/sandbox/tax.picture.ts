/** What the tax bureau says of every firm. */
import { firmsPerBlock } from './block.js';
import { dayNumber, shanghaiText } from './calendar.js';
import { spoilCheckCharacter } from './disagreement.js';
import { rowsOf } from './picture.js';
import type { PictureRow } from './picture.js';
import type { Population } from './population.js';
import { eventDayOf, writtenAt } from './world.js';
import type { TaxWire } from '../tax/tax.records.js';

type TaxpayerRow = TaxWire<'taxpayers'>;

const states = { normal: '01', abnormal: '02', cancelled: '03' } as const;

/** Taxpayers as the bureau holds them so many days after day 0. */
export function taxRows(population: Population, offsetDays: number): Generator<PictureRow<TaxpayerRow>> {
  return rowsOf(population.firms, (index) => [taxpayer(population, index, offsetDays)]);
}

/** One taxpayer by credit code, as filed, or null. */
export function taxRow(population: Population, creditCode: string, offsetDays: number): PictureRow<TaxpayerRow> | null {
  const index = population.indexOfCreditCode(creditCode);
  const row = index === null ? null : taxpayer(population, index, offsetDays);
  return row?.key === creditCode ? row : null;
}

/** A credit code with a wrong check character: one firm of every third block. */
export function spoiltAtTax(firm: number): boolean {
  return firm % firmsPerBlock === 22 && Math.floor(firm / firmsPerBlock) % 3 === 0;
}

function taxpayer(population: Population, index: number, offsetDays: number): PictureRow<TaxpayerRow> {
  const { world } = population;
  const firm = population.firmAt(index, offsetDays);
  const eventDay = eventDayOf(world, 'firm', index);
  // Every third firm reports one more (or the first) hand on its event day.
  const reported = index % 3 === 0 && eventDay <= world.today + offsetDays;
  const changedAt = writtenAt(
    world,
    reported ? eventDay : Math.max(firm.establishedOn, dayNumber('2000-01-01')),
    'taxpayer',
    index,
  );
  const key = spoiltAtTax(index) ? spoilCheckCharacter(firm.creditCode) : firm.creditCode;
  const row: TaxpayerRow = {
    CreditCode: key,
    // The bureau's keyboards write narrow brackets.
    Name: firm.name.replaceAll('（', '(').replaceAll('）', ')'),
    RegistrationState: states[firm.taxState],
    VatKind: firm.vatKind === 'general' ? '1' : '2',
    Industry: firm.industry,
    AnnualRevenueFen: firm.revenueFen === null ? null : String(firm.revenueFen),
    ModifiedAt: shanghaiText(changedAt),
  };
  // Sole traders' headcounts are kept by another office: absent. Not declared yet: nil.
  if (firm.entityKind !== 'individual_business' || reported) row.Headcount = headcount(firm.headcount, reported);
  return { key, changedAt, row };
}

function headcount(declared: number | null, reported: boolean): string | null {
  if (reported) return String((declared ?? 0) + 1);
  return declared === null ? null : String(declared);
}
