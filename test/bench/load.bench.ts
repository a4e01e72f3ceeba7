/** From rows in memory to committed facts, against raw `pg` COPY of a ready CSV plus the same MERGE. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { SourceRow } from '../../connectors/connector.js';
import { importSource } from '../../jobs/import-source.job.js';
import { prepareBatch } from '../../jobs/prepare-rows.js';
import { idCheckCharacter } from '../../rules/identifiers.js';
import { transact } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { mergeStatement, stagingTable } from '../../schema/fact/fact.writes.js';
import { requestRun } from '../../schema/sync-run/sync-run.writes.js';
import type { Vault } from '../../schema/vault.js';
import { listImport } from '../support/list-connector.js';
import { pair } from './pairs.js';
import type { Pairing } from './pairs.js';

const streamId = 33;
/** What `hub work` takes where nothing else is set. */
const batchSize = 5000;
const stream = { source: 'social-insurance', stream: 'contributions' } as const;

function contributions(count: number, changed: (n: number) => boolean): SourceRow[] {
  return Array.from({ length: count }, (_, n) => {
    const first17 = `410902${1950 + (n % 50)}0101${String(Math.floor(n / 50) % 1000).padStart(3, '0')}`;
    const month = `2026-${String(1 + (n % 12)).padStart(2, '0')}`;
    return {
      op: 'upsert',
      key: `${first17}|${n}`,
      subject: { idNumber: first17 + idCheckCharacter(first17) },
      version: changed(n) ? '20260302' : '20260301',
      body: {
        kind: 'contribution',
        employerCode: '91410902MA00000000',
        month,
        insurance: 'pension',
        baseFen: 400_000 + (n % 1000) + (changed(n) ? 1 : 0),
        employerFen: 64_000,
        ownFen: 32_000,
        paidOn: `${month}-20`,
      },
    };
  });
}

export async function benchLoad(database: Database, vault: Vault, count: number, rounds: number): Promise<Pairing[]> {
  const first = contributions(count, () => false);
  const onePercent = contributions(count, (n) => n % 100 === 0);
  const results: Pairing[] = [];
  const label = `${count.toLocaleString('en')} rows`;
  const names = { ours: 'importSource', rival: 'COPY of a ready CSV + the same MERGE', unit: 'rows/s' };
  const csv = { first: readyCsv(vault, first), onePercent: readyCsv(vault, onePercent) };
  await empty(database);
  await ours(database, vault, first); // the persons are known from now on, for both sides

  const filled = () => refill(database, csv.first, count);
  const cases = [
    { name: `first load, ${label}`, before: () => empty(database), rows: first, csv: csv.first, written: count },
    { name: `1 % changed, ${label}`, before: filled, rows: onePercent, csv: csv.onePercent, written: count / 100 },
    { name: `unchanged, ${label}`, before: filled, rows: first, csv: csv.first, written: 0 },
  ];
  for (const { name, before, rows, csv: ready, written } of cases) {
    const timed = (work: () => Promise<number>) => async () => {
      await before();
      const start = performance.now();
      const wrote = await work();
      const rate = (count / (performance.now() - start)) * 1000;
      // A run that was held back, or a merge that found nothing to do, is fast and no measurement.
      if (wrote !== written) throw new Error(`${name}: ${wrote} rows were written and not ${written}`);
      return rate;
    };
    results.push(
      await pair(
        { ...names, name },
        rounds,
        timed(() => ours(database, vault, rows)),
        timed(() => rival(database, ready)),
      ),
    );
  }
  return results;
}

/** What a night does, weighing included where the stream was read before; gives the rows that it wrote. */
async function ours(database: Database, vault: Vault, rows: SourceRow[]): Promise<number> {
  const request = {
    ...stream,
    scope: 'ALL',
    range: null,
    sealedKey: null,
    dryRun: false,
    requestedBy: 'bench',
    reason: 'bench',
    idempotencyKey: null,
  } as const;
  const run = await requestRun(database.pool, request);
  await importSource(
    { ...listImport(database, vault, { rows: () => rows }), batchSize },
    run!.runId,
    new AbortController().signal,
  );
  const told = await database.pool.query<{ state: string; written: number }>(
    'select state, (rows_new + rows_changed)::int as written from sync_run where run_id = $1',
    [run!.runId],
  );
  if (told.rows[0]!.state !== 'done') throw new Error(`the run ended as ${told.rows[0]!.state}`);
  return told.rows[0]!.written;
}

async function rival(database: Database, csv: string[]): Promise<number> {
  return transact(database.pool, async (client) => {
    await client.query(stagingTable);
    await pipeline(Readable.from(csv), client.query(copyFrom('copy staged_fact from stdin (format csv)')));
    const { rows } = await client.query<{ verdict: string; rows: number }>(mergeStatement, [
      streamId,
      '01900000-0000-7000-8000-000000000000',
      new Date(),
    ]);
    return rows.filter(({ verdict }) => verdict !== 'unchanged').reduce((sum, row) => sum + row.rows, 0);
  });
}

function readyCsv(vault: Vault, rows: SourceRow[]): string[] {
  const { rows: prepared } = prepareBatch(vault, `${stream.source}/${stream.stream}`, rows, [], new Date());
  const lines = prepared.map((row, ord) =>
    [
      ord,
      row.op,
      `\\x${row.recordKey}`,
      `\\x${row.contentHash}`,
      `\\x${row.personIndex}`,
      '',
      '',
      row.version,
      row.asOf,
      `"${row.body.replaceAll('"', '""')}"`,
    ].join(','),
  );
  const chunks: string[] = [];
  for (let at = 0; at < lines.length; at += 500) chunks.push(`${lines.slice(at, at + 500).join('\n')}\n`);
  return chunks;
}

/** As before the stream was ever read. */
async function empty(database: Database): Promise<void> {
  await database.pool.query('truncate fact, fact_history, touched_entity');
  await database.pool.query('update source_state set high_water = null, live_rows = 0');
  await database.pool.query('checkpoint');
}

async function refill(database: Database, csv: string[], count: number): Promise<void> {
  await empty(database);
  await rival(database, csv);
  await database.pool.query('update source_state set high_water = $2, live_rows = $3 where stream_id = $1', [
    streamId,
    JSON.stringify(count),
    count,
  ]);
  await database.pool.query('vacuum analyze fact');
  await database.pool.query('checkpoint');
}
