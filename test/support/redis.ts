/** A Redis for the run: the one of REDIS_URL, or a server of its own from a `redis-server` on the path. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../schema/embedded-postgres.js';

const onPath = () =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((program) => existsSync(program));

export function hasRedis(): boolean {
  return Boolean(process.env['REDIS_URL'] || onPath());
}

/** Null where there is none. */
export async function startRedis(folder: string): Promise<{ url: string; stop(): Promise<void> } | null> {
  const given = process.env['REDIS_URL'];
  if (given) return { url: given, stop: () => Promise.resolve() };
  const program = onPath();
  if (!program) return null;
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction'];
  const child = spawn(program, [...flags, '--dir', folder], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const url = `redis://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(url)); tries++) {
    if (child.exitCode !== null || tries === 100) throw new Error(`${program} does not start`);
    await sleep(50);
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
