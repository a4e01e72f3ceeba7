/** Ten thousand random questions under random agreements: the answers and refusals are those of the slow, obvious evaluator. */
import { spawnSync } from 'node:child_process';
import { stand, writeSection } from './proof-file.js';

const queries = process.env['RIGHTS_QUERIES'] ?? '10000';
const begun = Date.now();
const { status } = spawnSync('npx', ['vitest', 'run', 'test/api/rights-reference.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, RIGHTS_QUERIES: queries },
});
if (status !== 0) process.exit(status ?? 1);
writeSection(
  [
    '## Rights agree with the reference',
    '',
    `${stand('api', 'rules', 'schema', 'test')}, ${Math.round((Date.now() - begun) / 1000)} s.`,
    '',
    `${Number(queries).toLocaleString('en')} random questions (records by path, alias, fragment and directive, masked, hidden, of other rows, for other purposes, under 25 agreements) got over HTTP the answer or the refusal that \`test/support/reference-rights.ts\` works out over plain rows.`,
    '',
  ].join('\n'),
);
