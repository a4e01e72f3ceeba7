/** The night job of decisions: only what reads what changed is decided again, and dying anywhere changes nothing of the outcome. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { decideAgain } from '../../jobs/decide-again.js';
import type { CountedStaff, InForce, Kept } from '../../jobs/decide-again.js';
import { touchDue, touchOtherParameters } from '../../jobs/decide-entitlements.job.js';
import { basisOf } from '../../jobs/decision-basis.js';
import { importSource } from '../../jobs/import-source.job.js';
import { rebuildRecords } from '../../jobs/rebuild-records.job.js';
import { formatDay, parseDay } from '../../rules/civil-date.js';
import { Memory } from '../../rules/memory.js';
import { rulesOfPersons } from '../../rules/index.js';
import type { PersonDocument } from '../../rules/vocabulary.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import type { Sheet } from '../../schema/entitlement/entitlement.reads.js';
import type { CandidateRow } from '../../schema/entitlement/entitlement.writes.js';
import { knownParameters } from '../../schema/parameter/parameter.reads.js';
import type { KnownParameters } from '../../schema/parameter/parameter.reads.js';
import { proposeParameter } from '../../schema/parameter/parameter.writes.js';
import { carryOut } from '../../schema/proposal/carry-out.writes.js';
import { decideProposal } from '../../schema/proposal/proposal.writes.js';
import { requestRun } from '../../schema/sync-run/sync-run.writes.js';
import { createVault } from '../../schema/vault.js';
import { puyangPapers } from '../../rules/parameters/puyang.js';
import { createTestDatabase } from '../support/database.js';
import { allStreams, creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import { differences, readableState } from '../support/readable-state.js';
import {
  asOf,
  attribute,
  benefit,
  contribution,
  everything,
  firm,
  founder,
  grant,
  nobody,
  registration,
  told,
} from '../support/records.js';

const start = parseDay('2026-11-23')!;
const around = (past: number, ahead: number) => fc.integer({ min: -past, max: ahead }).map((n) => formatDay(start + n));
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 2 });
const month = fc.integer({ min: 1, max: 9 }).map((n) => `2026-0${n}`);

/** The parts of a record, each by itself, so that another record can take some of them over. */
const parts = fc.record({
  sex: fc.constantFrom('male' as const, 'female' as const).map((sex) => attribute(sex, 'social-insurance')),
  birthDate: fc.constantFrom('1966-12-28', '1976-12-05', '1999-01-01').map((day) => attribute(day, 'employment')),
  householdRegion: fc.constantFrom('410902', '410922').map((code) => attribute(code, 'employment')),
  education: fc.option(
    around(2100, -60).map((graduationDate) =>
      attribute({ schoolType: 'university', status: 'graduated', school: null, graduationDate } as const, 'employment'),
    ),
  ),
  employments: some(
    fc.tuple(
      fc.constantFrom('flexible' as const, 'unemployed' as const, 'employee' as const),
      around(400, 40),
      fc.option(around(30, 90)),
    ),
  ).map((works) => works.map(([form, from, to]) => registration(form, from, to, form === 'employee' ? 'e' : null))),
  hardships: some(fc.tuple(around(600, 60), fc.option(around(60, 300)))).map((days) =>
    days.map(([from, to]) => ({ category: 'disabled' as const, from, to, ...told('employment') })),
  ),
  grants: some(
    fc.tuple(fc.constantFrom('art05.opening-subsidy', 'art02.flexible-employment-subsidy.hard-to-employ'), month),
  ).map((paid) => paid.map(([entitlement, first]) => grant(entitlement, first))),
  contributions: some(month).map((months) => months.map((one) => contribution(one))),
  unemploymentBenefits: some(fc.tuple(around(300, 30), fc.nat(6))).map((spells) =>
    spells.map(([from, drawn]) => benefit(from, drawn, drawn + 3)),
  ),
  enterprises: fc
    .uniqueArray(fc.tuple(fc.constantFrom('c1', 'c2'), around(300, 30)), { selector: ([code]) => code })
    .map((firms) => firms.map(([creditCode, establishedOn]) => ({ ...firm, creditCode, establishedOn }))),
  recordsBeginOn: fc.constantFrom(everything, everything, everything, {}),
});
type Parts = Omit<PersonDocument, 'id' | 'name'>;
const person = (made: Parts): PersonDocument => ({ ...nobody, ...made });
const group = (count: number) => ({ count, contractMonths: 24, monthsPaid: 6, monthsPaidAreAll: true, asOf });
const staff: fc.Arbitrary<CountedStaff> = fc.constantFrom(
  {},
  { c1: [group(2)] },
  { c1: [group(3)] },
  { c1: null },
  { c2: [group(1)] },
);

const given = (value: number | null, from = '2016-01-06') => [
  { from, to: null, value, source: { document: '测试〔2016〕1号', title: '测试' }, enteredBy: null },
];
const law = (known: KnownParameters): InForce => ({
  basis: basisOf(known),
  parameters: known.parameters,
  memory: new Memory(),
});
const shipped = law(knownParameters(puyangPapers));
const laws: InForce[] = [
  shipped,
  law(knownParameters({ ...puyangPapers, flexibleMinimumContributionPerMonth: given(800) })),
  law(knownParameters({ ...puyangPapers, unemploymentBenefitStandardPerMonth: given(1200) })),
];

const kept = (decided: ReturnType<typeof decideAgain>, basis: Kept['basis'], counted: CountedStaff): Kept => ({
  sheet: JSON.parse(decided.sheet.decisions) as Sheet,
  staff: counted,
  basis,
});
const withoutDays = (sheet: Sheet) =>
  Object.fromEntries(Object.entries(sheet).map(([rule, decision]) => [rule, { ...decision, decidedOn: '' }]));
/** Candidates by rule; of two firms that give the same, the one that came first stays. */
const candidatesIn = (rows: readonly CandidateRow[]) => {
  const last = new Map(rows.map((row) => [row.rule, { ...row, decidedOn: '', firm: '', region: '' }]));
  return Object.fromEntries([...last].filter(([, { certainty }]) => certainty !== null));
};

describe('deciding again', () => {
  it('only what reads what changed is deciding everything, whatever changed: facts, staff, parameters or the day', () => {
    const seen = { decided: 0, most: 0, changes: 0 };
    fc.assert(
      fc.property(
        parts,
        parts,
        fc.subarray(Object.keys(nobody).slice(2) as (keyof Parts)[], { maxLength: 2 }),
        staff,
        staff,
        fc.nat(laws.length - 1),
        fc.nat(laws.length - 1),
        fc.nat(60),
        (one, other, taken, oldStaff, newStaff, former, latter, days) => {
          const [oldLaw, newLaw] = [laws[former]!, laws[latter]!];
          const [before, after] = [
            person(one),
            person({ ...one, ...Object.fromEntries(taken.map((part) => [part, other[part]])) }),
          ];
          const id = { personId: 'x' };
          const [yesterday, today] = [formatDay(start), formatDay(start + days)];
          const first = decideAgain({ ...id, before: null, after: before }, null, {
            ...oldLaw,
            today: yesterday,
            staff: oldStaff,
          });
          const present = { ...newLaw, today, staff: newStaff };
          const again = decideAgain({ ...id, before, after }, kept(first, oldLaw.basis, oldStaff), present);
          const anew = decideAgain({ ...id, before: null, after }, null, present);
          expect(withoutDays(JSON.parse(again.sheet.decisions) as Sheet)).toEqual(
            withoutDays(JSON.parse(anew.sheet.decisions) as Sheet),
          );
          expect({ ...again.sheet, decisions: '' }).toEqual({ ...anew.sheet, decisions: '' });
          expect(candidatesIn([...first.candidates, ...again.candidates])).toEqual(candidatesIn(anew.candidates));
          for (const { causes } of again.changes) expect(causes.length).toBeGreaterThan(0);
          seen.decided += again.decided.length;
          seen.most += rulesOfPersons.length;
          seen.changes += again.changes.length;
        },
      ),
      { numRuns: 12 },
    );
    expect(seen.changes).toBeGreaterThan(2);
    expect(seen.decided).toBeLessThan(seen.most * 0.9);
  });

  it('what no rule reads decides nothing, and a cause is told by name', () => {
    const present = { ...shipped, today: '2026-11-23', staff: {} };
    const decide = (before: PersonDocument | null, after: PersonDocument, so: Kept | null) =>
      decideAgain({ personId: 'x', before, after }, so, present);
    const so = kept(decide(null, founder, null), shipped.basis, {});
    const moved = {
      ...founder,
      name: attribute('新名', 'employment'),
      householdRegion: attribute('410922', 'employment'),
    };
    expect(decide(founder, moved, so)).toMatchObject({
      decided: [],
      changes: [],
      candidates: [],
      sheet: { region: '410922' },
    });
    const closed = { ...founder, enterprises: [{ ...firm, taxState: 'abnormal' as const }] };
    const again = decide(founder, closed, so);
    expect(again.decided).toContain('art05.opening-subsidy');
    expect(again.decided).not.toContain('art05.unemployed-startup-grant');
    expect(again.changes).toContainEqual({
      personId: 'x',
      rule: 'art05.opening-subsidy',
      region: '',
      fromOutcome: 'eligible',
      fromAmountFen: 500_000,
      toOutcome: 'ineligible',
      toAmountFen: 0,
      causes: ['enterprise.operatingNormally'],
    });
  });
});

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const none = new AbortController().signal;
let database: Database;
beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url, { poolSize: 12 });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query(
    'truncate fact, fact_history, touched_entity, person_identifier, person_record, organization_record, entitlement_sheet, entitlement_candidate, entitlement_change, entitlement_basis, sync_run',
  );
  await database.pool.query('update source_state set high_water = null, live_rows = 0');
});

const on = (day: string) => () => new Date(`${day}T09:00:00+08:00`);
const opening = 'art05.opening-subsidy';

async function importRows(rows: (stream: string) => SourceRow[], day: string): Promise<void> {
  const dependencies = { ...listImport(database, vault, { rows }, on(day)), batchSize: 500 };
  for (const { source, stream } of allStreams) {
    const asked = { source, stream, scope: 'ALL', range: null, sealedKey: null, dryRun: false } as const;
    const run = await requestRun(database.pool, {
      ...asked,
      requestedBy: 'test',
      reason: 'test',
      idempotencyKey: null,
    });
    await importSource(dependencies, run!.runId, none);
  }
}
const rebuild = (day: string) => rebuildRecords({ database, now: on(day) }, none);
const night = (day: string) => touchDue({ database, now: on(day) });
const rowsIn = async <R extends object>(query: string) => (await database.pool.query<R>(query)).rows;
const versionsOf = async () => ({
  sheets: await rowsIn('select xmin, person_id from entitlement_sheet order by 2'),
  candidates: await rowsIn('select xmin, rule, person_id from entitlement_candidate order by 2, 3'),
  changes: await rowsIn('select xmin, change_id from entitlement_change order by 2'),
});
/** Twenty founders whose firms are founded on 2025-06-01, and who left university in 2024. */
const founders = (stream: string) => rowsOf(stream, 20);
const cancelled = (stream: string) =>
  rowsOf(stream, 20, '2026-02-01T00:00:00Z').map((row) =>
    row.op === 'upsert' && row.body.kind === 'taxpayer'
      ? { ...row, body: { ...row.body, state: 'cancelled' as const } }
      : row,
  );

/** A record that changes in what no rule reads. */
const withReason = (stream: string) =>
  rowsOf(stream, 20, '2026-02-01T00:00:00Z').map((row) =>
    row.op === 'upsert' && row.body.kind === 'employment' ? { ...row, body: { ...row.body, reason: '续签' } } : row,
  );

describe('decisions in the database', () => {
  it('are not touched when they come out the same, however often they are made', async () => {
    await importRows(founders, '2025-07-01');
    await rebuild('2025-07-01');
    const before = await versionsOf();
    expect(before.sheets).toHaveLength(20);
    await database.pool.query('insert into touched_entity (person_id) select person_id from person_record');
    expect(await rebuild('2025-07-02')).toBe(20);
    expect(await versionsOf()).toEqual(before);
    await importRows(founders, '2025-07-02');
    await rebuild('2025-07-02');
    expect(await versionsOf()).toEqual(before);
  });

  it('turn on their day, are told with their cause, and end with the fact that carried them', async () => {
    await importRows(founders, '2025-07-01');
    await rebuild('2025-07-01');
    expect(await rowsIn(`select from entitlement_candidate where rule = '${opening}'`)).toHaveLength(0);
    expect(await night('2025-08-31')).toBe(0);
    expect(await night('2025-09-01')).toBe(20);
    await rebuild('2025-09-01');
    const found = await rowsIn<{ certainty: string; amount_fen: number; reasons: string[]; region: string }>(
      `select * from entitlement_candidate where rule = '${opening}'`,
    );
    expect(found).toHaveLength(20);
    expect(found[0]).toMatchObject({ certainty: 'certain', amount_fen: 500_000, region: '', decided_on: '2025-09-01' });
    expect(found[0]!.reasons[0]).toContain('符合条件');
    await importRows(cancelled, '2025-09-02');
    await rebuild('2025-09-02');
    expect(await rowsIn(`select from entitlement_candidate where rule = '${opening}'`)).toHaveLength(0);
    const changes = await rowsIn(
      `select distinct changed_on::text, from_outcome, from_amount_fen, to_outcome, to_amount_fen, causes from entitlement_change where rule = '${opening}' order by 1`,
    );
    expect(changes).toEqual([
      {
        changed_on: '2025-09-01',
        from_outcome: 'ineligible',
        from_amount_fen: 0,
        to_outcome: 'eligible',
        to_amount_fen: 500_000,
        causes: ['calendar'],
      },
      {
        changed_on: '2025-09-02',
        from_outcome: 'eligible',
        from_amount_fen: 500_000,
        to_outcome: 'ineligible',
        to_amount_fen: 0,
        causes: ['enterprise.operatingNormally'],
      },
    ]);
  });

  it('are made again where they rest on rules or parameters of another version, and only there', async () => {
    await importRows(founders, '2025-09-10');
    await rebuild('2025-09-10');
    expect(await night('2025-09-10')).toBe(0);
    await database.pool.query(
      `insert into entitlement_basis select 'former', 'former', parameter_version, trace_format, rules, parameters, first_used_on from entitlement_basis;
       update entitlement_sheet set basis = 'former', decisions = '{}' where person_id in (select person_id from person_record order by 1 limit 5)`,
    );
    expect(await night('2025-09-10')).toBe(5);
    await rebuild('2025-09-10');
    const changes = await rowsIn(
      `select distinct from_outcome, to_outcome, causes from entitlement_change where rule = '${opening}' and causes <> '{first}'`,
    );
    expect(changes).toEqual([{ from_outcome: 'ineligible', to_outcome: 'eligible', causes: ['rules'] }]);
    expect(await rowsIn(`select from entitlement_sheet where basis = 'former'`)).toEqual([]);
    expect(await night('2025-09-10')).toBe(0);
  });

  it('are made again soon after a parameter was approved, of the rules that read it alone', async () => {
    await importRows(founders, '2025-09-10');
    await rebuild('2025-09-10');
    const parameters = () => touchOtherParameters({ database, now: on('2025-09-10') });
    expect(await parameters()).toBe(0);
    const other = { ...puyangPapers, flexibleMinimumContributionPerMonth: given(800) };
    await database.pool.query(
      `insert into entitlement_basis select 'former', rules_version, 'former', trace_format, rules, $1, first_used_on from entitlement_basis`,
      [JSON.stringify(other)],
    );
    await database.pool.query(`update entitlement_sheet set basis = 'former', decisions = '{}'`);
    expect(await parameters()).toBe(20);
    expect(await parameters()).toBe(0);
    await rebuild('2025-09-10');
    expect(await parameters()).toBe(0);
    const sheets = await rowsIn<{ decisions: string }>('select decisions from entitlement_sheet');
    const decided = new Set(sheets.flatMap(({ decisions }) => Object.keys(JSON.parse(decisions) as Sheet)));
    // Taken away above, it would have come back had it been decided.
    expect(decided).not.toContain(opening);
  });

  it('made while a parameter is approved rest on it before the work ends, however often they are touched meanwhile', async () => {
    await importRows(founders, '2025-09-10');
    let transactions = 0;
    const { pool } = database;
    const approveAndTouch = async () => {
      const by = { reason: 'test', proposedBy: 'a' };
      const paper = { document: '测试〔2016〕1号', title: '测试' };
      const entries = [{ from: '2016-01-06', to: null, value: 800, paper }];
      const now = on('2025-09-10')();
      const asked = { name: 'flexibleMinimumContributionPerMonth', entries, paper };
      const { id } = await proposeParameter(pool, asked, by, now);
      await decideProposal(pool, { id, to: 'approved', by: 'b', reason: null }, carryOut, now);
      expect(await touchOtherParameters({ database, now: on('2025-09-10') })).toBe(20);
    };
    const watched = {
      query: pool.query.bind(pool),
      connect: async () => {
        if (++transactions === 2) await approveAndTouch();
        return pool.connect();
      },
    } as unknown as typeof pool;
    const dependencies = { database: { ...database, pool: watched }, now: on('2025-09-10') };
    expect(await rebuildRecords(dependencies, new AbortController().signal)).toBeGreaterThan(20);
    expect(await touchOtherParameters({ database, now: on('2025-09-10') })).toBe(0);
  });

  it('move with the person, though no rule reads where somebody lives', async () => {
    await importRows(founders, '2025-09-10');
    await rebuild('2025-09-10');
    const before = await versionsOf();
    const moved = (stream: string) =>
      rowsOf(stream, 20, '2026-02-01T00:00:00Z').map((row) =>
        row.op === 'upsert' && stream === 'job-seekers' && row.body.kind === 'person'
          ? { ...row, body: { ...row.body, householdRegion: '410928' } }
          : row,
      );
    await importRows(moved, '2025-09-11');
    await rebuild('2025-09-11');
    expect(before.candidates.length).toBeGreaterThan(19);
    expect(await rowsIn(`select distinct region from entitlement_candidate`)).toEqual([{ region: '410928' }]);
    expect((await versionsOf()).changes).toEqual(before.changes);
  });

  it('follow the staff of the firm, which is counted from other persons’ registrations', async () => {
    await importRows(founders, '2025-09-10');
    await rebuild('2025-09-10');
    expect(await rowsIn('select from entitlement_sheet where staff is not null')).toEqual([]);
    // Person 7 goes to work for the firm of person 3.
    const hired = (stream: string) =>
      rowsOf(stream, 20, '2026-02-01T00:00:00Z').map((row) =>
        row.op === 'upsert' && row.body.kind === 'employment' && row.key === 'r7'
          ? { ...row, body: { ...row.body, employerCode: creditCodeOf(3) } }
          : row,
      );
    await importRows(hired, '2025-09-11');
    await rebuild('2025-09-11');
    const found = await rowsIn<{ index: Buffer; staff: string }>(
      'select blind_index as index, staff from entitlement_sheet join person_identifier using (person_id) where staff is not null',
    );
    expect(found.map(({ index }) => index)).toEqual([vault.blindIndex(idNumberOf(3))]);
    expect(JSON.parse(found[0]!.staff)).toMatchObject({ [creditCodeOf(3)]: [{ count: 1 }] });
    // Registrations end by themselves: who has staff is counted again every night.
    expect(await night('2025-09-12')).toBe(1);
  });

  it.each(['entitlement_sheet', 'entitlement_candidate', 'entitlement_change', 'person_record', 'touched_entity'])(
    'end in the same tables when the job dies while it writes %s',
    async (table) => {
      await importRows(founders, '2025-07-01');
      await rebuild('2025-07-01');
      await night('2025-09-01');
      await importRows(withReason, '2025-09-01');
      const work = on('2025-09-01')();
      await database.pool.query(
        `create or replace function die() returns trigger language plpgsql as $$ begin raise exception 'the job dies'; end $$;
         create trigger die after insert or update or delete on ${table} for each statement execute function die()`,
      );
      const before = await versionsOf();
      await expect(rebuild('2025-09-01')).rejects.toThrow('the job dies');
      expect(await versionsOf()).toEqual(before);
      await database.pool.query(`drop trigger die on ${table}`);
      await rebuild('2025-09-01');
      const survived = await readableState(database, work);
      expect(await rowsIn(`select from entitlement_change where rule = '${opening}'`)).toHaveLength(20);
      // The same from nothing, without a death on the way.
      await database.pool.query('truncate person_record, entitlement_sheet, entitlement_candidate, entitlement_change');
      await database.pool.query('insert into touched_entity (person_id) select person_id from person_identifier');
      await rebuild('2025-09-01');
      const withoutDay = (lines: string[]) =>
        lines.map((line) => line.replaceAll(/"decided_?[oO]n\\?":\\?"[\d-]+/g, ''));
      expect(differences(withoutDay(survived), withoutDay(await readableState(database, work)))).toEqual([]);
    },
  );
});
