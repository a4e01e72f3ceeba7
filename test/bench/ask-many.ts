/** A child process that keeps connections busy with requests, so that asking takes no time from answering. */
import { Pool } from 'undici';
import { answerBy } from '../support/asking-process.js';

export interface Round {
  /** Address of the server, without a path. */
  origin: string;
  headers: Record<string, string>;
  /** Sent in turns; with a body by POST. */
  asks: readonly { path: string; body?: string }[];
  /** What every answer must hold. */
  says: string;
  connections: number;
  seconds: number;
}

export interface Answered {
  /** Answers per second. */
  rate: number;
  /** Nineteen of twenty answers came within. */
  p95Ms: number;
}

/** Refused when one answer is not what was asked for. */
async function ask({ origin, headers, asks, says, connections, seconds }: Round): Promise<Answered> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const times: number[] = [];
  let next = 0;
  const busy = Array.from({ length: connections }, async () => {
    while (performance.now() < end) {
      const { path, body } = asks[next++ % asks.length]!;
      const asked = performance.now();
      const answer = await pool.request({ path, headers, ...(body ? { method: 'POST', body } : { method: 'GET' }) });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || !text.includes(says)) throw new Error(`unexpected answer: ${text}`);
      times.push(performance.now() - asked);
    }
  });
  await Promise.all(busy);
  const rate = (times.length / (performance.now() - begin)) * 1000;
  await pool.close();
  return { rate, p95Ms: times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]! };
}

answerBy(ask);
