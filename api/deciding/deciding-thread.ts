/** The thread that decides: one job after the other, with the parameters that were sent along last. */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { Parameters } from '../../rules/index.js';
import { type Decided, decideJob, type Job } from './decide-job.js';

export interface Order {
  job: Job;
  /** Left out where they are those of the order before. */
  parameters?: Parameters;
}

export type Reply = { decided: Decided } | { failed: unknown };

// On Linux this is about the calling thread alone: it gives way to the one that answers.
setPriority(10);

let parameters: Parameters = new Map();

parentPort?.on('message', (order: Order) => {
  // What rules keep for everybody hangs on the very object.
  parameters = order.parameters ?? parameters;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort!.postMessage(replyTo(order.job));
});

function replyTo(job: Job): Reply {
  try {
    return { decided: decideJob(job, parameters) };
  } catch (error) {
    return { failed: error };
  }
}
