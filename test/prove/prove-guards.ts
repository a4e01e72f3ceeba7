/** Switches every guard off, one at a time, and runs the test that must see it; test/PROOF.md says what was seen. Each file is as before, whatever happens. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { type Guard, guards as guardsOfPeople } from './guards.js';
import { guardsOfData } from './guards-of-data.js';
import { stand, writeSection } from './proof-file.js';

const [what, wanted] = process.argv.slice(2);
const guards = what === 'data' ? guardsOfData : guardsOfPeople;
const title = what === 'data' ? 'Every guard of the data was switched off once' : 'Every guard was switched off once';
const seen = guards
  .filter(({ row }) => wanted === undefined || row.startsWith(wanted))
  .map((guard) => [guard, isSeen(guard)] as const);
const unseen = seen.filter(([, isSeen]) => !isSeen).map(([{ row }]) => row);
if (wanted === undefined)
  writeSection(
    [
      `## ${title}`,
      '',
      `${stand('api', 'connectors', 'jobs', 'rules', 'schema', 'test')}. ${seen.length - unseen.length} of ${seen.length} were seen by a test that then failed.`,
      '',
      ...seen.map(([{ row, test }, isSeen]) => `- ${row}: ${isSeen ? 'seen by' : '**not seen** by'} \`${test}\``),
      '',
    ].join('\n'),
  );
process.exitCode = unseen.length === 0 ? 0 : 1;

function isSeen({ row, file, from, to, test }: Guard): boolean {
  const source = readFileSync(file, 'utf8');
  if (source.split(from).length !== 2)
    throw new Error(`${row}: ${file} has ${source.split(from).length - 1} times ${from}`);
  try {
    writeFileSync(
      file,
      source.replace(from, () => to),
    );
    const [id] = row.split(':');
    const { status, stdout, stderr } = spawnSync('npx', ['vitest', 'run', test, '-t', `${id}:`, '--reporter=default'], {
      encoding: 'utf8',
    });
    const failed = new RegExp(`FAIL .*${id}:`).test(stdout + stderr);
    process.stdout.write(`${status !== 0 && failed ? 'seen    ' : 'NOT SEEN'} ${row}\n`);
    return status !== 0 && failed;
  } finally {
    writeFileSync(file, source);
  }
}
