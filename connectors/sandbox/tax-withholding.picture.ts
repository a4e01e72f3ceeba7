/** What employers declare to the tax bureau of the wages that they paid. */
import { firstOf, monthOf, monthText, shanghaiText } from './calendar.js';
import type { MonthNumber } from './calendar.js';
import { firmAt } from './firm.js';
import { lifeOf } from './life.js';
import { rowsOf } from './picture.js';
import type { PictureRow } from './picture.js';
import type { Person, Population } from './population.js';
import { Draw } from './random.js';
import { wageFenOf } from './wage.js';
import { eventDayOf, writtenAt } from './world.js';
import type { World } from './world.js';
import type { TaxWire } from '../tax/tax.records.js';

type Row = PictureRow<TaxWire<'withholding'>>;

/** Declarations as the bureau holds them so many days after day 0, person by person; withdrawn ones stay, in state 2. */
export function withholdingRows(population: Population, offsetDays: number): Generator<Row> {
  return rowsOf(population.persons, (index) =>
    declarationsAbout(population.world, population.personAt(index), offsetDays),
  );
}

/** A firm whose tax registration has ended declares nothing, whatever the employment system still believes. */
function* declarationsAbout(world: World, person: Person, offsetDays: number): Generator<Row> {
  const now = world.today + offsetDays;
  const declaredTo = new Map<number, MonthNumber>();
  for (const { firm, from, to } of lifeOf(world, person, offsetDays).spells) {
    if (firm === null) continue;
    const { creditCode, taxState } = firmAt(world, firm, 0);
    if (taxState === 'cancelled') continue;
    // Who comes back to a firm within the month has one declaration for it.
    const first = Math.max(monthOf(from), monthOf(world.historyStart), (declaredTo.get(firm) ?? -1) + 1);
    const last = monthOf(to ?? now);
    declaredTo.set(firm, last);
    for (let month = first; month <= last; month++) {
      const row = declarationOf(world, person, creditCode, month, now);
      if (row !== null) yield row;
    }
  }
}

function declarationOf(
  world: World,
  { index, idNumber, planted }: Person,
  creditCode: string,
  month: MonthNumber,
  now: number,
): Row | null {
  const draw = new Draw(world.seed, `declared ${month}`, index);
  // Due in the first fifteen days of the month that follows.
  const declaredOn = firstOf(month + 1) + draw.between(0, 14);
  if (declaredOn > now) return null;
  const income = wageFenOf(world, index) + draw.between(0, 80_000);
  const eventDay = eventDayOf(world, 'person', index);
  const looksAgain = month === monthOf(world.today) - 2 && eventDay <= now;
  const withdrawn = looksAgain && planted.has('withdrawn-contribution');
  const corrected = looksAgain && index % 40 === 11;
  const changedAt = writtenAt(world, withdrawn || corrected ? eventDay : declaredOn, 'withholding', index);
  const row: TaxWire<'withholding'> = {
    IdNumber: idNumber,
    CreditCode: creditCode,
    Month: monthText(month),
    WageIncomeFen: String(corrected ? income + 50_000 : income),
    DeclarationState: withdrawn ? '2' : '1',
    ModifiedAt: shanghaiText(changedAt),
  };
  return { key: `${idNumber}|${creditCode}|${row.Month}`, changedAt, row };
}
