/** A hub as a stranger runs it: the built program as a child process, in a process group of its own like a terminal's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const program = resolve('dist/hub/main.js');

export interface HubProcess {
  /** Everything it wrote so far. */
  said(): string;
  /** Waits until it has written what `pattern` finds; throws its words when it ends or takes too long. */
  until(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Sends a signal to the whole group, as a terminal does. */
  signalGroup(signal: NodeJS.Signals): void;
  /** Exit code, or null when a signal ended it. */
  ended: Promise<number | null>;
}

export function startHub(args: string[], env: NodeJS.ProcessEnv, as: { uid?: number; gid?: number } = {}): HubProcess {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  let running = true;
  const ended = new Promise<number | null>((done) => {
    child.once('close', (code) => {
      running = false;
      done(code);
    });
  });
  return {
    said: () => said,
    ended,
    signalGroup: (signal) => void process.kill(-child.pid!, signal),
    async until(pattern, timeoutMs = 60_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const found = pattern.exec(said);
        if (found) return found;
        if (!running || Date.now() > deadline) throw new Error(`the hub never said ${pattern}; it said: ${said}`);
        await sleep(50);
      }
    },
  };
}
