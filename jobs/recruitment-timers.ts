/** The clock of recruitment: a loop in each worker, apart from the queues. A deadline waits neither for a long rebuild nor for Redis. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext } from '../connectors/connector.js';
import { openCodeLists } from '../schema/code-list/code-list.reads.js';
import type { DueDependencies } from './move-due-notices.job.js';
import { moveDueNotices } from './move-due-notices.job.js';

export interface TimerDependencies extends Pick<DueDependencies, 'database' | 'vault' | 'isDemo'> {
  context: Pick<ConnectorContext, 'now' | 'log'>;
}

const everyMs = 5000;

/** Workers may do this side by side: a move locks its notice, and whoever comes second finds nothing to do. */
export function startRecruitmentTimers(
  { database, vault, isDemo, context: { now, log } }: TimerDependencies,
  stopping: AbortSignal,
): { close(): Promise<void> } {
  const codeLists = openCodeLists(database.pool, now);

  async function keepTime(): Promise<void> {
    let failing = false;
    while (!stopping.aborted) {
      try {
        await moveDueNotices({ database, vault, isDemo, log, codes: await codeLists.current(), now: now() });
        failing = false;
      } catch (error) {
        // Told once, not every few seconds for as long as a database is away.
        if (!failing) log('recruitment timers failed and go on', { kind: (error as Error).name });
        failing = true;
      }
      await sleep(everyMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }

  const kept = keepTime();
  return { close: () => kept };
}
