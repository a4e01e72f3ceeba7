/** Parameters from the command line: the demo's labelled examples, a look at who gains and loses, a bureau of one clerk. */
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { secondOfficer, writeDemoParameters } from '../../hub/demo.js';
import { run as runRules } from '../../hub/rules.js';
import { run as runSetting } from '../../hub/setting.js';
import type { SourceRow } from '../../connectors/connector.js';
import { paperNames } from '../../rules/parameter-papers.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { readParameterHistory, readParameters } from '../../schema/parameter/parameter.reads.js';
import { proposeParameter } from '../../schema/parameter/parameter.writes.js';
import { carryOut } from '../../schema/proposal/carry-out.writes.js';
import { decideProposal } from '../../schema/proposal/proposal.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { rowsOf } from '../support/facts.js';
import { fill } from '../support/fill.js';

const paper = { document: '示例1号', title: '示例' };
const now = new Date();
let database: Database;
const before = process.env['DATABASE_URL'];
beforeAll(async () => {
  const { url } = await createTestDatabase();
  database = await openDatabase(url);
  process.env['DATABASE_URL'] = url;
  const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
  await fill(database, vault, (stream): SourceRow[] => rowsOf(stream, 5));
});
afterAll(async () => {
  if (before === undefined) delete process.env['DATABASE_URL'];
  else process.env['DATABASE_URL'] = before;
  await database.close();
});

async function call(run: typeof runRules, ...args: string[]): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  expect(await run(args, { stdin: Readable.from([]), stdout, stderr })).toBe(0);
  stdout.end();
  return text(stdout);
}
const rules = (...args: string[]) => call(runRules, ...args);
const setting = (...args: string[]) => call(runSetting, ...args);
const count = async (table: string) =>
  (await database.pool.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]!.count;

describe('before anybody entered a paper', () => {
  test('a preview says what the first value would settle, changes nothing, and names nobody', async () => {
    const name = 'flexibleMinimumContributionPerMonth';
    const said = await rules('preview', '--parameter', `${name}=700@2016-01-01`, '--on', '2026-03-01');
    expect(said).toMatch(
      /^on 2026-03-01, 5 persons and 0 organizations compared by art02\.flexible-employment-subsidy/,
    );
    expect(said).not.toMatch(/[张章]|\d{17}/);
    const { id } = await proposeParameter(
      database.pool,
      { name, entries: [{ from: '2016-01-01', to: null, value: 700, paper: null }], paper },
      { reason: '测试', proposedBy: '王科员' },
      now,
    );
    expect(await rules('preview', '--proposal', id, '--on', '2026-03-01')).toBe(said);
    expect(await count('parameter_version')).toBe(0);
  });

  test('a rule before it is switched on, and another reading of a doubtful text, are looked at in the same way', async () => {
    const rule = await rules('preview', '--rule', 'art08.startup-guaranteed-loan', '--on', '2026-03-01');
    expect(rule).toMatch(/5 persons and 0 organizations compared by art08\.startup-guaranteed-loan/);
    const nobody = await rules('preview', '--rule', 'art06.incubation-success-award', '--on', '2026-03-01');
    expect(nobody).toContain('nobody: no rule');
    const reading = await rules('preview', '--reading', 'R-31=recognition-only', '--on', '2026-03-01');
    expect(reading).toMatch(/5 persons and 0 organizations compared by .*art12\.public-welfare-post/);
  });

  test('a list that no rule reads moves nobody', async () => {
    expect(await rules('preview', '--parameter', 'keyPovertyCounties=[{"county":"示例县"}]@2016-01-01')).toContain(
      'nobody: no rule',
    );
  });

  test.each([
    [['--parameter', 'minimumWage=1@2016-01-01'], /parameters\.minimumWage: .*unknown parameter/],
    [['--parameter', 'startupAgeMonths=36@2016-02-30'], /startupAgeMonths\[1\]\.from/],
    [['--parameter', 'startupAgeMonths=thirty@2016-01-01'], /the value as JSON/],
    [['--proposal', '00000000-0000-7000-8000-000000000000'], /there is no proposal/],
    [['--proposal', "x' or true"], /there is no proposal/],
    [['--parameter', 'startupAgeMonths=36@2016-01-01', '--on', 'today'], /--on must be a day/],
    [['--reading', 'R-99=other'], /there is no reading R-99/],
    [['--reading', 'R-31=other'], /reading R-31 can be category-decides-without-recognition or recognition-only/],
    [['--rule', 'art99.nothing'], /there is no rule art99\.nothing/],
    [['--rule', 'art05.opening-subsidy', '--reading', 'R-31=recognition-only'], /^usage: /],
    [[], /^usage: /],
  ])('%j is refused in one line', async (args, message) => {
    await expect(rules('preview', ...args)).rejects.toThrow(message);
  });
});

describe('the demo', () => {
  test('gives every parameter its labelled example, once, by two persons', async () => {
    await writeDemoParameters(database, now);
    const written = await count('parameter_version');
    expect(written).toBe(paperNames.length);
    await writeDemoParameters(database, now);
    expect(await count('parameter_version')).toBe(written);
    for (const name of paperNames) {
      const [newest] = await readParameterHistory(database.pool, name);
      expect(newest).toMatchObject({ version: 1, approvedBy: secondOfficer });
      expect(new Set(newest.entries.map(({ source }) => source.document))).toEqual(
        new Set(['sandbox example, not law']),
      );
    }
  });

  test('keeps what was changed since', async () => {
    const name = 'startupAgeMonths';
    const { id } = await proposeParameter(
      database.pool,
      { name, entries: [{ from: '2016-01-01', to: null, value: 60, paper: null }], paper },
      { reason: '测试', proposedBy: '王科员' },
      now,
    );
    const approval = { id, to: 'approved', by: '李科员', reason: null } as const;
    expect(await decideProposal(database.pool, approval, carryOut, now)).toMatchObject({
      not: null,
    });
    await writeDemoParameters(database, now);
    expect((await readParameters(database.pool)).parameters.get(name)!.at(-1)).toMatchObject({ value: 60 });
  });
});

test('a bureau of one clerk is set at the machine; another bureau is not touched', async () => {
  expect(await setting('proposals.persons')).toBe('410900 proposals.persons = 2\n');
  expect(await setting('proposals.persons', '1')).toBe('410900 proposals.persons = 1\n');
  expect(await setting('proposals.persons', '--bureau', '410922')).toBe('410922 proposals.persons = 2\n');
  expect(await setting('proposals.persons', '2')).toBe('410900 proposals.persons = 2\n');
  for (const wrong of [
    ['proposals.persons', '3'],
    ['proposals.person'],
    [],
    ['proposals.persons', '1', '--bureau', 'x'],
  ])
    await expect(setting(...wrong)).rejects.toThrow(/must be one of 2, 1|^usage: /);
});
