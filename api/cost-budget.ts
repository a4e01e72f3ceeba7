/** What a client's operations may cost within a minute: kept in this process and told to the others each second, so that no request waits for another. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type pg from 'pg';
import { forgetSpent, tellSpent } from '../schema/cost-spent/cost-spent.writes.js';
import { HubError } from './errors.js';
import type { Purse } from './purse.js';

const minuteMs = 60_000;
const tellMs = 1000;

/** What an answer says of it. */
export interface BudgetState {
  cost: number;
  left: number;
  renewsAt: string;
}

/** Set aside for one operation. */
export interface Hold {
  /** To what was set aside: work that no estimate knows of. */
  add(cost: number): void;
  /** Bills what it really cost, once; a second call only tells. */
  settle(cost: number): BudgetState;
}

export interface CostBudget {
  /** Throws BUDGET_EXHAUSTED when nothing is left. */
  check(purse: Purse): void;
  /** Throws BUDGET_EXHAUSTED when there is not that much left. */
  reserve(purse: Purse, estimate: number): Hold;
  /** Bills what was turned away. */
  charge(purse: Purse, cost: number): void;
  close(): Promise<void>;
}

interface Account {
  minute: number;
  spent: number;
  /** Set aside for what runs now. */
  held: number;
  /** Spent in other processes, as last heard. */
  others: number;
}

/** Exact within one process; several may together run over by what they answer within a second. */
export function openCostBudget(db: pg.Pool, clock: () => Date, log: Logger): CostBudget {
  const accounts = new Map<string, Account>();
  const process = randomUUID();
  let telling: Promise<void> | null = null;
  let cleanedIn = 0;

  function accountOf({ name }: Purse, minute: number): Account {
    let account = accounts.get(name);
    if (!account) {
      account = { minute, spent: 0, held: 0, others: 0 };
      accounts.set(name, account);
    } else if (account.minute !== minute) Object.assign(account, { minute, spent: 0, others: 0 });
    return account;
  }

  async function tell(): Promise<void> {
    const minute = minuteOf(clock());
    const own = [];
    for (const [purse, account] of accounts) {
      if (account.minute !== minute && account.held === 0) accounts.delete(purse);
      else if (account.minute === minute && account.spent > 0) own.push({ purse, cost: account.spent });
    }
    if (own.length === 0) return;
    for (const { purse, cost } of await tellSpent(db, process, new Date(minute), own)) {
      const account = accounts.get(purse);
      if (account?.minute === minute) account.others = cost;
    }
    if (cleanedIn === minute) return;
    cleanedIn = minute;
    await forgetSpent(db, new Date(minute - minuteMs));
  }

  const timer = setInterval(() => {
    // The figures of this process hold all the same.
    telling ??= tell()
      .catch((error: NodeJS.ErrnoException) => log.warn({ code: error.code }, 'what clients spent is not told'))
      .finally(() => (telling = null));
  }, tellMs);
  timer.unref();

  function check(purse: Purse): void {
    const now = clock();
    const minute = minuteOf(now);
    const { spent, others } = accountOf(purse, minute);
    const left = purse.perMinute - spent - others;
    if (left <= 0) throw exhausted(purse, left, minute + minuteMs, now);
    if (purse.within) check(purse.within);
  }

  function reserve(purse: Purse, estimate: number): Hold {
    const now = clock();
    const minute = minuteOf(now);
    const account = accountOf(purse, minute);
    const left = purse.perMinute - account.spent - account.others;
    if (left < estimate) throw exhausted(purse, left, minute + minuteMs, now);
    if (left - account.held < estimate) throw tooMuchAtOnce(left - account.held, minute + minuteMs);
    const within = purse.within && reserve(purse.within, estimate);
    account.held += estimate;
    let total = 0;
    let open = true;
    return {
      add(cost) {
        total += cost;
        within?.add(cost);
      },
      settle(cost) {
        within?.settle(cost);
        const ends = minuteOf(clock());
        const current = accountOf(purse, ends);
        if (open) {
          open = false;
          total += cost;
          current.held -= estimate;
          current.spent += total;
        }
        return {
          cost: Math.ceil(total),
          left: Math.max(0, Math.floor(purse.perMinute - current.spent - current.others)),
          renewsAt: new Date(ends + minuteMs).toISOString(),
        };
      },
    };
  }

  function charge(purse: Purse, cost: number): void {
    accountOf(purse, minuteOf(clock())).spent += cost;
    if (purse.within) charge(purse.within, cost);
  }

  return {
    check,
    reserve,
    charge,
    async close() {
      clearInterval(timer);
      await telling;
    },
  };
}

const minuteOf = (now: Date) => now.getTime() - (now.getTime() % minuteMs);

function exhausted({ perMinute }: Purse, left: number, renews: number, now: Date): HubError {
  const seconds = Math.max(1, Math.ceil((renews - now.getTime()) / 1000));
  return refusal(left, renews, seconds, [
    `本分钟的查询成本已用完（上限 ${perMinute}），${seconds} 秒后恢复`,
    `this minute’s cost is used up (at most ${perMinute}); it renews in ${seconds} s`,
  ]);
}

/** Nothing is used up yet: it is held for what still runs. */
function tooMuchAtOnce(left: number, renews: number): HubError {
  return refusal(left, renews, 1, [
    '同时进行的查询已占满剩余成本，请等其结束后再试',
    'what is left is held for the operations that run now; wait for their answers',
  ]);
}

function refusal(left: number, renews: number, seconds: number, [zh, en]: [string, string]): HubError {
  const budget = { left: Math.max(0, Math.floor(left)), renewsAt: new Date(renews).toISOString() };
  return new HubError('BUDGET_EXHAUSTED', zh, en, { budget }, { 'retry-after': String(seconds) });
}
