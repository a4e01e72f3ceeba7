/** What the bureau's own officers look at: what is unusual takes a case number, and a second person hears of it either way. */
import type { Logger } from 'pino';
import type pg from 'pg';
import { isCaseNumber, isNight, type Unusual } from '../rules/officer-looks.js';
import { civilDay } from '../rules/shanghai-time.js';
import { cityBureau, readSetting } from '../schema/setting/setting.reads.js';
import { raiseAlarm } from '../schema/work-item/work-item.writes.js';
import type { Budget } from './budget.js';
import { HubError } from './errors.js';

export interface OfficerLooks {
  /** Before each look-up: throws FORBIDDEN where it takes a case number and none was given. Counts it. */
  take(officer: string, caseNumber: string | null): Promise<void>;
  /** Somebody who is guarded was asked for. */
  guarded(officer: string, caseNumber: string | null): Promise<void>;
}

interface Parts {
  clock: () => Date;
  budget: Budget;
  /** Where officers look when and as often as they like. */
  isLetOff: boolean;
  log: Logger;
}

export function openOfficerLooks(db: pg.Pool, { clock, budget, isLetOff, log }: Parts): OfficerLooks {
  async function tell(why: Unusual, officer: string, caseNumber: string | null): Promise<void> {
    const now = clock();
    const evidence = { client: officer, why, case: caseNumber, day: civilDay(now) };
    const { zh, en } = words[why];
    await raiseAlarm(
      db,
      {
        kind: 'officer-looks',
        about: [officer, why, caseNumber ?? '', evidence.day],
        reason: `${zh} / ${en}${caseNumber === null ? ': refused' : ''}`,
        evidence,
      },
      now,
    );
    // An officer's name stands in the case alone.
    log.warn({ why, hasCase: caseNumber !== null }, 'an officer looks where it takes a case number');
    if (caseNumber === null) throw caseNeeded(why);
  }

  return {
    async take(officer, caseNumber) {
      const why = isLetOff ? null : await unusual(officer);
      if (why !== null) await tell(why, officer, caseNumber);
      await budget.note(officer, 1);
    },
    guarded: (officer, caseNumber) => tell('guarded', officer, caseNumber),
  };

  async function unusual(officer: string): Promise<Unusual | null> {
    if (isNight(clock())) return 'night';
    const most = await readSetting(db, cityBureau, 'officers.lookUpsPerDay');
    return (await budget.used(officer)) >= most ? 'many' : null;
  }
}

/** Of the header x-case; null where none came. */
export function caseNumberOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (isCaseNumber(text)) return text;
  throw new HubError(
    'BAD_INPUT',
    '请求头 x-case 须为 4 至 40 位字母、数字和连字符，不得含身份证号码',
    'the header x-case takes 4 to 40 letters, digits and hyphens, and no ID number',
  );
}

const words: Readonly<Record<Unusual, { zh: string; en: string }>> = {
  night: { zh: '夜间（20 时至 7 时）查询档案', en: 'looking at records at night (20:00 to 7:00)' },
  many: { zh: '当日查询次数超过日常', en: 'looking at more records than a day’s work takes' },
  guarded: { zh: '查询受保护的人', en: 'looking at somebody who is guarded' },
};

function caseNeeded(why: Unusual): HubError {
  const { zh, en } = words[why];
  return new HubError(
    'FORBIDDEN',
    `${zh}须在请求头 x-case 中写明案件编号，并由第二人核查`,
    `${en} takes a case number in the header x-case, and a second person looks into it`,
    { case: why },
  );
}
