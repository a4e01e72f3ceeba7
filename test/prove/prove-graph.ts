/** The attacks on the graph with each guard switched off once, and ten thousand random queries whose estimate must hold. */
import { guards } from './guards-of-graph.js';
import { stand, writeSection } from './proof-file.js';
import { toldOf, tryGuards } from './switched-off.js';

const queries = process.env['COST_QUERIES'] ?? '10000';
const { unseen, more: holds } = tryGuards(
  guards,
  (run) => run(['test/api/cost.test.ts'], { COST_QUERIES: queries }).isGreen,
);
const section = [
  '## Limits of the graph',
  '',
  `${stand('api', 'schema', 'test/attacks')}. Written by \`npm run prove -- graph\`.`,
  '',
  `- ${toldOf(guards, unseen)}`,
  `- On ${Number(queries).toLocaleString('en')} random queries of three audiences the estimate ${holds ? 'was never' : 'WAS ONCE'} below what was billed.`,
].join('\n');
writeSection(section);
process.stdout.write(`${section}\n`);
if (unseen.length > 0 || !holds) process.exitCode = 1;
