/** Look-ups that show nothing, by client: who walks through numbers misses often, and somebody is told. */
import type { Logger } from 'pino';
import type pg from 'pg';
import { countMisses } from '../schema/access-event/access-event.reads.js';
import { cityBureau, readSetting } from '../schema/setting/setting.reads.js';
import { raiseAlarm } from '../schema/work-item/work-item.writes.js';

export interface Misses {
  /** Resolves once the miss is weighed; a fault of the alarm is no fault of the asker's. */
  note(client: string): Promise<void>;
}

const hourMs = 3_600_000;
/** The log of all processes is counted at most this often for one client, until this process alone has seen enough. */
const countEveryMs = 5_000;

interface Account {
  since: number;
  own: number;
  countAgainAt: number;
  alarmed: boolean;
}

export function openMisses(db: pg.Pool, clock: () => Date, log: Logger): Misses {
  const accounts = new Map<string, Account>();

  async function weigh(client: string): Promise<void> {
    const now = clock();
    let account = accounts.get(client);
    if (!account || now.getTime() - account.since >= hourMs || now.getTime() < account.since) {
      account = { since: now.getTime(), own: 0, countAgainAt: 0, alarmed: false };
      accounts.set(client, account);
    }
    account.own++;
    if (account.alarmed) return;
    const most = await readSetting(db, cityBureau, 'alarm.missesPerHour');
    if (account.own <= most && account.countAgainAt > now.getTime()) return;
    account.countAgainAt = now.getTime() + countEveryMs;
    const since = new Date(now.getTime() - hourMs);
    // The log has the database's clock, which a demo's runs ahead of.
    const misses = Math.max(account.own, await countMisses(db, client, since));
    if (misses <= most || account.alarmed) return;
    account.alarmed = true;
    await raiseAlarm(
      db,
      {
        kind: 'misses',
        about: [client],
        reason: `more than ${most} look-ups an hour found nobody`,
        evidence: { client, since, misses },
      },
      now,
    );
    // An officer's name stands in the case alone.
    log.warn({ misses }, 'many look-ups found nobody');
  }

  return {
    note: (client) =>
      weigh(client).catch((error: NodeJS.ErrnoException) => log.error({ code: error.code }, 'misses are not counted')),
  };
}
