/** The time limits of a recruitment. The policy demands some of the steps and gives no length for any: every value is configuration, with its source. */
import { formatDay, parseDay } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import type { Text } from '../condition.js';
import { civilDay } from '../shanghai-time.js';
import type { Day } from '../units.js';
import { periodOfWorkingDays } from './working-days.js';
import type { ByCalendar, Period, WorkCalendar } from './working-days.js';

export const timeLimitNames = [
  'applicationWindow',
  'noticeOnline',
  'filingReview',
  'publicityOfHires',
  'objectionAcknowledged',
  'objectionDecided',
  'substitution',
] as const;
export type TimeLimitName = (typeof timeLimitNames)[number];

/** How well a value stands: in a paper still to be checked, a norm of another government, seen in somebody's use, common practice, or set by the bureau. */
export type SourceMark = 'paper-to-verify' | 'norm-elsewhere' | 'seen-in-use' | 'common-practice' | 'set-by-bureau';

export interface LimitSource {
  readonly document: string;
  readonly mark: SourceMark;
  readonly note: Text;
}

export interface TimeLimit {
  readonly value: number;
  /** No bureau can set less. */
  readonly floor: number;
  readonly unit: 'days' | 'working-days';
  /** `at-least`: so long it must last. `at-most`: by then it must be done; what is overdue is escalated, silence approves nothing. */
  readonly is: 'at-least' | 'at-most';
  readonly from: Day;
  /** What 濮政〔2016〕1号 itself demands of this step; null: it does not speak of it. */
  readonly policyDemands: Text | null;
  readonly source: LimitSource;
}

export type TimeLimits = Readonly<Record<TimeLimitName, TimeLimit>>;
export type LimitOverrides = Readonly<Partial<Record<TimeLimitName, number>>>;

const policyFrom = '2016-01-06';
const toConfirm = { zh: '常见做法，待人社部门确认。', en: 'Common practice; the bureau is to confirm it.' };
const practice: LimitSource = { document: '各地常见做法', mark: 'common-practice', note: toConfirm };
const deadline = { floor: 1, unit: 'working-days', is: 'at-most', from: policyFrom, policyDemands: null } as const;

/** The dated values of each limit, oldest first. */
const history: Readonly<Record<TimeLimitName, readonly [TimeLimit, ...TimeLimit[]]>> = {
  applicationWindow: [
    {
      value: 7,
      floor: 7,
      unit: 'days',
      is: 'at-least',
      from: policyFrom,
      policyDemands: null,
      source: {
        document: '国办发〔2013〕35号',
        mark: 'paper-to-verify',
        note: {
          zh: '国有企业招聘应届毕业生，报名不少于7天；原文尚待核对。',
          en: 'Applications of graduates to state firms stay open for at least 7 days; still to be checked in the paper.',
        },
      },
    },
  ],
  noticeOnline: [
    {
      value: 5,
      floor: 1,
      unit: 'working-days',
      is: 'at-least',
      from: policyFrom,
      policyDemands: {
        zh: '招聘信息通过同级人力资源社会保障部门网站发布（第十一条）。',
        en: 'The notice is published on the website of the bureau of the same level (item 11).',
      },
      source: {
        document: '山东省2014年国有企业公开招聘的规定',
        mark: 'norm-elsewhere',
        note: {
          zh: '外省规定：在指定网站发布，不少于5个工作日，不能只登在本企业网站。',
          en: 'Another province: at least 5 working days on designated sites, never on the firm’s own site alone.',
        },
      },
    },
  ],
  filingReview: [
    {
      ...deadline,
      value: 5,
      policyDemands: { zh: '招聘信息实行备案（第十一条）。', en: 'Recruitment is filed (item 11).' },
      source: {
        ...practice,
        note: {
          zh: '常见为3至5个工作日，待人社部门确认；逾期上报，不视为同意。',
          en: 'Mostly 3 to 5 working days, the bureau is to confirm it; overdue is escalated, never deemed approved.',
        },
      },
    },
  ],
  publicityOfHires: [
    {
      value: 7,
      floor: 5,
      unit: 'working-days',
      is: 'at-least',
      from: policyFrom,
      policyDemands: { zh: '对拟聘人员予以公示（第十一条）。', en: 'Proposed hires are publicised (item 11).' },
      source: {
        document: '重庆市公开招聘的公示期',
        mark: 'seen-in-use',
        note: {
          zh: '重庆不少于7个工作日；汕头国企和一些省份的事业单位不少于5个工作日，故以5为下限。',
          en: 'Chongqing asks for at least 7 working days; Shantou’s state firms and institutions elsewhere for 5, hence the floor.',
        },
      },
    },
  ],
  objectionAcknowledged: [{ ...deadline, value: 1, source: practice }],
  objectionDecided: [{ ...deadline, value: 15, source: practice }],
  substitution: [
    {
      ...deadline,
      value: 7,
      source: {
        document: '一则国有企业招聘公告',
        mark: 'seen-in-use',
        note: {
          zh: '该公告在出现空缺后7个工作日内决定是否递补。',
          en: 'That notice decides on a substitute within 7 working days after a place falls vacant.',
        },
      },
    },
  ],
};

/** No recruitment waits longer than a year. */
const MOST = 365;

const byBureau: LimitSource = {
  document: '人社部门设定',
  mark: 'set-by-bureau',
  note: { zh: '由负责的人社部门设定。', en: 'Set by the responsible bureau.' },
};

/** The limits in force on a day. What a bureau cannot set counts as not set. Before the first values began nothing was filed: those are told. */
export function limitsOn(day: CivilDay, overrides: LimitOverrides = {}): TimeLimits {
  const limits = timeLimitNames.map((name): [TimeLimitName, TimeLimit] => {
    const inForce = history[name].findLast(({ from }) => parseDay(from)! <= day) ?? history[name][0];
    const value = overrides[name];
    const isSet = value !== undefined && whyNotSet(inForce, value) === null;
    return [name, isSet ? { ...inForce, value, source: byBureau } : inForce];
  });
  return Object.fromEntries(limits) as Record<TimeLimitName, TimeLimit>;
}

/** Why a bureau cannot set a limit so; null: it can. */
export function whyNotSet(limit: TimeLimit, value: number): Text | null {
  if (Number.isInteger(value) && value >= limit.floor && value <= MOST) return null;
  return {
    zh: `应为${limit.floor}至${MOST}之间的整数`,
    en: `a whole number from ${limit.floor} to ${MOST} is expected`,
  };
}

/** The period of a limit; day 1 comes after the day on which it was set off. Plain days run on through days off. */
export function periodOf(calendar: WorkCalendar, startedOn: CivilDay, limit: TimeLimit): ByCalendar<Period> {
  const { value, unit } = limit;
  if (unit === 'working-days') return periodOfWorkingDays(calendar, startedOn, value);
  return { ok: true, value: { firstDay: startedOn + 1, lastDay: startedOn + value } };
}

/** By when what began at a moment must be done; null until the working days that it takes are loaded. */
export function deadlineOf(calendar: WorkCalendar, startedAt: Date, limit: TimeLimit): Day | null {
  const period = periodOf(calendar, parseDay(civilDay(startedAt))!, limit);
  return period.ok ? formatDay(period.value.lastDay) : null;
}
