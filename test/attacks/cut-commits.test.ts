/** F6: the connection to the database is cut in a commit, or the database restarts: nothing is lost, nothing is there twice, and asking again does no harm. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importSource } from '../../jobs/import-source.job.js';
import { migrateQueues } from '../../jobs/queues.js';
import { judgeFailure } from '../../jobs/retry.js';
import { type Database, migrate, openDatabase } from '../../schema/database.js';
import { type EmbeddedPostgres, startPostgres } from '../../schema/embedded-postgres.js';
import { createVault } from '../../schema/vault.js';
import { type Answer, codeOf, openTestApi, type TestApi } from '../support/api.js';
import { createTestDatabase } from '../support/database.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { type Line, openLine } from '../support/line.js';
import { listImport } from '../support/list-connector.js';
import { openRecruiters, type Recruiters, recruitment } from '../support/recruitment.js';
import { askForRun, heldRows } from '../support/syncs.js';

const query = 'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name } }';
/** Before it arrives nothing is done; after the server has answered all is done, and the hub does not know it. */
const moments = ['before', 'after'] as const;

async function lineTo(url: string): Promise<{ line: Line; url: string }> {
  const there = new URL(url);
  const line = await openLine(Number(there.port));
  there.port = String(line.port);
  return { line, url: there.href };
}

describe('a connection that is cut', () => {
  let line: Line;
  let api: TestApi;
  /** Straight to the database. */
  let direct: Database;
  let token: string;
  let who: Recruiters;
  let at: ReturnType<typeof recruitment>;
  const look = () => api.ask(query, { token, variables: { idNumber: idNumberOf(1), name: '张1' } });
  const count = async (from: string) =>
    (await direct.pool.query<{ n: number }>(`select count(*)::int as n from ${from}`)).rows[0]!.n;
  const looks = () => count(`access_event where client = '民政局'`);

  beforeAll(async () => {
    const { url } = await createTestDatabase();
    direct = await openDatabase(url);
    const through = await lineTo(url);
    line = through.line;
    api = await openTestApi(undefined, { databaseUrl: through.url });
    await api.fill((stream) => rowsOf(stream, 10));
    await api.agree('民政局', { fields: { 'Person.name': 'full' } });
    token = await api.token({ sub: '民政局', audience: 'partner' });
    who = await openRecruiters(api);
    at = recruitment(api, who);
  });
  afterAll(async () => {
    await api.close();
    await direct.close();
    await line.close();
  });

  function expectNothingTold(answer: Answer): void {
    expect(codeOf(answer)).toBe('INTERNAL');
    expect(answer.data).toEqual({ person: null });
    expect(answer.text).not.toMatch(/张|receipt|terminated|ECONN|Connection/);
  }

  it.each(moments)(
    'F6: %s the look-up’s commit: no data without its event, and the next look is answered',
    async (when) => {
      expect((await look()).data).toEqual({ person: { name: '张1' } });
      const before = await looks();
      const cut = line.cutAt('read-persons-', when);
      expectNothingTold(await look());
      await cut;
      expect(await looks()).toBe(before + (when === 'after' ? 1 : 0));
      const again = await look();
      expect([again.data, again.text]).toEqual([{ person: { name: '张1' } }, expect.stringContaining('receipt')]);
      expect(await looks()).toBe(before + (when === 'after' ? 2 : 1));
    },
  );

  it('F6: the server dies in the look-up’s commit: neither event nor data', async () => {
    await direct.pool.query(
      `create function die() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()), pg_sleep(5); return null; end $$`,
    );
    await direct.pool.query(
      'create constraint trigger f6 after insert on access_event deferrable initially deferred for each row execute function die()',
    );
    const before = await looks();
    const answer = await look();
    await direct.pool.query('drop trigger f6 on access_event');
    expectNothingTold(answer);
    expect(await looks()).toBe(before);
    expect((await look()).errors).toEqual([]);
    expect(await looks()).toBe(before + 1);
  });

  it.each(moments)('F6: %s the commit of a filing’s step: asked again with its key, it is done once', async (when) => {
    const made = at.ok(await at.create(at.content())).data as { createRecruitmentNotice: { id: string } };
    const { id } = made.createRecruitmentNotice;
    at.ok(await at.move(who.firmApprover, id, 'SUBMIT', { justification: '按计划招聘' }));
    at.ok(await at.move(who.reviewer, id, 'REVIEW'));
    const steps = () => count(`recruitment_history where aggregate_id = '${id}'`);
    const stepsBefore = await steps();
    const accept = () => at.move(who.approver, id, 'ACCEPT', { idempotencyKey: `f6-${when}` });
    const cut = line.cutAt('commit\0', when);
    expect(codeOf(await accept())).toBe('INTERNAL');
    await cut;
    expect(await steps()).toBe(stepsBefore + (when === 'after' ? 1 : 0));
    const [first, second] = [at.ok(await accept()), at.ok(await accept())];
    expect(first.data).toMatchObject({ moveRecruitmentNotice: { pending: { state: 'FILED' } } });
    expect(second.data).toEqual(first.data);
    expect(await steps()).toBe(stepsBefore + 1);
  });

  it.each(moments)('F6: %s the commit of a resync: asked again with its key, one run is booked', async (when) => {
    const officer = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
    const input = `{ source: TAX, stream: "taxpayers", scope: ALL, reason: "F6", idempotencyKey: "f6-${when}" }`;
    const ask = () => api.ask(`mutation { triggerResync(input: ${input}) { id } }`, { token: officer });
    const cut = line.cutAt('insert into sync_run', when);
    const first = await ask();
    await cut;
    expect(codeOf(first)).toBe('INTERNAL');
    const [second, third] = [at.ok(await ask()), at.ok(await ask())];
    expect(third.data).toEqual(second.data);
    expect(await count(`sync_run where idempotency_key = 'f6-${when}'`)).toBe(1);
  });
});

it.each(moments)(
  'F6: %s each commit of a sync: tried again, it ends in the same tables as a calm one',
  async (when) => {
    const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
    const ended: string[] = [];
    for (const cuts of [0, 6]) {
      const { url } = await createTestDatabase();
      const direct = await openDatabase(url);
      const through = await lineTo(url);
      const database = await openDatabase(through.url);
      const now = new Date('2026-03-02T02:00:00Z');
      const dependencies = listImport(database, vault, { rows: (stream) => rowsOf(stream, 50) }, () => now);
      const runId = await askForRun(direct, 'tax', 'taxpayers', { scope: 'ALL' });
      let failed = 0;
      for (let attempt = 1; attempt <= cuts; attempt++) {
        // The first commit takes the run, then one comes with each batch, and the last ends it.
        void through.line.cutAt('commit\0', when, attempt);
        const failure = await importSource(dependencies, runId, new AbortController().signal).then(
          () => null,
          (error: unknown) => judgeFailure(error),
        );
        if (failure === null) continue;
        failed += 1;
        expect(failure).toMatchObject({ again: 'soon', kind: 'database' });
      }
      expect(failed).toBeGreaterThanOrEqual(cuts === 0 ? 0 : 4);
      await database.close();
      const calm = { ...dependencies, database: direct };
      await importSource(calm, runId, new AbortController().signal);
      const run = await direct.pool.query<{ state: string }>(
        'select state, rows_read, rows_new, rows_changed, rows_unchanged from sync_run',
      );
      expect(run.rows[0]!.state).toBe('done');
      const bare = (await heldRows(direct, 'taxpayers')).replaceAll(/[\da-f-]{36}/g, '');
      ended.push(JSON.stringify([run.rows, bare]));
      await direct.close();
      await through.line.close();
    }
    expect(ended[1]).toBe(ended[0]);
  },
);

it('F6: the database restarts under a hub that is asked all the time: every answer has its event, and it goes on by itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-restart-'));
  chmodSync(folder, 0o755);
  const start = () =>
    startPostgres({
      folder: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      programsFolder: join(folder, 'programs'),
      password: 'restart',
      durable: true,
    });
  let postgres: EmbeddedPostgres = await start();
  const admin = await openDatabase(postgres.url('postgres'));
  await admin.pool.query('create database hub');
  await admin.close();
  const through = await lineTo(postgres.url('hub'));
  const own = await openDatabase(through.url);
  await migrate(own);
  const queueClient = await own.pool.connect();
  await migrateQueues(queueClient);
  queueClient.release();
  await own.close();
  const api = await openTestApi(undefined, { databaseUrl: through.url });
  try {
    await api.fill((stream) => rowsOf(stream, 10));
    await api.agree('民政局', { fields: { 'Person.name': 'full' } });
    const token = await api.token({ sub: '民政局', audience: 'partner' });
    let [shown, refused] = [0, 0];
    const enough = new AbortController();
    const askers = Array.from({ length: 4 }, async (_, n) => {
      while (!enough.signal.aborted) {
        const answer = await api.ask(query, { token, variables: { idNumber: idNumberOf(n), name: `张${n}` } });
        if (answer.text.includes(`张${n}`)) shown += 1;
        else refused += 1;
      }
    });
    const until = async (holds: () => boolean) => {
      while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await until(() => shown > 20);
    await postgres.stop();
    await until(() => refused > 5);
    postgres = await start();
    through.line.leadTo(postgres.port);
    const before = shown;
    await until(() => shown > before + 20);
    enough.abort();
    await Promise.all(askers);
    const noted = await api.database.pool.query<{ n: number }>(
      `select count(*)::int as n from access_event where outcome = 'shown' and client = '民政局'`,
    );
    expect(noted.rows[0]!.n).toBeGreaterThanOrEqual(shown);
    // What was noted and never told: at most the question that each asker had on its way.
    expect(noted.rows[0]!.n).toBeLessThanOrEqual(shown + askers.length);
  } finally {
    await api.close();
    await through.line.close();
    await postgres.stop();
    rmSync(folder, { recursive: true });
  }
});
