/** F9: the volumes of the database fill up under a running hub: who looked is noted or nobody looks, and with room again all goes on. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lchownSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importSource } from '../../jobs/import-source.job.js';
import { migrateQueues } from '../../jobs/queues.js';
import { judgeFailure } from '../../jobs/retry.js';
import { migrate, openDatabase } from '../../schema/database.js';
import { type EmbeddedPostgres, startPostgres } from '../../schema/embedded-postgres.js';
import { databaseUser } from '../../schema/postgres-binaries.js';
import { exported, sealAll, verdictOn } from '../support/access-log.js';
import { type Answer, openTestApi, type TestApi } from '../support/api.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import { testSealing } from '../support/sealing.js';
import { canMount, openSmallVolume, type SmallVolume } from '../support/small-volume.js';
import { askForRun } from '../support/syncs.js';

const query = 'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name } }';

// tmpfs takes an administrator. Elsewhere F13 stands for it: there the same statements fail by a trigger.
describe.runIf(canMount())('F9', () => {
  const sealing = testSealing();
  const folder = mkdtempSync(join(tmpdir(), 'hub-full-'));
  const options = {
    folder: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    programsFolder: join(folder, 'programs'),
    password: 'full',
    // With the shortcuts of other tests commits are told before they are written, and the last looks would be lost with the server.
    durable: true,
  };
  const volumes: SmallVolume[] = [];
  const volume = (name: string, mebibytes: number) => {
    const made = openSmallVolume(join(folder, name), mebibytes);
    volumes.push(made);
    return made;
  };
  let data: SmallVolume;
  let wal: SmallVolume;
  let postgres: EmbeddedPostgres;
  let api: TestApi;
  let token: string;
  /** Looks that were answered with the record. */
  let shown = 0;

  async function look(n = 1): Promise<Answer> {
    const answer = await api.ask(query, { token, variables: { idNumber: idNumberOf(n), name: `张${n}` } });
    if (answer.text.includes('张')) shown += 1;
    return answer;
  }
  /** Asks until nothing is shown any more; what is not shown is told by code alone. */
  async function lookUntilRefused(): Promise<Answer> {
    for (let n = 0; n < 3000; n++) {
      const answer = await look(n % 10);
      if (answer.errors.length === 0) continue;
      expect(answer.data).toEqual({ person: null });
      expect(answer.errors[0]!.extensions['code']).toBe('INTERNAL');
      expect(answer.text).not.toMatch(/张|receipt|No space|extend|pg_wal/);
      return answer;
    }
    throw new Error('three thousand looks were answered on a full disk');
  }
  /** Segments that were made before the volume was full would carry thousands of looks more. */
  async function useUpSegments(): Promise<void> {
    const next = `select pg_logical_emit_message(true, 'F9', 'x'), pg_switch_wal()`;
    for (let n = 0; n < 20; n++) {
      const failure = await api.database.pool.query(next).then(
        () => null,
        (error: Error) => error,
      );
      if (failure) return;
    }
    throw new Error('twenty segments were written on a full disk');
  }
  /** As many looks as the log holds, and the log fits. */
  async function expectWholeLog(): Promise<void> {
    const told = await api.database.pool.query<{ n: number }>(
      `select count(*)::int as n from access_event where outcome = 'shown' and operation like 'person%'`,
    );
    expect(told.rows[0]!.n).toBe(shown);
    await sealAll(api.database.pool, { vault: api.vault, key: sealing.key });
    const lines = await exported(api.database.pool, api.vault);
    expect((await verdictOn(sealing.folder, lines, sealing.publicFile)).code).toBe(0);
  }
  async function openApi(): Promise<void> {
    api = await openTestApi(undefined, { databaseUrl: postgres.url('hub') });
    token = await api.token({ sub: '民政局', audience: 'partner' });
  }

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    postgres = await startPostgres(options);
    await postgres.stop();
    wal = volume('wal', 96);
    data = volume('data', 8);
    const { uid, gid } = { uid: 0, gid: 0, ...databaseUser() };
    const inside = join(options.folder, 'pg_wal');
    cpSync(inside, join(wal.path, 'pg_wal'), { recursive: true });
    owned(join(wal.path, 'pg_wal'), uid, gid);
    renameSync(inside, `${inside}.before`);
    symlinkSync(join(wal.path, 'pg_wal'), inside);
    lchownSync(inside, uid, gid);
    postgres = await startPostgres(options);
    const client = new Client({ connectionString: postgres.url('postgres') });
    await client.connect();
    await client.query('create database hub');
    mkdirSync(join(data.path, 'space'));
    owned(join(data.path, 'space'), uid, gid);
    await client.query(`create tablespace small location '${join(data.path, 'space')}'`);
    await client.end();
    const database = await openDatabase(postgres.url('hub'));
    await migrate(database);
    const queueClient = await database.pool.connect();
    await migrateQueues(queueClient);
    queueClient.release();
    await database.close();
    await openApi();
    await api.fill((stream) => rowsOf(stream, 10));
    await api.agree('民政局', { fields: { 'Person.name': 'full' } });
    // What grows with each look and each fact lies on the small volume.
    await api.database.pool.query(
      `do $$ declare t regclass; begin for t in select oid::regclass from pg_class where relkind = 'r'
         and (relnamespace::regnamespace::text = 'access_month' or relname in ('access_event', 'access_pending', 'fact')) loop
         execute format('alter table %s set tablespace small', t); end loop; end $$`,
    );
  }, 120_000);
  afterAll(async () => {
    for (const made of volumes) made.free();
    await api.close();
    await postgres.stop();
    for (const made of volumes) made.close();
    sealing.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('F9: the data volume: looks end with the last one that can be noted, an import waits, and both go on by themselves', async () => {
    expect((await look()).errors).toEqual([]);
    data.fill();
    await lookUntilRefused();
    expect(api.logged()).toMatch(/"alarm":"disk-full".*"code":"53100"/);
    await api.database.pool.query(`update source_state set high_water = null where stream = 'taxpayers'`);
    const runId = await askForRun(api.database, 'tax', 'taxpayers', { scope: 'ALL' });
    const list = listImport(api.database, api.vault, { rows: () => rowsOf('taxpayers', 900, '2026-02-01T00:00:00Z') });
    const signal = new AbortController().signal;
    const failure: unknown = await importSource(list, runId, signal).catch((error: unknown) => error);
    expect(judgeFailure(failure)).toEqual({
      again: 'soon',
      kind: 'database',
      message: expect.stringMatching(/full.*53100/),
    });
    await lookUntilRefused();

    data.free();
    expect((await look()).errors).toEqual([]);
    expect(await importSource(list, runId, signal)).toBe('done');
    await expectWholeLog();
  }, 60_000);

  it('F9: the WAL volume: nothing is shown while nothing can be written, and with room the server comes back as it was', async () => {
    expect((await look()).errors).toEqual([]);
    wal.fill();
    await useUpSegments();
    await lookUntilRefused();
    const ready = await fetch(`${api.url}/readyz`);
    expect(ready.status).toBe(503);
    await look();
    wal.free();
    let hasEnded = false;
    void postgres.ended.then(() => (hasEnded = true));
    // The server repeats its log by itself; where that came to the full volume, too, it has ended and is started again.
    for (let n = 0; (await look()).errors.length > 0; n++) {
      if (n === 200) throw new Error('the hub does not come back');
      await sleep(250);
      if (!hasEnded) continue;
      await api.close();
      postgres = await startPostgres(options);
      hasEnded = false;
      await openApi();
    }
    await expectWholeLog();
  }, 120_000);
});

const owned = (path: string, uid: number, gid: number) => void execFileSync('chown', ['-R', `${uid}:${gid}`, path]);
