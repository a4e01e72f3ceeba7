/** A child process that keeps 32 connections busy with POST requests, so that asking takes no time from answering. */
import { Pool } from 'undici';

export interface Round {
  url: string;
  headers: Record<string, string>;
  /** Sent in turns. */
  bodies: string[];
  seconds: number;
}

const connections = 32;

/** Answers per second, or an error when one answer is not what was asked for. */
async function ask({ url, headers, bodies, seconds }: Round): Promise<number> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const begin = performance.now();
  const end = begin + seconds * 1000;
  let answered = 0;
  let next = 0;
  const busy = Array.from({ length: connections }, async () => {
    while (performance.now() < end) {
      const answer = await pool.request({ path, method: 'POST', headers, body: bodies[next++ % bodies.length]! });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || !text.includes('"birthDate"')) throw new Error(`unexpected answer: ${text}`);
      answered++;
    }
  });
  await Promise.all(busy);
  const rate = (answered / (performance.now() - begin)) * 1000;
  await pool.close();
  return rate;
}

process.on('message', (round: Round) => {
  void ask(round).then(
    (rate) => process.send?.({ rate }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
process.send?.('ready');
