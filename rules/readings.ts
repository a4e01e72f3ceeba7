/** How doubtful words of the policy are read: numbered switches, so that another reading is a setting and not a new rule. */
export interface Reading {
  readonly doubt: { readonly zh: string; readonly en: string };
  /** The first choice is the one in use unless a setting says otherwise. */
  readonly choices: readonly [string, ...string[]];
}

export const readings = {
  'R-01': {
    doubt: { zh: '期间的起止，“以上”含本数', en: 'ends of periods; "or more" includes the number itself' },
    choices: ['civil-code'],
  },
  'R-05': { doubt: { zh: '三分之二的尾数', en: 'rounding of two thirds' }, choices: ['down-to-the-fen'] },
  'R-18': {
    doubt: {
      zh: '延长至退休：严格不足5年，以初次核定日为准',
      en: 'extension to retirement: strictly under 5 years, fixed at first approval',
    },
    choices: ['strict-at-first-approval'],
  },
  'R-19': {
    doubt: { zh: '2025年起渐进式延迟退休', en: 'retirement age rises gradually from 2025' },
    choices: ['test-by-law-at-first-approval-end-by-law-at-the-end'],
  },
  'R-20': { doubt: { zh: '文件未写施行日期', en: 'no date of commencement is written' }, choices: ['from-signature'] },
  'R-25': {
    doubt: { zh: '创业者何时须是大中专学生', en: 'when the founder must be a student' },
    choices: ['on-day-of-registration', 'on-day-of-application'],
  },
  'R-31': {
    doubt: { zh: '就业困难：属于类别即可，还是须经认定', en: 'hard to employ: is a category enough, or recognition' },
    choices: ['category-decides-without-recognition', 'recognition-only'],
  },
  'R-36': {
    doubt: { zh: '正常经营3个月从何时起算', en: 'three months of operation: from when' },
    choices: ['from-registration', 'from-first-operation'],
  },
} as const satisfies Record<string, Reading>;

export type ReadingId = keyof typeof readings;
export type ReadingChoices = { readonly [id in ReadingId]?: (typeof readings)[id]['choices'][number] };
