/** A refusal is held back for a moment: whoever sends what is refused, one after the other, takes little from those who are served. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Forty a second on a connection. */
const refusalMs = 25;

export const holdBack = (): Promise<void> => sleep(refusalMs);
