/** Starts the process that asks. */
import { type AskingProcess, startAskingProcess } from '../support/asking-process.js';
import type { Answered, Round } from './ask-many.js';

export type Asker = AskingProcess<Round, Answered>;

export const startAsker = (): Promise<Asker> => startAskingProcess(new URL('ask-many.js', import.meta.url));
