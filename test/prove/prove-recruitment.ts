/** The bench of public posts with a million of them, and a walk through all pages while others publish, amend and withdraw. */
import { cpus } from 'node:os';
import { onPostgres } from '../bench/on-postgres.js';
import { rowOf } from '../bench/pairs.js';
import { benchRecruitment } from '../bench/recruitment.bench.js';
import { createVault } from '../../schema/vault.js';
import { stand, writeSection } from './proof-file.js';
import { walkAllPages } from './walk-pages.js';

const posts = Number(process.env['PROVE_POSTS'] ?? 1_000_000);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });

const { pairings, sentences } = await onPostgres((openNew) =>
  benchRecruitment(openNew, vault, { sizes: [posts / 10, posts], rounds, last: walkAllPages }),
);
const section = [
  `## ${posts.toLocaleString('en')} public posts`,
  '',
  `${stand('api', 'rules', 'schema', 'jobs', 'test/bench')}, ${cpus().length} cores (${cpus()[0]?.model.trim()}). Written by \`npm run prove -- recruitment\`; read ratios, not rates. A budget is a rival with a fixed rate; \`test/bench/RESULTS.md\` says what stands against what.`,
  '',
  ...sentences.map(({ name, says }) => `- ${name}: ${says}.`),
  '',
  '| what | ratio, median | range | rounds | ours, median | rival, median |',
  '|---|---|---|---|---|---|',
  ...pairings.map(rowOf),
].join('\n');
writeSection(section);
process.stdout.write(`${section}\n`);
