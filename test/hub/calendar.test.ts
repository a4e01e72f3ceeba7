/** `hub calendar` on a real database: a good file is loaded, a bad one changes nothing and says why in one line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../hub/calendar.js';
import { formatDay, parseDay } from '../../rules/civil-date.js';
import { announcedYears, exampleYear } from '../../rules/recruitment/holidays.js';
import { periodOfWorkingDays } from '../../rules/recruitment/working-days.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { readWorkCalendar, readWorkYears } from '../../schema/work-calendar/work-calendar.reads.js';
import { writeWorkYear } from '../../schema/work-calendar/work-calendar.writes.js';
import { createTestDatabase } from '../support/database.js';

let database: Database;
const before = process.env['DATABASE_URL'];
const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
beforeAll(async () => {
  const { url } = await createTestDatabase();
  database = await openDatabase(url);
  process.env['DATABASE_URL'] = url;
});
beforeEach(() => database.pool.query('truncate work_calendar_year'));
afterAll(async () => {
  if (before === undefined) delete process.env['DATABASE_URL'];
  else process.env['DATABASE_URL'] = before;
  rmSync(folder, { recursive: true });
  await database.close();
});

async function calendar(...args: string[]): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  expect(await run(args, { stdin: Readable.from([]), stdout, stderr })).toBe(0);
  stdout.end();
  return text(stdout);
}

function fileOf(content: unknown): string {
  const file = join(folder, 'year.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** Invented, in the shape of a real year: the days of 2026 one year later, and one day of the December before. */
function year2027() {
  const later = (day: string) => day.replace('2026', '2027');
  const off = announcedYears.at(-1)!.daysOff.map((day) => ({ date: later(day), isOffDay: true, name: '节日' }));
  const days = [{ date: '2026-12-31', isOffDay: true }, ...off, { date: '2027-01-09', isOffDay: false }];
  return { $id: 'https://example.org/2027.json', year: 2027, papers: ['https://example.org/paper'], days };
}

const now = new Date('2026-11-27T02:00:00Z');
const year = async (of: number) => (await readWorkYears(database.pool)).find((one) => one.year === of);
async function lastDay(postedOn: string): Promise<string | number> {
  const found = periodOfWorkingDays(await readWorkCalendar(database.pool), parseDay(postedOn)!, 7);
  return found.ok ? formatDay(found.value.lastDay) : found.unloadedYear;
}

test('lists the shipped years with their papers, and what is refused until when', async () => {
  const lines = (await calendar('list')).trimEnd().split('\n');
  expect(lines).toHaveLength(12);
  expect(lines[10]).toBe(
    '2026: 33 days off, 6 weekend days worked; shipped; https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm',
  );
  expect(lines[11]).toMatch(/reach 25 December 2026 are refused until 2027 is loaded: hub calendar import FILE$/);
});

test('a year is loaded from its file; periods reach into it, and late December of the year before is as its paper says', async () => {
  expect(await lastDay('2026-12-25')).toBe(2027);
  const said = await calendar('import', fileOf(year2027()));
  expect(said).toMatch(
    /^2027: 34 days off, 1 weekend days worked; loaded by .+ at .+Z; https:\/\/example\.org\/paper\n$/,
  );
  expect(await year(2027)).toMatchObject({ example: false, loadedBy: userInfo().username });
  // 28, 29, 30 December, 4, 5, 6, 7 January: Thursday 31 December is off by the paper of 2027.
  expect(await lastDay('2026-12-25')).toBe('2027-01-07');
  expect(await calendar('list')).toMatch(/25 December 2027 are refused until 2028/);
});

test('a file with a byte order mark is read', async () => {
  expect(await calendar('import', fileOf(`\uFEFF${JSON.stringify(year2027())}`))).toMatch(/^2027: /);
});

test('a year loaded again is written over as a whole; a loaded year wins over a shipped one', async () => {
  await calendar('import', fileOf(year2027()));
  const corrected = year2027();
  corrected.papers.push('https://example.org/second-paper');
  corrected.days.pop();
  await calendar('import', fileOf(corrected));
  expect(await year(2027)).toMatchObject({ workDays: [], papers: corrected.papers });

  const { papers, daysOff } = announcedYears.at(-1)!;
  const without = { year: 2026, papers, days: daysOff.map((date) => ({ date, isOffDay: true })) };
  expect(await lastDay('2026-09-28')).toBe('2026-10-13');
  await calendar('import', fileOf(without));
  expect(await lastDay('2026-09-28')).toBe('2026-10-14');
  expect(await readWorkYears(database.pool)).toHaveLength(12);
});

describe('an example', () => {
  const write = (of: number) => writeWorkYear(database.pool, exampleYear(of), 'demo', now);

  test('serves until the year is announced, and says what it is', async () => {
    expect(await write(2027)).toBe(true);
    expect(await write(2027)).toBe(true);
    expect(await calendar('list')).toContain(
      '2027 EXAMPLE: 5 days off, 0 weekend days worked; loaded by demo at 2026-11-27T02:00:00.000Z; 示例',
    );
    expect(await lastDay('2026-12-25')).toBe('2027-01-06');
    const years = (await readWorkCalendar(database.pool)).years;
    expect([years.get(2026)!.example, years.get(2027)!.example]).toEqual([false, true]);
  });

  test('gives way to a file and does not come back', async () => {
    await write(2027);
    await calendar('import', fileOf(year2027()));
    expect(await write(2027)).toBe(false);
    expect(await year(2027)).toMatchObject({ example: false, papers: ['https://example.org/paper'] });
  });

  test('never takes the place of a shipped year', async () => {
    await write(2026);
    expect(await year(2026)).toMatchObject({ example: false, loadedBy: null, daysOff: announcedYears.at(-1)!.daysOff });
  });
});

describe('what cannot be loaded is refused in one line, and what was loaded stays', () => {
  const cut = () => ({ ...year2027(), days: year2027().days.slice(0, 10) });
  const strange = () => ({ ...year2027(), days: [...year2027().days, { date: '2028-01-01', isOffDay: true }] });
  test.each([
    ['no JSON', () => '{"year": 2027,', /year\.json is not JSON; nothing was loaded$/],
    ['no paper', () => ({ ...year2027(), papers: [] }), /papers: .*paper is required; nothing was loaded$/],
    ['a file cut short', cut, /only 10 days off.*nothing was loaded$/],
    ['a day of another year', strange, /days\[35\]\.date: .*neither in 2027.*nothing was loaded$/],
    ['a list', () => [], /an object is expected; nothing was loaded$/],
  ])('%s', async (_, content, message) => {
    await calendar('import', fileOf(year2027()));
    const kept = await readWorkYears(database.pool);
    const refused = calendar('import', fileOf(content()));
    await expect(refused).rejects.toMatchObject({ name: 'Refusal', message: expect.stringMatching(message) });
    await expect(refused).rejects.toThrow(/^[^\n]+$/);
    expect(await readWorkYears(database.pool)).toEqual(kept);
  });

  test.each([
    [['import', '/nowhere/2027.json'], /2027\.json cannot be read: ENOENT$/],
    [['import'], /^usage: hub calendar/],
    [['import', 'a.json', 'b.json'], /^usage: /],
    [['list', '2027'], /^usage: /],
    [['remove', '2027'], /^usage: /],
    [[], /^usage: /],
  ])('%j', async (args, message) => {
    await expect(calendar(...args)).rejects.toThrow(message);
  });
});
