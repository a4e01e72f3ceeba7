/** A worker killed at every named point of a night; test/PROOF.md says which points those were. */
import { spawnSync } from 'node:child_process';
import { killPoints } from '../support/kill-points.js';
import { stand, writeSection } from './proof-file.js';

const test = 'test/attacks/killed-sync.test.ts';
const env = { ...process.env, KILL_POINTS: 'all' };
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'hub', test], { env, stdio: 'inherit' });
if (status === 0)
  writeSection(
    [
      '## A worker was killed at every named point of a night',
      '',
      `${stand('connectors', 'jobs', 'schema', 'test')}. One night, killed at each of these ${killPoints.length} points in turn, ended in the same tables as an undisturbed one.`,
      '',
      ...killPoints.map(({ name, atCommit }) => `- ${name}${atCommit ? ' (while it commits)' : ''}`),
      '',
    ].join('\n'),
  );
process.exitCode = status ?? 1;
