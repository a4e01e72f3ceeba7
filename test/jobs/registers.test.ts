/** Streams that feed no record, from the sandbox's sources by the real worker into facts: whole, exact, and without building any record again. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  employmentRows as employmentShapes,
  type EmploymentStream,
} from '../../connectors/employment/employment.records.js';
import { translateEmployment } from '../../connectors/employment/employment.translate.js';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { createConnectors } from '../../connectors/registry.js';
import { employmentRows } from '../../connectors/sandbox/employment.picture.js';
import { socialInsuranceRows } from '../../connectors/sandbox/social-insurance.picture.js';
import { withholdingRows } from '../../connectors/sandbox/tax-withholding.picture.js';
import { socialInsuranceRows as shapes } from '../../connectors/social-insurance/social-insurance.records.js';
import { translations } from '../../connectors/social-insurance/social-insurance.translate.js';
import { openQueues } from '../../jobs/queues.js';
import { requestAllStreams } from '../../jobs/schedule.js';
import { targetsOf } from '../../jobs/webhook-target.js';
import { startWorker } from '../../jobs/worker.js';
import { type Source, streams } from '../../rules/vocabulary.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { isRebuildDue } from '../../schema/person/person.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { allStreams } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import { openTestBackend } from '../support/queue-backend.js';
import { openTestSandbox, type TestSandbox } from '../support/sandbox.js';

/** What a stream should hold, by the source's key. */
type Held = Map<string, { idNumber: string | null; creditCode: string | null; body: unknown }>;

const registersOfEmployment = (Object.keys(employmentShapes) as EmploymentStream[]).slice(4);

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const transport = createNodeTransport();
let offset = 0;
let sandbox: TestSandbox;
let database: Database;
let queue: ReturnType<typeof openTestBackend>;
let queues: ReturnType<typeof openQueues>;
let worker: { close(): Promise<void> };

const now = () => new Date(Date.now() + offset * 86_400_000);
const ask = (scope: 'ALL' | 'CHANGES', occasion: string) =>
  requestAllStreams(database, queues, { scope, requestedBy: 'test', reason: 'test', occasion });

beforeAll(async () => {
  sandbox = await openTestSandbox(400, () => offset, now);
  const { url } = await createTestDatabase();
  database = await openDatabase(url, { poolSize: 20 });
  queue = openTestBackend(url);
  queues = openQueues(queue.backend, () => {});
  const list = listImport(database, vault, { rows: () => [] }, now);
  worker = await startWorker({
    ...list,
    connectors: createConnectors(sandbox.settings),
    context: {
      ...list.context,
      transport,
      randomHex: (bytes) => randomBytes(bytes).toString('hex'),
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    },
    backend: queue.backend,
    batchSize: 500,
    concurrency: 3,
    webhooks: { publicUrl: 'http://hub.example', checkTarget: targetsOf(true) },
    isDemo: false,
  });
  await ask('ALL', 'first');
  await settled();
}, 120_000);
afterAll(async () => {
  await worker?.close();
  await queues?.close();
  await queue?.close();
  await transport.close();
  await database?.close();
  await sandbox?.close();
});

async function settled(): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const open = await database.pool.query(
      `select from sync_run where state <> 'done' union all select from touched_entity limit 1`,
    );
    if (open.rowCount === 0) return;
    await sleep(100);
  }
  const runs = await database.pool.query(`select stream_id, state, error from sync_run where state <> 'done'`);
  throw new Error(`the worker did not finish: ${JSON.stringify(runs.rows)}`);
}

/** Facts of a stream as they stand, by their blinded key. */
async function factsOf(source: Source, stream: string) {
  const found = await database.pool.query<{ key: string; person: string | null; credit: string | null; body: string }>(
    `select encode(record_key, 'hex') as key, encode(blind_index, 'hex') as person, credit_code as credit, body
     from fact join source_state using (stream_id) left join person_identifier using (person_id)
     where source = $1 and stream = $2 and absent_since is null order by 1`,
    [source, stream],
  );
  return found.rows.map(({ body, ...row }) => ({ ...row, body: JSON.parse(body) as unknown }));
}

function expected(source: Source, stream: string, held: Held) {
  const rows = [...held].map(([key, { idNumber, creditCode, body }]) => ({
    key: vault.recordKey(`${source}/${stream}`, key),
    person: idNumber && vault.blindIndex(idNumber).toString('hex'),
    credit: creditCode,
    body,
  }));
  return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What the employment system's own picture says, in the words that its connector has for it. */
function ofEmployment(stream: EmploymentStream): [Source, string, () => Held] {
  const held = (): Held =>
    new Map(
      [...employmentRows(sandbox.population, stream, offset)].flatMap(({ key, row }) => {
        if (row === null) return [];
        const { subject, body } = translateEmployment(stream, row);
        return [[key, { idNumber: subject.idNumber ?? null, creditCode: subject.creditCode ?? null, body }]];
      }),
    );
  return ['employment', stream, held];
}

/** By stream that feeds no record: what the sandbox's own picture says that must be held. */
const registers: [Source, string, () => Held][] = [
  ...registersOfEmployment.map(ofEmployment),
  [
    'tax',
    'withholding',
    () =>
      new Map(
        [...withholdingRows(sandbox.population, offset)].flatMap(({ key, row }) => {
          const { IdNumber: idNumber, CreditCode, Month, WageIncomeFen, DeclarationState } = row!;
          const body = {
            kind: 'withholding',
            employerCode: CreditCode,
            month: Month,
            incomeFen: Number(WageIncomeFen),
          };
          return DeclarationState === '1' ? [[key, { idNumber, creditCode: null, body }]] : [];
        }),
      ),
  ],
  [
    'social-insurance',
    'participation',
    () =>
      new Map(
        [...socialInsuranceRows(sandbox.population, 'participation', offset)].flatMap(({ row: wire }) => {
          if (wire!.op === 'D') return [];
          const row = shapes.participation.parse(wire);
          const told = translations.participation(row, '');
          if (told.op !== 'upsert') return [];
          return [[told.key, { idNumber: row.id_number, creditCode: null, body: told.body }]];
        }),
      ),
  ],
];

it('knows all streams of the sources, each under one name, and these alone feed no record', async () => {
  const known = await database.pool.query<{ source: Source; stream: string; feeds: boolean }>(
    'select source, stream, feeds_record as feeds from source_state order by stream_id',
  );
  const told = known.rows.map(({ source, stream }) => `${source}/${stream}`);
  expect(new Set(told)).toEqual(new Set(allStreams.map(({ source, stream }) => `${source}/${stream}`)));
  expect(told).toHaveLength(Object.values(streams).flat().length);
  const silent = known.rows.filter(({ feeds }) => !feeds).map(({ source, stream }) => `${source}/${stream}`);
  expect(silent.sort()).toEqual(registers.map(([source, stream]) => `${source}/${stream}`).sort());
});

describe.each(registers)('%s/%s', (source, stream, held) => {
  it('stands in the facts row for row as the source has it', async () => {
    const facts = await factsOf(source, stream);
    expect(facts.length).toBeGreaterThan(0);
    expect(facts).toEqual(expected(source, stream, held()));
  });
});

it('no record knows of them', async () => {
  const records = await database.pool.query<{ document: string }>('select document from person_record');
  expect(records.rows.length).toBeGreaterThan(300);
  for (const { document } of records.rows)
    for (const [source, stream] of registers) expect(document).not.toContain(`${source}/${stream}`);
});

it('nobody waits for them: they are asked for last, or apart, and no record is held up by one under way', async () => {
  const { url } = await createTestDatabase();
  const other = await openDatabase(url, { poolSize: 2 });
  const backend = openTestBackend(url);
  const idle = openQueues(backend.backend, () => {});
  try {
    const asked = { scope: 'ALL', requestedBy: 'test', reason: 'test' } as const;
    const feeding = async (runIds: string[]) => {
      const found = await other.pool.query<{ feeds: boolean }>(
        `select feeds_record as feeds from unnest($1::uuid[]) with ordinality as asked(run_id, n)
         join sync_run using (run_id) join source_state using (stream_id) order by n`,
        [runIds],
      );
      return found.rows.map(({ feeds }) => feeds);
    };
    const [few, many] = [allStreams.length - registers.length, registers.length];
    const apart = await requestAllStreams(other, idle, { ...asked, occasion: 'registers', feedsRecord: false });
    expect(await feeding(apart)).toEqual(Array.from({ length: many }, () => false));
    await other.pool.query(`insert into touched_entity (credit_code) values ('91410902MA00000100')`);
    expect(await isRebuildDue(other.pool, new Date(0))).toBe(true);
    const all = await requestAllStreams(other, idle, { ...asked, occasion: 'all' });
    expect(await feeding(all)).toEqual(Array.from({ length: few + many }, (_, n) => n < few));
    expect(await isRebuildDue(other.pool, new Date(0))).toBe(false);
  } finally {
    await idle.close();
    await backend.close();
    await other.close();
  }
});

describe('the nights after', () => {
  it('bring what is new, changed and withdrawn, and nothing is touched by it', async () => {
    offset = 60;
    await sandbox.refresh();
    await ask('CHANGES', 'night');
    await settled();
    for (const [source, stream, held] of registers)
      expect(await factsOf(source, stream)).toEqual(expected(source, stream, held()));
    // All of it once more as if it were new: not one record waits to be built again.
    await database.pool.query(
      `delete from fact where stream_id in (select stream_id from source_state where not feeds_record)`,
    );
    await database.pool.query(`update source_state set high_water = null, live_rows = 0 where not feeds_record`);
    const touched = `select last_value from touched_entity_touched_id_seq`;
    const before = (await database.pool.query(touched)).rows;
    await ask('ALL', 'again');
    await settled();
    for (const [source, stream, held] of registers)
      expect(await factsOf(source, stream)).toEqual(expected(source, stream, held()));
    expect((await database.pool.query(touched)).rows).toEqual(before);
  }, 120_000);
});
