/** What is true around a move today: who the firm is by the registers, how the bureau has set itself, what the code lists say. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import { parseDay } from '../../rules/civil-date.js';
import type { RecordWords } from '../../rules/recruitment/changes.js';
import { ancestorsOf, findCode } from '../../rules/recruitment/codes.js';
import type { CodeLists } from '../../rules/recruitment/codes.js';
import type { Circumstances } from '../../rules/recruitment/dossier.js';
import type { Employer } from '../../rules/recruitment/notice.js';
import { limitsOn } from '../../rules/recruitment/time-limits.js';
import type { TimeLimits } from '../../rules/recruitment/time-limits.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { readLimitOverrides, readSetting } from '../setting/setting.reads.js';
import { readStateFirm } from '../state-firm/state-firm.reads.js';

type Db = pg.Pool | pg.ClientBase;

/** What a process hands over. */
export interface World {
  now: Date;
  codes: CodeLists;
  isDemo: boolean;
}

/** Neither the local minimum wage nor a share for veterans stands in the policy: until a paper gives them they are not checked. */
const notGiven = { minimumWageFen: null, veteransPercent: null };

export async function readCircumstances(
  db: Db,
  { creditCode, bureau }: { creditCode: string; bureau: string },
  { now, codes, isDemo }: World,
): Promise<Circumstances> {
  const today = civilDay(now);
  return {
    now: now.toISOString(),
    codes,
    limits: await readLimits(db, bureau, now),
    ...notGiven,
    persons: await readSetting(db, bureau, 'proposals.persons'),
    isDemo,
    employer: await readEmployer(db, creditCode, today),
  };
}

/** The time limits of a bureau today. */
export async function readLimits(db: Db, bureau: string, now: Date): Promise<TimeLimits> {
  return limitsOn(parseDay(civilDay(now))!, await readLimitOverrides(db, bureau));
}

/**
 * The firm by the register of state firms, with what the business register adds; null when it is not on it that day, or when its licence
 * was revoked or cancelled.
 */
export async function readEmployer(db: Db, creditCode: string, today: string): Promise<Employer | null> {
  const firm = await readStateFirm(db, creditCode, today);
  if (!firm) return null;
  const found = await db.query<{ industry: string | null; state: string | null }>(
    `select document::json #>> '{industry,value}' as industry, document::json #>> '{state,value}' as state
     from organization_record where credit_code = $1`,
    [creditCode],
  );
  if (['revoked', 'cancelled'].includes(found.rows[0]?.state ?? '')) return null;
  const { name, level, investor, region, bureau } = firm;
  return {
    creditCode,
    name,
    level,
    investor,
    industry: found.rows[0]?.industry ?? null,
    region,
    bureau: bureau.region,
  };
}

/** What codes are called and lie within, by the loaded lists; a code that no list knows stands for itself. */
export function wordsOf(codes: CodeLists): RecordWords {
  return {
    nameOf: (list, code) => findCode(codes, list, code)?.name ?? code,
    withAncestors: (list, code) => ancestorsOf(codes, list, code),
    hash: (text) => hash('sha256', text),
  };
}
