/** How many look-ups a client has left today; and how many an officer has made, who has no limit. */
import type pg from 'pg';
import { countLookUps } from '../schema/access-event/access-event.reads.js';
import { readTaken, takeLot } from '../schema/access-event/look-up-lot.writes.js';
import { beginOfDay, civilDay } from '../rules/shanghai-time.js';
import { HubError } from './errors.js';

const refreshMs = 5_000;
const dayMs = 86_400_000;

export interface Budget {
  /** Takes one look-up, or throws BUDGET_EXHAUSTED. Exact over all processes: each works on a lot that it took from the database. */
  take(client: string, dailyLimit: number): Promise<void>;
  left(client: string, dailyLimit: number): Promise<number>;
  /** Look-ups of today, for whom there is no limit: of other processes as of some seconds ago. */
  used(client: string): Promise<number>;
  /** Counts what was looked up without one. */
  note(client: string, lookUps: number): Promise<void>;
}

interface Lot {
  day: string;
  dailyLimit: number;
  left: number;
  /** How many lots were taken. */
  lots: number;
  taking: Promise<number> | null;
}

interface Account {
  day: string;
  /** Look-ups that this process let through today. */
  own: number;
  /** Look-ups of other processes, or from before this one started: never more than there are. */
  others: number;
  freshUntil: number;
  refreshing: Promise<void> | null;
}

export function openBudget(db: pg.Pool, clock: () => Date): Budget {
  const lots = new Map<string, Lot>();
  const accounts = new Map<string, Account>();

  function lotOf(client: string, dailyLimit: number): Lot {
    const day = civilDay(clock());
    let lot = lots.get(client);
    if (lot?.day !== day || lot.dailyLimit !== dailyLimit) {
      lot = { day, dailyLimit, left: 0, lots: 0, taking: null };
      lots.set(client, lot);
    }
    return lot;
  }

  async function refill(client: string, lot: Lot): Promise<number> {
    const since = beginOfDay(clock());
    const taken = await takeLot(db, { client, day: lot.day, since, dailyLimit: lot.dailyLimit });
    lot.left += taken;
    lot.lots++;
    return taken;
  }

  function refresh(client: string, account: Account, now: Date): Promise<void> {
    account.refreshing ??= recount(client, account, now).finally(() => {
      account.refreshing = null;
    });
    return account.refreshing;
  }

  async function recount(client: string, account: Account, now: Date): Promise<void> {
    const used = await countLookUps(db, client, beginOfDay(now));
    account.others = Math.max(account.others, used - account.own);
    account.freshUntil = clock().getTime() + refreshMs;
  }

  async function accountOf(client: string): Promise<Account> {
    const now = clock();
    const day = civilDay(now);
    let account = accounts.get(client);
    if (account?.day !== day) {
      account = { day, own: 0, others: 0, freshUntil: 0, refreshing: null };
      accounts.set(client, account);
    }
    if (account.freshUntil === 0) await refresh(client, account, now);
    // A count that fails is tried again by the next request; the figure of this process still holds.
    else if (account.freshUntil <= now.getTime()) refresh(client, account, now).catch(() => undefined);
    return account;
  }

  return {
    async take(client, dailyLimit) {
      const lot = lotOf(client, dailyLimit);
      while (lot.left === 0) {
        lot.taking ??= refill(client, lot).finally(() => {
          lot.taking = null;
        });
        if ((await lot.taking) === 0) throw exhausted(dailyLimit, clock());
      }
      lot.left--;
    },
    async left(client, dailyLimit) {
      const lot = lotOf(client, dailyLimit);
      const { day } = lot;
      for (;;) {
        await lot.taking;
        const { lots: before } = lot;
        const taken = (await readTaken(db, { client, day })) ?? (await countLookUps(db, client, beginOfDay(clock())));
        // A lot that was taken meanwhile is in one of the two figures alone.
        if (lot.taking === null && lot.lots === before) return Math.max(0, dailyLimit - taken + lot.left);
      }
    },
    async used(client) {
      const { own, others } = await accountOf(client);
      return own + others;
    },
    async note(client, lookUps) {
      (await accountOf(client)).own += lookUps;
    },
  };
}

function exhausted(dailyLimit: number, now: Date): HubError {
  return new HubError(
    'BUDGET_EXHAUSTED',
    `今日查询次数已用完（上限 ${dailyLimit}），次日零时（北京时间）恢复`,
    `today’s ${dailyLimit} look-ups are used up; they renew at midnight (Asia/Shanghai)`,
    {},
    { 'retry-after': String(Math.ceil((beginOfDay(now).getTime() + dayMs - now.getTime()) / 1000)) },
  );
}
