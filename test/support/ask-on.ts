/** A process of its own that keeps a few connections busy with requests for some seconds, and then says how long each took. */
import { Pool } from 'undici';
import { answerBy } from './asking-process.js';

export interface Round {
  /** Address of the server, without a path. */
  origin: string;
  headers: Record<string, string>;
  /** Bodies for `/graphql`, in turns. */
  bodies: readonly string[];
  connections: number;
  seconds: number;
  /** Every answer's status where all must have one. */
  status?: number;
}

export interface Asked {
  count: number;
  medianMs: number;
  p99Ms: number;
  statuses: Record<string, number>;
}

async function ask({ origin, headers, bodies, connections, seconds, status }: Round): Promise<Asked> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let next = 0;
  const busy = Array.from({ length: connections }, async () => {
    while (performance.now() < end) {
      const body = bodies[next++ % bodies.length]!;
      const asked = performance.now();
      const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body });
      const text = await answer.body.text();
      times.push(performance.now() - asked);
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
      if (status !== undefined && answer.statusCode !== status)
        throw new Error(`expected ${status}, got ${answer.statusCode}: ${text}`);
    }
  });
  await Promise.all(busy);
  await pool.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return { count: times.length, medianMs: at(0.5), p99Ms: at(0.99), statuses };
}

answerBy(ask);
