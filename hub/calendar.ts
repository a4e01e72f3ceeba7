/** `hub calendar`: the years whose working days are known, and how the next one is loaded once the State Council has announced it. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { parseWorkYear } from '../rules/recruitment/parse-work-year.js';
import { NEXT_PAPER_FROM } from '../rules/recruitment/working-days.js';
import type { WorkYear } from '../rules/recruitment/working-days.js';
import { Refusal as RefusalOfRules } from '../rules/refusal.js';
import { openDatabase } from '../schema/database.js';
import { readWorkYears } from '../schema/work-calendar/work-calendar.reads.js';
import type { KnownWorkYear } from '../schema/work-calendar/work-calendar.reads.js';
import { writeWorkYear } from '../schema/work-calendar/work-calendar.writes.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { addressOfHub } from './sync.js';

const usage = 'usage: hub calendar list | import FILE, FILE as {"year", "papers": [], "days": [{"date", "isOffDay"}]}';

/** A file is read and checked as a whole before anything is written. */
export async function run(args: string[], io: Io): Promise<number> {
  const [action, file, ...more] = args;
  const listed = action === 'list' && file === undefined;
  if (!listed && !(action === 'import' && file !== undefined && more.length === 0)) throw new Refusal(usage);
  const given = file === undefined ? null : readYear(file);
  const database = await openDatabase(addressOfHub(), { poolSize: 1 });
  try {
    if (given) await writeWorkYear(database.pool, given, userInfo().username, new Date());
    const years = await readWorkYears(database.pool);
    const shown = given ? years.filter(({ year }) => year === given.year) : years;
    io.stdout.write(`${shown.map(lineOf).join('\n')}\n`);
    if (!given) io.stdout.write(`${whatIsRefused(years)}\n`);
    return 0;
  } finally {
    await database.close();
  }
}

function lineOf({ year, daysOff, workDays, papers, example, loadedBy, loadedAt }: KnownWorkYear): string {
  const by = loadedAt === null ? 'shipped' : `loaded by ${loadedBy} at ${loadedAt.toISOString()}`;
  const counts = `${daysOff.length} days off, ${workDays.length} weekend days worked`;
  return `${year}${example ? ' EXAMPLE' : ''}: ${counts}; ${by}; ${papers.join(' ')}`;
}

function whatIsRefused(years: readonly KnownWorkYear[]): string {
  const known = new Set(years.map(({ year }) => year));
  const last = [...known].find((year) => !known.has(year + 1))!;
  return `periods of working days that reach ${NEXT_PAPER_FROM} December ${last} are refused until ${last + 1} is loaded: hub calendar import FILE`;
}

function readYear(file: string): WorkYear {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  let given: unknown;
  try {
    // Some editors put a byte order mark first.
    given = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Refusal(`${file} is not JSON; nothing was loaded`);
  }
  try {
    return parseWorkYear(given);
  } catch (error) {
    throw error instanceof RefusalOfRules ? new Refusal(`${file}: ${error.message}; nothing was loaded`) : error;
  }
}
