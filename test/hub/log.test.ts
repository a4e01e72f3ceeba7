/** F9, the log's own volume: it fills up, and the process that writes there goes on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import { canMount, openSmallVolume } from '../support/small-volume.js';

/** Logs each line that it is told, and says so. */
const program = `
  import { createInterface } from 'node:readline';
  import { openLog } from './dist/hub/log.js';
  const log = openLog('test');
  for await (const line of createInterface({ input: process.stdin })) {
    log.info({ filler: 'x'.repeat(10_000) }, line);
    await new Promise(setImmediate);
    process.stdout.write(line + '\\n');
  }`;

let child: ChildProcess | undefined;
afterEach(() => void child?.kill('SIGKILL'));

/** Has lines logged on a file, and waits until the process has gone on behind each. */
function logsTo(file: string) {
  child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', openSync(file, 'a')],
  });
  const { stdin, stdout } = child;
  const heard = createInterface({ input: stdout! })[Symbol.asyncIterator]();
  return {
    async log(...lines: string[]) {
      for (const line of lines) {
        stdin!.write(`${line}\n`);
        expect((await heard.next()).value).toBe(line);
      }
    },
    async end() {
      stdin!.end();
      return (await once(child!, 'exit'))[0] as number | null;
    },
  };
}

it('F9: a log that can never be written ends nothing', async () => {
  const process = logsTo('/dev/full');
  await process.log(...Array.from({ length: 300 }, (_, n) => `line ${n}`));
  expect(await process.end()).toBe(0);
});

it.runIf(canMount())(
  'F9: with room again the lines go on where they stopped, and what was lost is counted',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-log-'));
    const volume = openSmallVolume(join(folder, 'log'), 4);
    try {
      const file = join(volume.path, 'hub.log');
      const process = logsTo(file);
      await process.log('before');
      volume.fill();
      await process.log(...Array.from({ length: 150 }, (_, n) => `line ${n}`));
      volume.free();
      await process.log('behind');
      expect(await process.end()).toBe(0);
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      const told = lines.map((line) => JSON.parse(line) as { msg: string; failures?: number; lost?: number });
      const { failures, lost } = told.find(({ msg }) => msg.startsWith('the log could not be written'))!;
      expect(failures).toBeGreaterThan(0);
      const kept = told.filter(({ msg }) => msg.startsWith('line')).map(({ msg }) => msg);
      expect(kept).toEqual(Array.from({ length: 150 - lost! }, (_, n) => `line ${n}`));
      expect(told.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['before', 'behind']));
    } finally {
      volume.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
