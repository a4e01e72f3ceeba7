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
  await ours(database, vault, first); // the persons are known from now on, for both sides

  const cases = [
    { name: `first load, ${label}`, before: () => empty(database), rows: first, csv: csv.first },
    { name: `1 % changed, ${label}`, before: () => refill(database, csv.first), rows: onePercent, csv: csv.onePercent },
    { name: `unchanged, ${label}`, before: () => refill(database, csv.first), rows: first, csv: csv.first },
  ];
  for (const { name, before, rows, csv: ready } of cases) {
    const timed = (work: () => Promise<void>) => async () => {
      await before();
      const start = performance.now();
      await work();
      return (count / (performance.now() - start)) * 1000;
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

async function ours(database: Database, vault: Vault, rows: SourceRow[]): Promise<void> {
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
    { ...listImport(database, vault, { rows: () => rows }), batchSize: 20_000 },
    run!.runId,
    new AbortController().signal,
  );
}

async function rival(database: Database, csv: string[]): Promise<void> {
  await transact(database.pool, async (client) => {
    await client.query(stagingTable);
    await pipeline(Readable.from(csv), client.query(copyFrom('copy staged_fact from stdin (format csv)')));
    await client.query(mergeStatement, [streamId, '01900000-0000-7000-8000-000000000000', new Date()]);
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

async function empty(database: Database): Promise<void> {
  await database.pool.query('truncate fact, fact_history, touched_entity');
  await database.pool.query('checkpoint');
}

async function refill(database: Database, csv: string[]): Promise<void> {
  await empty(database);
  await rival(database, csv);
  await database.pool.query('vacuum analyze fact');
  await database.pool.query('checkpoint');
}
