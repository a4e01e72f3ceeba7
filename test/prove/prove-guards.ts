/** One list of guards, each switched off once. `-- people WORDS` tries those alone that it finds by name, row or test, such as `'keys|A7'`. */
import { lists } from './guards.js';
import { stand, writeSection } from './proof-file.js';
import { isNamed, tryGuards } from './switched-off.js';

const [word = '', wanted] = process.argv.slice(2);
const { title, guards } = lists[word as keyof typeof lists];
const tried = guards.filter(
  ({ name, row, tests }) => wanted === undefined || isNamed(`${name}\n${row}\n${tests}`, wanted),
);
if (tried.length === 0) throw new Error(`no guard of test/prove/guards-of-*.ts is found by ${wanted}`);
const unseen = tryGuards(tried);
const told = [
  `Guards switched off one by one: ${tried.length}; seen red: ${tried.length - unseen.length}`,
  ...(unseen.length > 0 ? [`not seen: ${unseen.join(', ')}`] : []),
].join('; ');
process.stdout.write(`${told}.\n`);
if (tried.length === guards.length) {
  const head = `${stand('api', 'connectors', 'hub', 'jobs', 'rules', 'schema', 'test')}. Written by \`npm run prove -- ${word}\`.`;
  writeSection(`## ${title}\n\n${head}\n\n${told}.`);
}
if (unseen.length > 0) process.exitCode = 1;
