/** The attacks on clients and people with each guard switched off once. `-- people PART` tries those alone whose names it finds, such as `'key|login'`. */
import { guards } from './guards-of-people.js';
import { stand, writeSection } from './proof-file.js';
import { toldOf, tryGuards } from './switched-off.js';

const wanted = guards.filter(({ name }) => new RegExp(process.argv[3] ?? '').test(name));
const { unseen } = tryGuards(wanted, () => undefined);
if (wanted.length === guards.length) {
  const head = `${stand('api', 'hub', 'rules', 'schema', 'test/attacks')}. Written by \`npm run prove -- people\`.`;
  writeSection(`## Clients and people\n\n${head}\n\n${toldOf(guards, unseen)}`);
}
if (unseen.length > 0) process.exitCode = 1;
