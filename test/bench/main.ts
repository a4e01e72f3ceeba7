/** `npm run bench`: paired measurements, on an embedded, durable PostgreSQL where one is needed; writes test/bench/RESULTS.md. `-- rules`, `vault`, `load`, `person`, `access-log`, `graph` or `recruitment`: only those; `-- graph G11`: only these attacks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createVault } from '../../schema/vault.js';
import { benchAccessLog } from './access-log.bench.js';
import { benchGraph } from './graph.bench.js';
import { benchLoad } from './load.bench.js';
import { benchKeys, onPostgres } from './on-postgres.js';
import type { OpenNew } from './on-postgres.js';
import { benchPerson } from './person.bench.js';
import { rowOf } from './pairs.js';
import type { Pairing } from './pairs.js';
import { benchRecruitment } from './recruitment.bench.js';
import type { Sentence } from './recruitment.bench.js';
import { benchRules } from './rules.bench.js';
import { benchVault } from './vault.bench.js';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const sizes = (process.env['BENCH_ROWS'] ?? '10000,100000').split(',').map(Number);
const postCounts = (process.env['BENCH_POSTS'] ?? '10000,100000').split(',').map(Number);
const only = process.argv[2];

const results: Pairing[] = [];
const sentences: Sentence[] = [];
if (!only || only === 'rules') results.push(...(await benchRules(rounds)));
if (!only || only === 'vault') results.push(...(await benchVault(rounds)));
if (only !== 'rules' && only !== 'vault') await onPostgres(measureOn);
for (const result of results) process.stdout.write(`${rowOf(result)}\n`);
for (const { name, says } of sentences) process.stdout.write(`${name}: ${says}\n`);
write();

async function measureOn(openNew: OpenNew): Promise<void> {
  const vault = createVault(benchKeys);
  if (!only || only === 'load' || only === 'person') {
    const { database, url } = await openNew('bench');
    if (!only || only === 'load')
      for (const size of sizes) results.push(...(await benchLoad(database, vault, size, rounds)));
    if (!only || only === 'person') results.push(...(await benchPerson(database, vault, url, rounds)));
    await database.close();
  }
  if (!only || only === 'graph') results.push(...(await benchGraph(openNew, vault, rounds, process.argv[3])));
  if (!only || only === 'access-log') {
    const measured = await benchAccessLog(openNew, vault, rounds);
    results.push(...measured.pairings);
    sentences.push(...measured.sentences);
  }
  if (!only || only === 'recruitment') {
    const measured = await benchRecruitment(openNew, vault, { sizes: postCounts, rounds });
    results.push(...measured.pairings);
    sentences.push(...measured.sentences);
  }
}

/** Rows of this run take the place of those of the same name; the others stay with their day. */
function write(): void {
  const file = new URL('../../../test/bench/RESULTS.md', import.meta.url);
  const day = new Date().toISOString().slice(0, 10);
  const rows = new Map<string, string>();
  const told = new Map<string, string>();
  for (const line of only ? readFileSync(file, 'utf8').split('\n') : []) {
    const [, name] = /^\| (.+?) \| [\d.]+ \|/.exec(line) ?? /^- (.+?): /.exec(line) ?? [];
    if (name !== undefined) (line.startsWith('|') ? rows : told).set(name, line);
  }
  for (const result of results) {
    rows.set(result.name, `${rowOf(result)} ${day} |`);
    const name = result.name.replace(/, [\d,]+ (rows|posts)$/, '').replace(/^growth of .*/, 'growth');
    told.set(name, `- ${name}: ${result.ours} against ${result.rival}.`);
  }
  for (const { name, says } of sentences) told.set(name, `- ${name}: ${says} (${day}).`);
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
    ...told.values(),
    '',
  ];
  writeFileSync(file, lines.join('\n'));
}
