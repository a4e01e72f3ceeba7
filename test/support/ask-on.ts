/**
 * A process of its own that sends requests to `/graphql` for some seconds, and then says how long each took. With `perSecond` each
 * is sent at its time, whether those before are answered or not, and is timed from then: who is held up counts as often as it
 * would have asked. Without, each connection asks again as soon as it is answered.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { answerBy } from './asking-process.js';

export interface Round {
  /** Address of the server, without a path. */
  origin: string;
  /** Of whom in turns. */
  headers: readonly Record<string, string>[];
  /** Bodies for `/graphql`, in turns. */
  bodies: readonly string[];
  connections: number;
  seconds: number;
  perSecond?: number;
  /** Of this machine, where not the usual one: limits count by address. */
  localAddress?: string;
  /** Every answer's status where all must have one. */
  status?: number;
}

export interface Asked {
  timesMs: number[];
  statuses: Record<string, number>;
}

let next = 0;

async function ask(round: Round): Promise<Asked> {
  const { origin, headers, bodies, connections, seconds, perSecond, status, localAddress } = round;
  const pool = new Pool(origin, { connections, pipelining: 1, ...(localAddress && { localAddress }) });
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const asked: Asked = { timesMs: [], statuses: {} };

  async function askOnce(from: number): Promise<void> {
    const turn = next++;
    const answer = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: headers[turn % headers.length]!,
      body: bodies[turn % bodies.length]!,
    });
    const text = await answer.body.text();
    asked.timesMs.push(performance.now() - from);
    asked.statuses[answer.statusCode] = (asked.statuses[answer.statusCode] ?? 0) + 1;
    if (status !== undefined && answer.statusCode !== status)
      throw new Error(`expected ${status}, got ${answer.statusCode}: ${text}`);
  }
  async function askOn(): Promise<void> {
    while (performance.now() < end) await askOnce(performance.now());
  }
  async function askAtItsTime(count: number): Promise<void> {
    const answers: Promise<void>[] = [];
    for (let n = 0; n < count; n++) {
      const at = begin + (n * 1000) / perSecond!;
      const early = at - performance.now();
      if (early > 0) await sleep(early);
      answers.push(askOnce(at));
    }
    await Promise.all(answers);
  }

  if (perSecond === undefined) await Promise.all(Array.from({ length: connections }, askOn));
  else await askAtItsTime(Math.round(seconds * perSecond));
  await pool.close();
  return asked;
}

answerBy(ask);
