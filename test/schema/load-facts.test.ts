import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { prepareBatch } from '../../jobs/prepare-rows.js';
import { idCheckCharacter } from '../../rules/identifiers.js';
import { openDatabase, transact } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { loadFacts } from '../../schema/fact/fact.writes.js';
import type { LoadCounts } from '../../schema/fact/fact.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const run = { runId: '01900000-0000-7000-8000-000000000000', streamId: 2 };
let database: Database;

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate fact, fact_history, touched_entity, person_identifier');
});

function person(number: number): string {
  const first17 = `41090219900101${String(number).padStart(3, '0')}`;
  return first17 + idCheckCharacter(first17);
}

function row(key: string, version: string | null, reason: string, who = 1): SourceRow {
  const body = {
    kind: 'employment',
    form: 'flexible',
    employerCode: null,
    from: '2026-01-01',
    to: null,
    contractFrom: null,
    contractTo: null,
    reason,
  } as const;
  return { op: 'upsert', key, subject: { idNumber: person(who) }, version, body };
}

async function load(rows: SourceRow[], at = new Date()): Promise<LoadCounts> {
  const prepared = prepareBatch(vault, 'employment/registrations', rows, [], at);
  return transact(database.pool, (client) =>
    loadFacts(client, vault, { ...run, recordedAt: at }, prepared.rows, prepared.idNumbers),
  );
}

describe('loadFacts', () => {
  it('counts new, unchanged, changed, stale, duplicate and retired rows to the row', async () => {
    expect(await load([row('a', '1', 'x'), row('b', '1', 'x', 2), row('b', '2', 'y', 2)])).toEqual({
      new: 2,
      changed: 0,
      unchanged: 0,
      stale: 0,
      duplicate: 1,
      retired: 0,
      returned: 0,
    });
    expect(await load([row('a', '1', 'x'), row('b', '1', 'older', 2)])).toMatchObject({
      new: 0,
      unchanged: 1,
      stale: 1,
    });
    expect(await load([row('a', '3', 'z'), { op: 'tombstone', key: 'b', version: '3' }])).toMatchObject({
      changed: 1,
      retired: 1,
    });
    expect(await load([row('b', '4', 'back', 2)])).toMatchObject({ changed: 1, returned: 1 });
    expect(await load([{ op: 'tombstone', key: 'never seen', version: '1' }])).toMatchObject({ new: 0, unchanged: 1 });
    expect(await load([])).toMatchObject({ new: 0, unchanged: 0, duplicate: 0 });
  });

  it('does not touch an unchanged row', async () => {
    await load([row('a', '1', 'x')]);
    const before = await database.pool.query('select ctid, xmin, * from fact');
    await load([row('a', '2', 'x')]);
    expect((await database.pool.query('select ctid, xmin, * from fact')).rows).toEqual(before.rows);
    expect((await database.pool.query('select count(*)::int as n from touched_entity')).rows[0]).toEqual({ n: 1 });
  });

  it('keeps what a source said before, with when it was superseded', async () => {
    await load([row('a', '1', 'first')], new Date('2026-01-01T00:00:00Z'));
    await load([row('a', '2', 'second')], new Date('2026-02-01T00:00:00Z'));
    const history = await database.pool.query(
      `select body::json ->> 'reason' as reason, recorded_at, superseded_at from fact_history`,
    );
    expect(history.rows).toEqual([
      {
        reason: 'first',
        recorded_at: new Date('2026-01-01T00:00:00Z'),
        superseded_at: new Date('2026-02-01T00:00:00Z'),
      },
    ]);
  });

  it('carries rare characters, quotes, backslashes and line breaks unharmed', async () => {
    const nasty = '𠮷\\N\t"\\\\x41\r\n,\u2028';
    await load([row('a', '1', nasty)]);
    const found = await database.pool.query<{ body: string }>('select body from fact');
    expect((JSON.parse(found.rows[0]!.body) as { reason: string }).reason).toBe(nasty);
  });

  it('gives one person one id, however many imports meet the person first at once', async () => {
    const batches = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 200 }, (_, j) => row(`${i}/${j}`, '1', 'x', (j * 7 + i * 31) % 200)),
    );
    await Promise.all(batches.map((rows) => load(rows)));
    const found = await database.pool.query(
      'select count(*)::int as persons, (select count(distinct person_id)::int from fact) as used from person_identifier',
    );
    expect(found.rows[0]).toEqual({ persons: 200, used: 200 });
  });

  it('D6: leaves the same table for any batches in any order, any of them twice, deletions before what they delete', async () => {
    // A source gives one content per key and version: every third version says that the row is gone.
    const told = (key: string, version: number): SourceRow =>
      version % 3 === 0 ? { op: 'tombstone', key, version: `${version}` } : row(key, `${version}`, `v${version}`);
    const change = fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 9 }))
      .map(([key, version]) => told(key, version));
    const batches = fc.array(fc.array(change, { maxLength: 5 }), { minLength: 1, maxLength: 4 });
    const order = fc.array(fc.nat({ max: 1000 }), { minLength: 8, maxLength: 8 });
    const outcome = async (sequence: SourceRow[][]) => {
      await database.pool.query('truncate fact, fact_history, touched_entity, person_identifier');
      for (const batch of sequence) await load(batch);
      const found = await database.pool.query(
        `select encode(record_key, 'hex') as key, version, absent_since is null as live, case when absent_since is null then body end as body from fact order by 1`,
      );
      return found.rows as unknown[];
    };
    await fc.assert(
      fc.asyncProperty(batches, order, async (sequence, keys) => {
        const twice = [...sequence, ...sequence]
          .map((batch, i) => ({ batch, key: keys[i]! }))
          .sort((x, y) => x.key - y.key);
        expect(await outcome(twice.map(({ batch }) => batch))).toEqual(await outcome(sequence));
      }),
      { numRuns: 60 },
    );
  });

  it('writes nothing at all when a batch fails', async () => {
    const prepared = prepareBatch(vault, 's', [row('a', '1', 'x')], [], new Date());
    const failing = transact(database.pool, (client) =>
      loadFacts(
        client,
        vault,
        { ...run, recordedAt: new Date() },
        [...prepared.rows, { ...prepared.rows[0]!, recordKey: 'ff', personIndex: 'ab'.repeat(16) }],
        prepared.idNumbers,
      ),
    );
    await expect(failing).rejects.toThrow('whose ID number the batch does not carry');
    const left = await database.pool.query(
      'select (select count(*) from fact)::int as facts, (select count(*) from person_identifier)::int as persons',
    );
    expect(left.rows[0]).toEqual({ facts: 0, persons: 0 });
  });
});
