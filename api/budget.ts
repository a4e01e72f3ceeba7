/** How many look-ups a client has left today: counted in this process, set right from the access events, so that no request waits for another. */
import type pg from 'pg';
import { countLookUps } from '../schema/access-event/access-event.reads.js';
import { beginOfDay, civilDay } from '../rules/shanghai-time.js';
import { HubError } from './errors.js';

const refreshMs = 5_000;
const dayMs = 86_400_000;

export interface Budget {
  /** Takes one look-up, or throws BUDGET_EXHAUSTED. */
  take(client: string, dailyLimit: number): Promise<void>;
  left(client: string, dailyLimit: number): Promise<number>;
  /** Look-ups of today, for whom there is no limit. */
  used(client: string): Promise<number>;
  /** Counts what was looked up without one. */
  note(client: string, lookUps: number): Promise<void>;
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

/** Exact within one process; several may together run over by what they answer within one refresh. */
export function openBudget(db: pg.Pool, clock: () => Date): Budget {
  const accounts = new Map<string, Account>();

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
      const account = await accountOf(client);
      if (account.own + account.others >= dailyLimit) {
        throw new HubError(
          'BUDGET_EXHAUSTED',
          `今日查询次数已用完（上限 ${dailyLimit}），次日零时（北京时间）恢复`,
          `today’s ${dailyLimit} look-ups are used up; they renew at midnight (Asia/Shanghai)`,
          {},
          { 'retry-after': String(Math.ceil((beginOfDay(clock()).getTime() + dayMs - clock().getTime()) / 1000)) },
        );
      }
      account.own++;
    },
    async used(client) {
      const { own, others } = await accountOf(client);
      return own + others;
    },
    async note(client, lookUps) {
      (await accountOf(client)).own += lookUps;
    },
    async left(client, dailyLimit) {
      const account = await accountOf(client);
      return Math.max(0, dailyLimit - account.own - account.others);
    },
  };
}
