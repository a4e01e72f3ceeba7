/** Ten thousand random queries of three audiences: what each was estimated to cost, it did not cost more. */
import { spawnSync } from 'node:child_process';
import { stand, writeSection } from './proof-file.js';

const queries = process.env['COST_QUERIES'] ?? '10000';
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'hub', 'test/api/cost.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, COST_QUERIES: queries },
});
if (status !== 0) process.exit(status ?? 1);
writeSection(
  [
    '## The estimate of cost holds',
    '',
    `${stand('api', 'schema', 'test/api', 'test/support')}. Written by \`npm run prove -- estimate\`.`,
    '',
    `On ${Number(queries).toLocaleString('en')} random queries of three audiences the estimate was never below what was billed.`,
  ].join('\n'),
);
