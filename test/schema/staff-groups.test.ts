/** The staff of an employer, counted by one statement over the facts: what rules ask of staff, and no person in it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { prepareBatch } from '../../jobs/prepare-rows.js';
import { addMonths, formatDay, parseDay } from '../../rules/civil-date.js';
import type { ContributionFact, EmploymentFact } from '../../rules/vocabulary.js';
import { openDatabase, transact } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { readStaffGroups } from '../../schema/fact/fact.reads.js';
import { loadFacts } from '../../schema/fact/fact.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const runId = '01900000-0000-7000-8000-000000000000';
const streamIds = { registrations: 2, 'market-entities': 21, contributions: 33 };
const [firm, other] = [creditCodeOf(0), creditCodeOf(1)];
const today = '2026-11-01';
let database: Database;

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate fact, fact_history, touched_entity, person_identifier');
  await begins('2016-01-01', '2016-01-01');
});

async function begins(registrations: string | null, contributions: string | null): Promise<void> {
  await database.pool.query(
    `update source_state set records_begin_on = case stream_id when 2 then $1::date else $2::date end where stream_id in (2, 33)`,
    [registrations, contributions],
  );
}

async function load(stream: keyof typeof streamIds, rows: SourceRow[]): Promise<void> {
  const at = new Date('2026-10-20T00:00:00Z');
  const prepared = prepareBatch(vault, stream, rows, [], at);
  await transact(database.pool, (client) =>
    loadFacts(client, vault, { runId, streamId: streamIds[stream], recordedAt: at }, prepared.rows, prepared.idNumbers),
  );
}

const registration = (n: number, changes: Partial<EmploymentFact> = {}, key = `r${n}`): SourceRow => ({
  op: 'upsert',
  key,
  subject: { idNumber: idNumberOf(n) },
  version: '2026-10-01T00:00:00Z',
  body: {
    kind: 'employment',
    form: 'employee',
    employerCode: firm,
    from: '2025-01-01',
    to: null,
    contractFrom: '2025-01-01',
    contractTo: '2025-12-31',
    reason: null,
    ...changes,
  },
});
const contribution = (n: number, month: string, changes: Partial<ContributionFact> = {}): SourceRow => {
  const body: ContributionFact = {
    kind: 'contribution',
    employerCode: firm,
    month,
    insurance: 'pension',
    baseFen: 400_000,
    employerFen: 64_000,
    ownFen: 32_000,
    paidOn: `${month}-20`,
    ...changes,
  };
  const key = `${n}|${body.employerCode}|${month}|${body.insurance}`;
  return { op: 'upsert', key, subject: { idNumber: idNumberOf(n) }, version: '2026-10-01T00:00:00Z', body };
};
const staffOf = async (code = firm, on = today) => (await readStaffGroups(database.pool, [code], on)).get(code);
const group = { count: 1, contractMonths: 12, monthsPaid: 0, monthsPaidAreAll: true, asOf: '2026-10-01T00:00:00.000Z' };

describe('staff of an employer', () => {
  it('is counted in groups that are alike, each employer by itself, in one statement', async () => {
    await load('registrations', [
      registration(1),
      registration(2),
      registration(3, { contractTo: null }),
      registration(4, { contractFrom: null, contractTo: null }),
      registration(5, { employerCode: other }),
    ]);
    await load('contributions', [contribution(1, '2025-02'), contribution(2, '2025-03'), contribution(4, '2025-03')]);
    const staff = await readStaffGroups(database.pool, [firm, other, creditCodeOf(2)], today);
    expect(staff.get(firm)).toEqual([
      { ...group, count: 2, monthsPaid: 1 },
      { ...group, contractMonths: null, monthsPaid: 1 },
      { ...group, contractMonths: 'open-ended' },
    ]);
    expect(staff.get(other)).toEqual([group]);
    expect(staff.get(creditCodeOf(2))).toEqual([]);
  });

  it.each([
    ['not yet hired', { from: '2026-11-02' }, 0],
    ['hired on the day', { from: today }, 1],
    ['on the last day', { to: today }, 1],
    ['gone since', { to: '2026-10-31' }, 0],
    ['flexible', { form: 'flexible' }, 0],
  ] as const)('holds who is registered on the day: %s', async (_, changes, count) => {
    await load('registrations', [registration(1, changes)]);
    expect(await staffOf()).toHaveLength(count);
  });

  it('counts a month once, when it is paid by the day, by this employer, since the hire', async () => {
    await load('registrations', [registration(1, { from: '2025-03-15' })]);
    await load('contributions', [
      contribution(1, '2025-02'),
      contribution(1, '2025-03'),
      contribution(1, '2025-03', { insurance: 'medical' }),
      contribution(1, '2025-04', { paidOn: null }),
      contribution(1, '2025-05', { paidOn: '2026-09-30' }),
      contribution(1, '2025-06', { paidOn: '2026-11-02' }),
      contribution(1, '2025-07', { employerCode: other }),
      contribution(1, '2025-08', { employerCode: null }),
      contribution(2, '2025-09'),
    ]);
    expect(await staffOf()).toEqual([{ ...group, monthsPaid: 2 }]);
  });

  it('leaves out the legal representative, a deleted row and the older of two registrations of one person', async () => {
    await load('market-entities', rowsOf('market-entities', 1));
    await load('registrations', [
      registration(0),
      registration(1),
      registration(1, { from: '2026-02-01', contractTo: null }, 'again'),
      registration(2),
    ]);
    await load('registrations', [{ op: 'tombstone', key: 'r2', version: '2026-10-02T00:00:00Z' }]);
    expect(await staffOf()).toEqual([{ ...group, contractMonths: 'open-ended' }]);
  });

  it('is not known before the registrations begin, and its months are at least so many before the contributions begin', async () => {
    await load('registrations', [registration(1, { from: '2025-01-10' })]);
    await begins(null, '2016-01-01');
    expect(await staffOf()).toBeNull();
    await begins('2026-11-02', '2016-01-01');
    expect(await staffOf()).toBeNull();
    await begins(today, '2025-01-10');
    expect(await staffOf()).toMatchObject([{ monthsPaidAreAll: true }]);
    await begins(today, '2025-01-11');
    expect(await staffOf()).toMatchObject([{ monthsPaidAreAll: false }]);
    await begins(today, null);
    expect(await staffOf()).toMatchObject([{ monthsPaidAreAll: false }]);
  });

  it('counts the months of a contract as the Civil Code does, also where months end on different days', async () => {
    const starts = ['2024-01-31', '2024-02-29', '2024-03-01', '2024-08-31', '2025-02-28', '2025-05-30'];
    const contracts = starts.flatMap((from, i) =>
      [1, 11, 12, 13, 36].flatMap((months, j) =>
        [-2, -1, 0, 1].map((off, k) => ({ n: i * 20 + j * 4 + k, from, to: addMonths(parseDay(from)!, months) + off })),
      ),
    );
    await load(
      'registrations',
      contracts.map(({ n, from, to }) =>
        registration(n, { employerCode: creditCodeOf(n), contractFrom: from, contractTo: formatDay(to) }),
      ),
    );
    const staff = await readStaffGroups(
      database.pool,
      contracts.map(({ n }) => creditCodeOf(n)),
      today,
    );
    for (const { n, from, to } of contracts) {
      let months = 0;
      while (addMonths(parseDay(from)!, months + 1) <= to + 1) months++;
      expect(staff.get(creditCodeOf(n)), `${from} to ${formatDay(to)}`).toMatchObject([{ contractMonths: months }]);
    }
  });

  it('finds the registrations by their index', async () => {
    const plan = await transact(database.pool, async (client) => {
      // A table of a few rows would be read whole.
      await client.query('set local enable_seqscan = off');
      return client.query<{ 'QUERY PLAN': string }>(
        `explain select from fact where stream_id = 2 and body::json ->> 'employerCode' = any($1)`,
        [[firm]],
      );
    });
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('fact_employer_code_index');
  });
});
