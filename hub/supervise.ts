/** Runs the hub's processes as children, keeps them up, and ends them in order. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('main.js', import.meta.url));
const patienceMs = 8000;
const mostRestarts = 5;
const calmMs = 60_000;

export interface Supervisor {
  /** Starts `hub <args>` and resolves with its ready message; rejects with the child's last words when it ends before. */
  start(name: string, args: string[], env: NodeJS.ProcessEnv): Promise<Record<string, unknown>>;
  pids(): Record<string, number>;
  /** Ends all children, the last started first. */
  stop(): Promise<void>;
}

/** `onLost` hears of a child that cannot be kept up. */
export function openSupervisor(
  home: string,
  say: (line: string) => void,
  onLost: (name: string) => void,
  onRestart: () => void = () => {},
): Supervisor {
  const logs = join(home, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const children = new Map<string, ChildProcess>();
  let stopping = false;

  async function launch(name: string, args: string[], env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
    const logFile = join(logs, `${name}.log`);
    const log = openSync(logFile, 'a', 0o600);
    const child = fork(main, args, { env, stdio: ['ignore', log, log, 'ipc'], execArgv: ['--enable-source-maps'] });
    closeSync(log);
    children.set(name, child);
    const ended = new Promise<never>((_, reject) => {
      child.once('exit', () => reject(new Error(`${name} did not start: ${lastWords(logFile)} (${logFile})`)));
    });
    const ready = new Promise<Record<string, unknown>>((resolve) => {
      child.once('message', (message) => resolve(message as Record<string, unknown>));
    });
    return Promise.race([ready, ended]);
  }

  function keepUp(name: string, args: string[], env: NodeJS.ProcessEnv, before: number): void {
    const since = Date.now();
    children.get(name)!.once('exit', (code, signal) => {
      if (stopping) return;
      // Only restarts in quick succession count.
      const restarts = Date.now() - since > calmMs ? 0 : before;
      say(
        `${name} ended unexpectedly (${signal ?? `code ${code}`})${restarts < mostRestarts ? ', starting it again' : ''}`,
      );
      if (restarts >= mostRestarts) return onLost(name);
      const again = async () => {
        await sleep(1000);
        if (stopping) return;
        await launch(name, args, env);
        onRestart();
        keepUp(name, args, env, restarts + 1);
      };
      again().catch(() => {
        if (!stopping) onLost(name);
      });
    });
  }

  return {
    async start(name, args, env) {
      const message = await launch(name, args, env);
      keepUp(name, args, env, 0);
      return message;
    },
    pids: () => Object.fromEntries([...children].map(([name, child]) => [name, child.pid ?? 0])),
    async stop() {
      stopping = true;
      for (const child of [...children.values()].reverse()) await end(child);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await gone;
  clearTimeout(timer);
}

/** The last line that a process wrote, without pino's JSON around it. */
function lastWords(file: string): string {
  const line = readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
  try {
    return (JSON.parse(line) as { msg: string }).msg;
  } catch {
    return line;
  }
}
