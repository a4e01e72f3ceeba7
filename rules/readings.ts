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
  'R-02': {
    doubt: {
      zh: '第二条的3年与第五条的5年：各条各用各的期限，留学人员不在第二条',
      en: 'three years in item 2, five in item 5: each its own window; item 2 leaves out studies abroad',
    },
    choices: ['each-item-its-own-window'],
  },
  'R-03': {
    doubt: {
      zh: '长期失业：第八条连续失业一年，第十二条登记失业半年',
      en: 'long unemployed: a year without a break in item 8, registered for half a year in item 12',
    },
    choices: ['two-groups', 'item-12-amends-both'],
  },
  'R-04': {
    doubt: { zh: '“企业缴纳部分最低标准”包括哪些险种', en: "which insurances are in the employer's least part" },
    choices: ['pension-medical-unemployment'],
  },
  'R-05': {
    doubt: { zh: '三分之二、50%的尾数', en: 'rounding of two thirds and of a half' },
    choices: ['down-to-the-fen'],
  },
  'R-06': {
    doubt: {
      zh: '“所有补贴最高不超过10万元”包括哪些',
      en: 'what shares the 100,000: these two subsidies, per enterprise, over all years',
    },
    choices: ['the-two-of-that-sentence'],
  },
  'R-07': {
    doubt: {
      zh: '5人是否每人都须登记、签约、缴费满1年；创业者本人是否计入',
      en: 'must each of the five be registered, under contract and insured for a year; does the founder count',
    },
    choices: ['each-of-them-without-the-founder'],
  },
  'R-08': {
    doubt: { zh: '创业者社会保险补贴按什么计', en: "on what the founder's subsidy is reckoned" },
    choices: ['own-contributions-really-paid'],
  },
  'R-09': {
    doubt: { zh: '孵化补贴3年和年度从何时起算', en: 'where the three years and the subsidy year begin' },
    choices: ['month-of-entry-is-month-1'],
  },
  'R-10': {
    doubt: { zh: '“等费用”是否还含其他费用', en: 'are other costs meant beside the four named' },
    choices: ['the-four-named'],
  },
  'R-11': {
    doubt: { zh: '升级后再次认定是否补差', en: 'a higher recognition later: in full or the difference' },
    choices: ['each-level-in-full'],
  },
  'R-12': {
    doubt: { zh: '同一费用同月能否重复补贴', en: 'one cost of one month under two routes' },
    choices: ['paid-once'],
  },
  'R-13': {
    doubt: { zh: '融资对接每个项目5000元：按年还是终身', en: '5,000 per project for matching: a year or for life' },
    choices: ['for-life'],
  },
  'R-14': {
    doubt: { zh: '学费补偿与贷款代偿：择一，按年封顶', en: 'tuition or loan: one of them, capped year by year' },
    choices: ['one-of-them-capped-by-year'],
  },
  'R-15': {
    doubt: { zh: '何为应届、毕业年度', en: 'what is a graduate of the year' },
    choices: ['calendar-year-of-graduation'],
  },
  'R-16': {
    doubt: { zh: '留用率：无人期满时；用哪一年', en: 'share of interns kept: where nobody completed; of which year' },
    choices: ['none-completed-is-no-share-last-year-decides'],
  },
  'R-17': {
    doubt: { zh: '何为首次来濮就业', en: 'what is a first job in Puyang' },
    choices: ['no-earlier-registration-or-insured-month-in-the-city'],
  },
  'R-18': {
    doubt: {
      zh: '延长至退休：严格不足5年，以初次核定日为准',
      en: 'extension to retirement: strictly under 5 years, fixed at first approval',
    },
    choices: ['strict-at-first-approval', 'not-for-employers'],
  },
  'R-19': {
    doubt: { zh: '2025年起渐进式延迟退休', en: 'retirement age rises gradually from 2025' },
    choices: ['test-by-law-at-first-approval-end-by-law-at-the-end'],
  },
  'R-20': { doubt: { zh: '文件未写施行日期', en: 'no date of commencement is written' }, choices: ['from-signature'] },
  'R-21': {
    doubt: { zh: '灵活就业人员毕业3年内何时判断', en: 'three years since graduation, flexible work: tested when' },
    choices: ['when-the-work-begins'],
  },
  'R-23': {
    doubt: {
      zh: '就业安置补助“根据招用人数和合同期限”',
      en: 'placement subsidy by number of people and length of contract',
    },
    choices: ['schedule-is-a-parameter-cut-at-six-months'],
  },
  'R-24': {
    doubt: { zh: '稳岗补贴标准和“少裁员”的界限', en: 'amount of the stabilisation subsidy, and what few layoffs are' },
    choices: ['rate-and-limit-are-parameters'],
  },
  'R-25': {
    doubt: { zh: '创业者何时须是大中专学生', en: 'when the founder must be a student' },
    choices: ['on-day-of-registration', 'on-day-of-application'],
  },
  'R-26': {
    doubt: { zh: '资金来源未载明', en: 'the fund is not named' },
    choices: ['not-stated'],
  },
  'R-27': {
    doubt: { zh: '何为成功孵化', en: 'what is successfully incubated' },
    choices: ['as-recognised'],
  },
  'R-28': {
    doubt: { zh: '两家机构辅导同一人', en: 'two providers counsel one person' },
    choices: ['first-to-reach-three-sessions'],
  },
  'R-29': {
    doubt: {
      zh: '第二条第1句顿号前后是否为两类用人单位',
      en: 'item 2/1: who takes on graduates, and who takes on people hard to employ',
    },
    choices: ['two-clauses'],
  },
  'R-30': {
    doubt: { zh: '是否只奖励社会力量建设的园区', en: 'are only privately built parks rewarded' },
    choices: ['any-recognised-park'],
  },
  'R-31': {
    doubt: { zh: '就业困难：属于类别即可，还是须经认定', en: 'hard to employ: is a category enough, or recognition' },
    choices: ['category-decides-without-recognition', 'recognition-only'],
  },
  'R-32': {
    doubt: { zh: '稳岗补贴“先支后补、据实列支”', en: 'stabilisation subsidy: spent first, repaid by real cost' },
    choices: ['approved-amount', 'not-above-what-was-spent'],
  },
  'R-33': {
    doubt: { zh: '“最高”“不超过”是否按上限给付', en: 'is a ceiling what is paid, or only a limit' },
    choices: ['paid-at-the-ceiling', 'ceiling-is-a-limit'],
  },
  'R-34': {
    doubt: { zh: '36个月按人合计还是按渠道分别计算', en: '36 months over all routes of item 2 or for each side' },
    choices: ['per-person-and-side'],
  },
  'R-35': {
    doubt: { zh: '缴费满1年：累计还是连续', en: 'contributions for a full year: in total or without a gap' },
    choices: ['twelve-months-in-total', 'consecutive'],
  },
  'R-36': {
    doubt: { zh: '正常经营3个月从何时起算', en: 'three months of operation: from when' },
    choices: ['from-registration', 'from-first-operation'],
  },
  'R-37': {
    doubt: { zh: '创办人身份何时判断', en: "when the founder's group is tested" },
    choices: ['when-founded-else-when-entered'],
  },
  'R-38': {
    doubt: {
      zh: '担保服务上限按项目还是按项目和年度',
      en: 'ceiling of the guarantee service: per project, or per project and year',
    },
    choices: ['per-project-and-year'],
  },
  'R-39': {
    doubt: {
      zh: '免外语考试：服务3年后，还是到岗即免',
      en: 'language exemption: after the three years, or from the first day',
    },
    choices: ['same-as-compensation', 'post-is-enough'],
  },
  'R-40': {
    doubt: {
      zh: '参照人员是否包括在第十一条第4、7、8句',
      en: 'are classes treated alike meant in item 11, sentences 4, 7 and 8',
    },
    choices: ['included'],
  },
  'R-41': {
    doubt: { zh: '个体工商户是否算实体、用人单位', en: 'does an individual business count as entity and employer' },
    choices: ['counts'],
  },
  'R-42': {
    doubt: { zh: '就业创业证：条件还是材料', en: 'employment certificate: condition or paper' },
    choices: ['paper-unless-the-text-makes-it-the-condition'],
  },
} as const satisfies Record<string, Reading>;

export type ReadingId = keyof typeof readings;
export type ReadingChoices = { readonly [id in ReadingId]?: (typeof readings)[id]['choices'][number] };

/** No other choice than those in use. */
export const asChosen: ReadingChoices = {};
