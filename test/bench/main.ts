/** `npm run bench`: paired measurements, on an embedded, durable PostgreSQL where one is needed; writes test/bench/RESULTS.md. `-- rules`: only those. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { benchRules } from './rules.bench.js';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const sizes = (process.env['BENCH_ROWS'] ?? '10000,100000').split(',').map(Number);
const only = process.argv[2];

const results: Pairing[] = [];
if (!only || only === 'rules') results.push(...(await benchRules(rounds)));
if (only !== 'rules') results.push(...(await onPostgres()));
for (const result of results) process.stdout.write(`${rowOf(result)}\n`);
write(results);

async function onPostgres(): Promise<Pairing[]> {
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
    if (!only || only === 'person')
      results.push(...(await benchPerson(database, vault, postgres.url('bench'), rounds)));
    await database.close();
    return results;
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows of this run take the place of those of the same name; the others stay with their day. */
function write(results: Pairing[]): void {
  const file = new URL('../../../test/bench/RESULTS.md', import.meta.url);
  const day = new Date().toISOString().slice(0, 10);
  const rows = new Map<string, string>();
  const sentences = new Map<string, string>();
  for (const line of only ? readFileSync(file, 'utf8').split('\n') : []) {
    const [, name] = /^\| (.+?) \| [\d.]+ \|/.exec(line) ?? /^- (.+?): /.exec(line) ?? [];
    if (name !== undefined) (line.startsWith('|') ? rows : sentences).set(name, line);
  }
  for (const result of results) {
    rows.set(result.name, `${rowOf(result)} ${day} |`);
    const name = result.name.replace(/, [\d,]+ rows$/, '');
    sentences.set(name, `- ${name}: ${result.ours} against ${result.rival}.`);
  }
  const lines = [
    '# Measured ratios',
    '',
    'Written by `npm run bench`. Ours over the rival in the same round, rounds in turns; read ratios, not rates: the machine is shared. A budget is a rival with a fixed rate; rules are measured in CPU time.',
    '',
    `Node ${process.version}, PostgreSQL 18 (embedded, durable), ${cpus().length} cores (${cpus()[0]?.model.trim()}).`,
    '',
    '| what | ratio, median | range | rounds | ours, median | rival, median | on |',
    '|---|---|---|---|---|---|---|',
    ...rows.values(),
    '',
    ...sentences.values(),
    '',
  ];
  writeFileSync(file, lines.join('\n'));
}
