/** `npm run bench`: paired measurements on an embedded, durable PostgreSQL; writes test/bench/RESULTS.md. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate, openDatabase } from '../../schema/database.js';
import { startPostgres } from '../../schema/embedded-postgres.js';
import { createVault } from '../../schema/vault.js';
import { benchLoad } from './load.bench.js';
import { benchPerson } from './person.bench.js';
import { rowOf } from './pairs.js';
import type { Pairing } from './pairs.js';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const sizes = (process.env['BENCH_ROWS'] ?? '10000,100000').split(',').map(Number);
const only = process.argv[2];

const folder = mkdtempSync(join(tmpdir(), 'hub-bench-'));
chmodSync(folder, 0o755);
const postgres = await startPostgres({
  folder: join(folder, 'postgres'),
  logFile: join(folder, 'postgres.log'),
  programsFolder: join(folder, 'programs'),
  password: 'bench',
  durable: true,
});
try {
  const admin = new Client({ connectionString: postgres.url('postgres') });
  await admin.connect();
  await admin.query('create database bench');
  await admin.end();
  const database = await openDatabase(postgres.url('bench'), { poolSize: 40 });
  await migrate(database);
  const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
  const results: Pairing[] = [];
  if (!only || only === 'load') {
    for (const size of sizes) results.push(...(await benchLoad(database, vault, size, rounds)));
  }
  if (!only || only === 'person') results.push(...(await benchPerson(database, vault, postgres.url('bench'), rounds)));
  for (const result of results) process.stdout.write(`${rowOf(result)}\n`);
  if (!only) write(results);
  await database.close();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

function write(results: Pairing[]): void {
  const lines = [
    '# Measured ratios',
    '',
    'Written by `npm run bench`. Ours over the rival in the same round, rounds in turns; read ratios, not rates: the machine is shared.',
    '',
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, PostgreSQL 18 (embedded, durable), ${cpus().length} cores (${cpus()[0]?.model.trim()}).`,
    '',
    '| what | ratio, median | range | rounds | ours, median | rival, median |',
    '|---|---|---|---|---|---|',
    ...results.map(rowOf),
    '',
    ...new Set(
      results.map(
        (result) => `- ${result.name.replace(/, [\d,]+ rows$/, '')}: ${result.ours} against ${result.rival}.`,
      ),
    ),
    '',
  ];
  writeFileSync(new URL('../../../test/bench/RESULTS.md', import.meta.url), lines.join('\n'));
}
