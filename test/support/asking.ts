/** Starts the processes that ask. Built by `npm test` before it runs. */
import type { Asked, Round } from './ask-on.js';
import { type AskingProcess, startAskingProcess } from './asking-process.js';
import type { Sending, Sent } from './send-on.js';

export type Asking = AskingProcess<Round, Asked>;
export type SendingProcess = AskingProcess<Sending, Sent>;

export const startAsking = (niceness?: number): Promise<Asking> =>
  startAskingProcess('dist/test/support/ask-on.js', niceness);
export const startSending = (niceness?: number): Promise<SendingProcess> =>
  startAskingProcess('dist/test/support/send-on.js', niceness);
