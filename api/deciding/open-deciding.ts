/** Who decides: a thread beside the one that answers, one job at a time, clients in turns. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { KnownParameters } from '../../schema/parameter/parameter.reads.js';
import { tookTooLong } from '../errors.js';
import { type Decided, decideJob, type Job } from './decide-job.js';
import type { Order, Reply } from './deciding-thread.js';

export interface Deciding {
  decide(asker: Asker, job: Job, known: KnownParameters): Promise<Decided>;
  close(): Promise<void>;
}

export interface Asker {
  /** Whose turn it takes. */
  client: string;
  /** Nobody waits for it any more. */
  isStopped: () => boolean;
}

interface Waiting {
  asker: Asker;
  job: Job;
  known: KnownParameters;
  resolve: (decided: Decided) => void;
  reject: (error: unknown) => void;
}

/** Runs one job; a fault of the rules is its rejection. */
export type Run = (job: Job, known: KnownParameters) => Promise<Decided>;

export function openDeciding(log: Logger): Deciding {
  // Where the sources run as they are, a test's process, there is no program for a thread.
  const program = new URL('deciding-thread.js', import.meta.url);
  const isBuilt = import.meta.url.endsWith('.js');
  const { run, close } = isBuilt ? openThread(program, log) : { run: decideHere, close: async () => {} };
  return { decide: inTurns(run), close };
}

const decideHere: Run = async (job, { parameters }) => decideJob(job, parameters);

/** Of those who wait each client gets one job done, then the next: nobody's many keep another waiting. */
export function inTurns(run: Run): Deciding['decide'] {
  const queues = new Map<string, Waiting[]>();
  let isBusy = false;

  async function work(): Promise<void> {
    isBusy = true;
    for (let next = queues.entries().next(); !next.done; next = queues.entries().next()) {
      const [client, queue] = next.value;
      const { asker, job, known, resolve, reject } = queue.shift()!;
      queues.delete(client);
      if (queue.length > 0) queues.set(client, queue);
      if (asker.isStopped()) reject(tookTooLong());
      else await run(job, known).then(resolve, reject);
    }
    isBusy = false;
  }

  return (asker, job, known) =>
    new Promise((resolve, reject) => {
      const waiting = { asker, job, known, resolve, reject };
      const queue = queues.get(asker.client);
      if (queue) queue.push(waiting);
      else queues.set(asker.client, [waiting]);
      if (!isBusy) void work();
    });
}

/** A thread that ends by itself is a fault of the hub: its job fails, and the next begins another. */
function openThread(program: URL, log: Logger): { run: Run; close: () => Promise<void> } {
  let thread: Worker | null = null;
  let version: string | null = null;

  function begin(): Worker {
    const begun = new Worker(program);
    begun.unref();
    begun.on('error', ({ name }: Error) => log.error({ kind: name }, 'the thread that decides ended'));
    begun.once('exit', () => {
      if (thread === begun) thread = null;
    });
    thread = begun;
    version = null;
    return begun;
  }
  begin();

  return {
    async run(job, known) {
      const asked = thread ?? begin();
      const order: Order = { job, ...(version !== known.version && { parameters: known.parameters }) };
      version = known.version;
      const gone = new AbortController();
      const { signal } = gone;
      try {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        asked.postMessage(order);
        const ended = once(asked, 'exit', { signal }).then((): never => {
          throw new Error('the thread that decides ended');
        });
        const [reply] = (await Promise.race([once(asked, 'message', { signal }), ended])) as [Reply];
        if ('failed' in reply) throw reply.failed;
        return reply.decided;
      } finally {
        gone.abort();
      }
    },
    async close() {
      await thread?.terminate();
    },
  };
}
