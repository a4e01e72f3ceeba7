/** Deliveries that would change too much: what happens before, while and after a person has looked. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importSource } from '../../jobs/import-source.job.js';
import { readForgottenRuns } from '../../schema/sync-run/sync-run.writes.js';
import { type TestApi, openTestApi } from '../support/api.js';
import { contributionOf, type Drops, insuredPerson, openDrops } from '../support/drops.js';
import { heldRows } from '../support/syncs.js';

let api: TestApi;
let drops: Drops;
let officer: string;

beforeEach(async () => {
  api = await openTestApi();
  drops = await openDrops(api.database, api.vault);
  officer = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
});
afterEach(async () => {
  await drops.close();
  await api.close();
});

const persons = (from: number, to: number, name?: string) =>
  Array.from({ length: to - from }, (_, i) => insuredPerson(from + i, name));
const contributions = (to: number, more = {}) => Array.from({ length: to }, (_, n) => contributionOf(n, more));

interface Question {
  id: string;
  kind: string;
  state: string;
  proposedBy: string;
  payload: string;
}
async function questions(): Promise<Question[]> {
  const answer = await api.ask('{ proposals { edges { node { id kind state proposedBy payload reason } } } }', {
    token: officer,
  });
  return (answer.data as { proposals: { edges: { node: Question }[] } }).proposals.edges.map(({ node }) => node);
}
const open = async () => (await questions()).filter(({ state }) => state === 'OPEN');

async function decide(what: 'approve' | 'reject', id: string): Promise<unknown> {
  const more = what === 'reject' ? ', reason: "来源有误"' : '';
  const answer = await api.ask(`mutation { ${what}Proposal(id: "${id}"${more}) { state decidedBy } }`, {
    token: officer,
  });
  return answer.data?.[`${what}Proposal`];
}

/** Whatever the sweeper would wake, worked on once. */
async function workOnWaiting(): Promise<string[]> {
  const waiting = await readForgottenRuns(api.database.pool, new Date(0));
  return Promise.all(waiting.map((id) => importSource(drops.dependencies, id, new AbortController().signal)));
}

describe('D9', () => {
  it.each([
    ['90 % smaller', persons(0, 49), /49 rows, 500 are held/],
    [
      'half of it different',
      persons(0, 500).map((row, n) => (n < 251 ? { ...row, name: `李${n}` } : row)),
      /251 rows are new or changed/,
    ],
    [
      'half of it unreadable',
      persons(0, 500).map((row, n) => (n < 250 ? { ...row, sex: '7' } : row)),
      /250 of 500 rows could not be read/,
    ],
    ['of other persons', persons(500, 1000), /500 rows are new or changed/],
    ['empty', [], /0 rows, 500 are held/],
  ])('D9: a delivery that is %s is held, nothing of it is loaded', async (_what, rows, reason) => {
    await drops.deliver('20260301', 'persons', [persons(0, 500)]);
    expect(await drops.sync('persons')).toMatchObject({ state: 'done', rowsNew: 500 });
    const before = await heldRows(api.database, 'persons');
    await drops.deliver('20260308', 'persons', [rows]);
    const run = await drops.sync('persons');
    expect(run).toMatchObject({ state: 'held', error: expect.stringMatching(reason) });
    expect(await heldRows(api.database, 'persons')).toBe(before);
    expect((await open()).map(({ kind, proposedBy }) => [kind, proposedBy])).toEqual([['SYNC_RUN', 'hub']]);
    const mark = `select high_water ->> 'folder' as folder from source_state where stream = 'persons'`;
    expect((await api.database.pool.query(mark)).rows).toEqual([{ folder: '20260301' }]);
    // The next night is measured by the same: it does not slip through.
    await drops.deliver('20260315', 'persons', [rows]);
    expect(await drops.sync('persons')).toMatchObject({ state: 'held' });
    expect(await heldRows(api.database, 'persons')).toBe(before);
    expect(await open()).toHaveLength(1);
  });

  it('D9: less than that goes through without anybody', async () => {
    await drops.deliver('20260301', 'persons', [persons(0, 500)]);
    await drops.sync('persons');
    const half = persons(0, 500).map((row, n) => (n < 250 ? { ...row, name: `李${n}` } : row));
    await drops.deliver('20260308', 'persons', [half]);
    expect(await drops.sync('persons')).toMatchObject({
      state: 'done',
      rowsRead: 500,
      rowsChanged: 250,
      rowsUnchanged: 250,
    });
    await drops.deliver('20260315', 'persons', [half.slice(0, 51)]);
    expect(await drops.sync('persons')).toMatchObject({ state: 'done', rowsRead: 51 });
    expect(await open()).toEqual([]);
  });

  it('D9: a person lets it through over the API, up to what was shown and no further', async () => {
    await drops.deliver('20260301', 'persons', [persons(0, 500)]);
    await drops.sync('persons');
    await drops.deliver('20260308', 'persons', [persons(0, 500, '李某')]);
    const held = await drops.sync('persons');
    const [question] = await open();
    expect(JSON.parse(question!.payload)).toMatchObject({
      runId: held.id,
      liveRows: 500,
      different: 500,
      retired: 0,
      rejected: 0,
    });
    // Meanwhile the office delivers something worse under the same run.
    await drops.deliver('20260315', 'persons', [persons(0, 600, '赵某')]);
    expect(await decide('approve', question!.id)).toEqual({ state: 'APPROVED', decidedBy: '王科员' });
    expect(await workOnWaiting()).toEqual(['held']);
    const [worse] = await open();
    expect(worse!.id).not.toBe(question!.id);
    expect(await decide('approve', worse!.id)).toEqual({ state: 'APPROVED', decidedBy: '王科员' });
    expect(await workOnWaiting()).toEqual(['done']);
    const names = `select distinct body::jsonb ->> 'name' as name from fact where absent_since is null`;
    expect((await api.database.pool.query(names)).rows).toEqual([{ name: '赵某' }]);
    expect(await open()).toEqual([]);
  });

  it('D9: rejected, it stays held and the old data stay live', async () => {
    await drops.deliver('20260301', 'persons', [persons(0, 500)]);
    await drops.sync('persons');
    const before = await heldRows(api.database, 'persons');
    await drops.deliver('20260308', 'persons', [persons(0, 10)]);
    const held = await drops.sync('persons');
    const [question] = await open();
    expect(await decide('reject', question!.id)).toEqual({ state: 'REJECTED', decidedBy: '王科员' });
    expect(await workOnWaiting()).toEqual([]);
    const answer = await api.ask(`{ syncRun(id: "${held.id}") { state error rowsWithheld } }`, { token: officer });
    expect(answer.data).toMatchObject({ syncRun: { state: 'HELD', rowsWithheld: 0 } });
    expect(await heldRows(api.database, 'persons')).toBe(before);
  });

  it('D9: a first load that cannot be read for the most part does not count as read', async () => {
    const unreadable = persons(0, 500).map((row, n) => (n < 250 ? { ...row, sex: '7' } : row));
    await drops.deliver('20260301', 'persons', [unreadable]);
    expect(await drops.sync('persons')).toMatchObject({ state: 'held', error: expect.stringContaining('250 of 500') });
    const mark = `select high_water, records_begin_on from source_state where stream = 'persons'`;
    expect((await api.database.pool.query(mark)).rows).toEqual([{ high_water: null, records_begin_on: null }]);
  });
});

describe('D17', () => {
  it('D17: deletions beyond 2 % wait, all else is loaded, and confirmed they are carried out', async () => {
    await drops.deliver('20260301', 'contributions', [contributions(600)]);
    expect(await drops.sync('contributions')).toMatchObject({ state: 'done', rowsNew: 600 });
    const night = [...contributions(100, { op: 'D' }), contributionOf(600), contributionOf(300, { own_fen: '1' })];
    await drops.deliver('20260302', 'contributions', [night]);
    const held = await drops.sync('contributions');
    expect(held).toMatchObject({
      state: 'held',
      error: expect.stringMatching(/deletes 100 of 600 rows; all but the deletions was loaded/),
      rowsRead: 102,
      rowsNew: 1,
      rowsChanged: 1,
      rowsRetired: 0,
      rowsWithheld: 100,
    });
    const alive = `select count(*)::int as n from fact where absent_since is null`;
    expect((await api.database.pool.query(alive)).rows).toEqual([{ n: 601 }]);
    // The next night comes with few deletions of its own, and those before them still wait.
    await drops.deliver('20260303', 'contributions', [[contributionOf(200, { op: 'D' })]]);
    expect(await drops.sync('contributions')).toMatchObject({ state: 'held', rowsWithheld: 101 });
    expect((await api.database.pool.query(alive)).rows).toEqual([{ n: 601 }]);

    const [question, ...older] = await open();
    expect(older).toEqual([]);
    expect(JSON.parse(question!.payload)).toMatchObject({ retired: 101, liveRows: 601 });
    expect(await decide('approve', question!.id)).toEqual({ state: 'APPROVED', decidedBy: '王科员' });
    expect(await workOnWaiting()).toEqual(['done']);
    expect((await api.database.pool.query(alive)).rows).toEqual([{ n: 500 }]);
    const state = `select live_rows::int as live, high_water ->> 'folder' as folder from source_state where stream = 'contributions'`;
    expect((await api.database.pool.query(state)).rows).toEqual([{ live: 500, folder: '20260303' }]);
  });

  it('D17: twenty deletions of many rows are everyday life', async () => {
    await drops.deliver('20260301', 'contributions', [contributions(600)]);
    await drops.sync('contributions');
    await drops.deliver('20260302', 'contributions', [contributions(20, { op: 'D' })]);
    expect(await drops.sync('contributions')).toMatchObject({ state: 'done', rowsRetired: 20, rowsWithheld: 0 });
  });
});
