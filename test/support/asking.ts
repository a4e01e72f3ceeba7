/** Starts the processes that ask. */
import type { Asked, Round } from './ask-on.js';
import { type AskingProcess, startAskingProcess } from './asking-process.js';

export type Asking = AskingProcess<Round, Asked>;

/** Built by `npm test` before it runs. */
export const startAsking = (): Promise<Asking> => startAskingProcess('dist/test/support/ask-on.js');
