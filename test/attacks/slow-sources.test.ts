/** F2: sources that answer slowly, drip or fall silent: the deadline is kept, what was held stays, and the other sources go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommerceConnector } from '../../connectors/commerce/commerce.connector.js';
import { marketEntityColumns } from '../../connectors/commerce/commerce.records.js';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { createSocialInsuranceConnector } from '../../connectors/social-insurance/social-insurance.connector.js';
import type { ImportDependencies } from '../../jobs/import-source.job.js';
import { openQueues } from '../../jobs/queues.js';
import { requestAllStreams } from '../../jobs/schedule.js';
import { targetsOf } from '../../jobs/webhook-target.js';
import { startWorker } from '../../jobs/worker.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { csvOf, insuredPerson } from '../support/drops.js';
import { allStreams, creditCodeOf, rowsOf } from '../support/facts.js';
import { openLine } from '../support/line.js';
import { listImport } from '../support/list-connector.js';
import { openTestBackend } from '../support/queue-backend.js';
import { type SlowSftp, startSlowSftp } from '../support/slow-sftp.js';
import { heldRows, syncOnce } from '../support/syncs.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const transport = createNodeTransport({
  sftp: { answerMs: 700, bytesPerSecond: 16 * 1024, goodbyeMs: 200 },
  sql: { statementMs: 1000, silenceMs: 500, goodbyeMs: 200 },
});
let database: Database;
let hubUrl: string;
let sftp: SlowSftp;

beforeAll(async () => {
  hubUrl = (await createTestDatabase()).url;
  database = await openDatabase(hubUrl, { poolSize: 20 });
});
afterAll(async () => {
  await transport.close();
  await database.close();
});
beforeEach(async () => {
  await database.pool.query('truncate fact, fact_history, touched_entity, work_item, sync_run');
  await database.pool.query('update source_state set high_water = null, data_as_of = null, live_rows = 0');
  sftp = await startSlowSftp();
});
afterEach(() => sftp.close());

/** Everything from lists, but for these sources. */
function dependenciesWith(connectors: Partial<ImportDependencies['connectors']>): ImportDependencies {
  const list = listImport(database, vault, { rows: (stream) => rowsOf(stream, 50) });
  const context = { ...list.context, transport };
  return { ...list, connectors: { ...list.connectors, ...connectors }, context, batchSize: 500 };
}
const office = () => dependenciesWith({ 'social-insurance': createSocialInsuranceConnector(sftp.settings) });

function deliver(folder: string, count: number): void {
  const name = `SI_PERSON_${folder}_001.csv`;
  const bytes = csvOf(
    'persons',
    Array.from({ length: count }, (_, n) => insuredPerson(n)),
  );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  sftp.files.set(`/outbox/${folder}/${name}`, bytes);
  sftp.files.set(
    `/outbox/${folder}/MANIFEST.csv`,
    Buffer.from(`file,bytes,rows,sha256\r\n${name},${bytes.length},${count},${sha256}\r\n`),
  );
  sftp.files.set(`/outbox/${folder}/READY`, Buffer.alloc(0));
}

describe('SFTP', () => {
  const part = '/outbox/20260308/SI_PERSON_20260308_001.csv';
  it.each<[string, () => void, string]>([
    [
      'never answers',
      () => (sftp.answers = (step, path) => step !== 'READ' || path !== part),
      'no answer within 0.7 s',
    ],
    ['sends a byte at a time', () => (sftp.bytesPerRead = 1), 'it comes slower than 16384 bytes a second'],
  ])(
    'F2: a server that %s is given up in time; what was held stays, and all arrives later',
    async (_what, slow, limit) => {
      deliver('20260301', 300);
      expect(await syncOnce(office(), 'social-insurance', 'persons')).toMatchObject({ state: 'done', rowsNew: 300 });
      const before = await heldRows(database, 'persons');
      deliver('20260308', 310);
      sftp.waitMs = 20;
      slow();
      const began = performance.now();
      const run = await syncOnce(office(), 'social-insurance', 'persons');
      expect(performance.now() - began).toBeLessThan(6000);
      expect(run.failure).toMatch(/^timeout: social-insurance: \/outbox\/20260308\/\w+\.csv was given up: /);
      expect(run.failure).toContain(limit);
      expect(await heldRows(database, 'persons')).toBe(before);
      [sftp.answers, sftp.bytesPerRead] = [() => true, 32 * 1024];
      expect(await syncOnce(office(), 'social-insurance', 'persons')).toMatchObject({ state: 'done', rowsNew: 10 });
    },
  );

  it('F2: every worker’s place is taken by silence: it is given back, all other sources finish, and then this one', async () => {
    deliver('20260301', 20);
    sftp.answers = (step) => step !== 'READ';
    const queue = openTestBackend(hubUrl);
    const queues = openQueues(queue.backend, () => {});
    const worker = await startWorker({
      ...office(),
      backend: queue.backend,
      concurrency: 3,
      webhooks: { publicUrl: 'http://hub.example', checkTarget: targetsOf(true) },
      isDemo: false,
    });
    const runs = async () =>
      (
        await database.pool.query<{ source: string; state: string; attempt: number; error_kind: string | null }>(
          'select source, state, attempt, error_kind from sync_run join source_state using (stream_id)',
        )
      ).rows;
    const until = async (holds: (run: Awaited<ReturnType<typeof runs>>[number]) => boolean): Promise<void> => {
      for (let i = 0; i < 200; i++) {
        const found = await runs();
        if (found.length === allStreams.length && found.every(holds)) return;
        await sleep(100);
      }
      throw new Error(`never came true: ${JSON.stringify(await runs())}`);
    };
    const isOffice = ({ source }: { source: string }) => source === 'social-insurance';
    try {
      const asked = { scope: 'ALL', requestedBy: 'test', reason: 'F2', occasion: 'slow' } as const;
      await requestAllStreams(database, queues, asked);
      await until((run) =>
        isOffice(run) ? run.attempt > 1 && run.error_kind === 'timeout' : run.state === 'done' && run.attempt === 1,
      );
      sftp.answers = () => true;
      await until(({ state }) => state === 'done');
      expect((await runs()).filter(isOffice).every(({ attempt }) => attempt > 1)).toBe(true);
    } finally {
      await worker.close();
      await queues.close();
      await queue.close();
    }
  });
});

describe('SQL', () => {
  /** A register whose view gives five rows a second, on a database of its own. */
  async function openRegister(): Promise<string> {
    const { url } = await createTestDatabase();
    const register = await openDatabase(url);
    const values: Record<string, string> = {
      credit_code: `'${creditCodeOf(1)}'`,
      entity_name: `'濮阳第' || n || '商行'`,
      entity_kind: `'公司'`,
      ownership: `'私营'`,
      industry: `'F5211'`,
      region: `'410902'`,
      address: `slow('濮阳市')`,
      legal_rep_name: `'张三'`,
      established_on: `'2020-02-29'`,
      entity_state: `'存续'`,
      last_modified: `timestamp '2026-02-01 10:00:00' + n * interval '1 minute'`,
    };
    const columns = marketEntityColumns.map((column) => `${values[column] ?? 'null::text'} as ${column}`);
    await register.pool.query(
      `create function slow(text) returns text language plpgsql stable as $$ begin perform pg_sleep(0.2); return $1; end $$`,
    );
    await register.pool.query(
      `create view v_market_entity as select ${columns.join(', ')} from generate_series(1, 20) n`,
    );
    await register.close();
    return url;
  }
  const syncWith = (connectionString: string, batchSize = 500) =>
    syncOnce(
      { ...dependenciesWith({ commerce: createCommerceConnector({ connectionString }) }), batchSize },
      'commerce',
      'market-entities',
    );

  it('F2: a view that drips its rows is given up after a statement’s time; in smaller pages it is read', async () => {
    const url = await openRegister();
    expect((await syncWith(url)).failure).toBe('timeout: commerce: the statement took too long and was ended (57014)');
    expect(await syncWith(url, 2)).toMatchObject({ failure: null, state: 'done', rowsRead: 20 });
  });

  it('F2: a database that falls silent in the middle of an answer is given up', async () => {
    const url = new URL(await openRegister());
    const line = await openLine(Number(url.port));
    url.port = String(line.port);
    const failing = syncWith(url.href, 2);
    const isReading = `select from pg_stat_activity where query like 'FETCH%' and state = 'active' and datname = $1`;
    while ((await database.pool.query(isReading, [url.pathname.slice(1)])).rowCount === 0) await sleep(10);
    line.goDead();
    const began = performance.now();
    expect((await failing).failure).toBe('timeout: commerce: v_market_entity was given up: the database fell silent');
    expect(performance.now() - began).toBeLessThan(5000);
    await line.close();
  });
});
