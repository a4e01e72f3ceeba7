/** The register of state firms as the database itself guards it, and the proposals of a whole city's firms at one go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { carryOut } from '../../schema/proposal/carry-out.writes.js';
import { decideProposal } from '../../schema/proposal/proposal.writes.js';
import { proposeLikelyStateFirms } from '../../schema/state-firm/likely-state-firm.writes.js';
import { readBureaus, readEntriesOf, readStateFirm, readStateFirms } from '../../schema/state-firm/state-firm.reads.js';
import { proposeStateFirm, proposeStateFirmEnd } from '../../schema/state-firm/state-firm.writes.js';
import type { ProposedStateFirm } from '../../schema/state-firm/state-firm.writes.js';
import { createTestDatabase } from '../support/database.js';
import { creditCodeOf } from '../support/facts.js';

let database: Database;
const now = new Date('2026-11-27T02:00:00Z');
const by = { reason: 'test', proposedBy: 'a' };
const entry = (n: number, changes: Partial<ProposedStateFirm> = {}): ProposedStateFirm => ({
  creditCode: creditCodeOf(n),
  name: `濮阳第${n}公司`,
  from: '2026-12-01',
  to: null,
  level: 'county',
  holding: 'wholly',
  investor: null,
  region: '410922',
  bureau: '410922',
  evidence: ['依据。Evidence.'],
  ...changes,
});

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());

async function approve({ id }: { id: string }) {
  const decided = await decideProposal(database.pool, { id, to: 'approved', by: 'b', reason: null }, carryOut, now);
  return decided!.not;
}
const propose = (n: number, changes: Partial<ProposedStateFirm> = {}) =>
  proposeStateFirm(database.pool, entry(n, changes), by, now);
const on = async (n: number, day: string) => (await readStateFirm(database.pool, creditCodeOf(n), day))?.level ?? null;

describe('an entry', () => {
  it('holds from its first day through its last one', async () => {
    expect(await approve(await propose(1, { to: '2026-12-31' }))).toBeNull();
    const days = ['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01'];
    expect(await Promise.all(days.map((day) => on(1, day)))).toEqual([null, 'county', 'county', null]);
    expect(await readStateFirm(database.pool, creditCodeOf(1), '2026-12-31')).toMatchObject({
      name: '濮阳第1公司',
      from: '2026-12-01',
      to: '2026-12-31',
      bureau: { region: '410922', name: '清丰县人力资源和社会保障局', website: null },
      evidence: ['依据。Evidence.'],
    });
  });

  it('gives way to the one that follows, and comes back after a gap', async () => {
    await approve(await propose(2));
    await approve(await propose(2, { from: '2027-03-01', level: 'municipal', bureau: '410900' }));
    await approve(
      (await proposeStateFirmEnd(database.pool, { creditCode: creditCodeOf(2), lastDay: '2027-03-01' }, by, now))!,
    );
    await approve(await propose(2, { from: '2028-01-01' }));
    const stood = (await readEntriesOf(database.pool, creditCodeOf(2))).map(({ from, to, level }) => [from, to, level]);
    expect(stood).toEqual([
      ['2026-12-01', '2027-02-28', 'county'],
      ['2027-03-01', '2027-03-01', 'municipal'],
      ['2028-01-01', null, 'county'],
    ]);
    await expect(propose(2, { from: '2026-01-01', to: '2027-03-01' })).rejects.toThrow(
      'lies over days already on the register',
    );
    await expect(propose(2, { from: '2026-01-01' })).rejects.toThrow('lies over days');
    await expect(propose(2, { from: '2027-06-01', to: '2027-05-31' })).rejects.toThrow('must not be before from');
    expect(await approve(await propose(2, { from: '2027-06-01', to: '2027-06-30' }))).toBeNull();
  });

  it('is not made when the register has changed since it was proposed', async () => {
    const [first, later] = [await propose(3), await propose(3, { from: '2027-01-01' })];
    expect(await approve(first)).toBeNull();
    expect(await approve(later)).toBe('changed-underneath');
    expect((await readEntriesOf(database.pool, creditCodeOf(3))).map(({ to }) => to)).toEqual([null]);
  });
});

describe('the table', () => {
  it('refuses days that overlap, whoever writes them', async () => {
    const insert = (valid: string) =>
      database.pool.query(
        `insert into state_firm select credit_code, $2::daterange, name, level, holding, investor, region, bureau, evidence, gen_random_uuid(), recorded_at
         from state_firm where credit_code = $1`,
        [creditCodeOf(1), valid],
      );
    await expect(insert('[2026-12-31,2027-02-01)')).rejects.toMatchObject({ code: '23P01' });
    await expect(insert('empty')).rejects.toMatchObject({ code: '23514' });
    await expect(insert('(,2020-01-01)')).rejects.toMatchObject({ code: '23514' });
  });

  it.each([
    `update state_firm set name = 'other'`,
    `update state_firm set valid = daterange(lower(valid), null) where credit_code = '${creditCodeOf(1)}'`,
    `update state_firm set valid = daterange(lower(valid) + 1, upper(valid))`,
    `delete from state_firm`,
    `truncate state_firm`,
  ])('refuses %s', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow(/only ended|append only/);
  });
});

it('every bureau of the city is on the list', async () => {
  expect((await readBureaus(database.pool)).map(({ region }) => region).join()).toBe(
    '410900,410902,410922,410923,410926,410927,410928',
  );
});

/** Firms of the record that belong to the city alone. */
async function fillRecord(prefix: string, count: number) {
  await database.pool.query(
    `insert into fact (stream_id, record_key, content_hash, credit_code, as_of, recorded_at, run_id, body)
     select stream_id, convert_to($1 || n, 'UTF8'), '', $1 || n, now(), now(), gen_random_uuid(), case stream_id
       when 21 then json_build_object('kind', 'organization', 'name', '濮阳第' || n || '公司', 'entityKind', 'company', 'ownership', 'state',
         'stateLevel', 'municipal', 'investor', '濮阳市财政局', 'region', '410902', 'state', 'open')
       else json_build_object('kind', 'membership', 'memberKind', 'state', 'memberName', '濮阳市财政局', 'memberCode', null, 'shareBasisPoints', 10000)
       end from generate_series(1, $2::int) n, unnest(array[21, 22]) stream_id`,
    [prefix, count],
  );
  await database.pool.query('analyze fact');
}

it('two that look through the record at once propose each firm once', async () => {
  await fillRecord('TWICE', 5);
  // The first one to write does not commit before the second has come as far.
  await database.pool
    .query(`create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return null; end $$;
    create trigger proposal_linger after insert on proposal for each statement execute function linger()`);
  const proposed = await Promise.all([1, 2].map(() => proposeLikelyStateFirms(database.pool, now)));
  await database.pool.query('drop function linger cascade');
  expect(proposed.sort((a, b) => a - b)).toEqual([0, 5]);
});

it('30,000 firms of the record are proposed in seconds, and looked through again without one more', async () => {
  await fillRecord('CODE', 30_000);
  const started = performance.now();
  expect(await proposeLikelyStateFirms(database.pool, now)).toBe(30_000);
  expect(await proposeLikelyStateFirms(database.pool, now)).toBe(0);
  // Some 4 seconds on a quiet machine; whatever looked at each firm by itself would take minutes.
  expect(performance.now() - started).toBeLessThan(60_000);
  const firms = await readStateFirms(
    database.pool,
    { on: '2026-12-05', level: null, bureau: null, search: null },
    { after: null, limit: 10 },
  );
  expect(firms.map(({ creditCode }) => creditCode)).toEqual([3, 2, 1].map(creditCodeOf));
}, 120_000);
