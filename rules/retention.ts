/** 保存期限: how long what is kept for a purpose stays after it, and on which paper that rests. No period is longer than its reason. */

export interface Retention {
  /** Days, where a bureau has set no other. */
  days: number;
  /** What is erased, and since when the days count. */
  what: { zh: string; en: string };
  /** Where the period comes from. */
  basis: { zh: string; en: string };
}

const shortest = '《个人信息保护法》第十九条（保存期限为实现目的所必要的最短时间）';
const own = 'the period itself is the hub’s own default';

export const retentions = {
  rawBytes: {
    days: 30,
    what: {
      zh: '已办结的问题数据原文、按键同步所用的键；自最后一次出现、任务结束起',
      en: 'raw rows of settled cases and the key of a run for one key; since they were last met, since the run ended',
    },
    basis: { zh: `${shortest}；天数为默认值`, en: `PIPL art. 19 (shortest time that the purpose needs); ${own}` },
  },
  quarantine: {
    days: 180,
    what: {
      zh: '问题数据，不论是否办结；自来源最后一次送来起',
      en: 'quarantined rows, settled or not; since their source last sent them',
    },
    basis: {
      zh: `${shortest}；参照《网络安全法》日志留存不少于六个月`,
      en: `PIPL art. 19; six months after the Cybersecurity Law’s least time for logs; ${own}`,
    },
  },
  proposedHires: {
    days: 30,
    what: {
      zh: '拟聘人员名单中的个人信息；自公示结束或撤下、且异议全部办结起',
      en: 'who stood in a list of proposed hires; since it was taken down, and not before every objection is decided',
    },
    basis: {
      zh: '《个人信息保护法》第四十七条（处理目的已实现应当删除）；天数为默认值',
      en: `PIPL art. 47 (delete when the purpose is achieved); ${own}`,
    },
  },
  objections: {
    days: 1095,
    what: {
      zh: '异议的内容和联系方式；自办结起',
      en: 'what an objection said and how to reach who made it; since it was decided',
    },
    basis: {
      zh: '《个人信息保护法》第五十六条（处理情况记录至少保存三年）、《民法典》第一百八十八条（诉讼时效三年）',
      en: 'PIPL art. 56 (records of processing at least three years), Civil Code art. 188 (limitation of three years)',
    },
  },
} as const satisfies Record<string, Retention>;

export type RetentionName = keyof typeof retentions;
