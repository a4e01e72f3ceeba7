/** What the codes of a notice are called on a page and in its official text. */
import type { Text } from '../condition.js';
import type { Employer, NoticeContent, PostContent } from './notice.js';

type Words<K extends string> = Readonly<Record<K, Text>>;

export const basisWords: Words<NoticeContent['basis']> = {
  'article-11': { zh: '国有企业招聘应届高校毕业生', en: 'graduates of state firms, item 11' },
  'article-17': { zh: '国有企事业单位公开招聘', en: 'open recruitment of state firms and institutions, item 17' },
};
export const noticeKindWords: Words<NoticeContent['kind']> = {
  campus: { zh: '校园招聘', en: 'campus recruitment' },
  spring: { zh: '春季招聘', en: 'spring recruitment' },
  special: { zh: '专项招聘', en: 'special recruitment' },
  supplement: { zh: '补充招聘', en: 'supplementary recruitment' },
};
export const deemedWords: Words<NoticeContent['eligibility']['deemed'][number]> = {
  unplaced: {
    zh: '择业期内未落实工作单位的毕业生',
    en: 'graduates still without a first employer within the choice period',
  },
  grassroots_project: { zh: '服务基层项目期满人员', en: 'those who finished a grass-roots service project' },
  veteran: { zh: '退役高校毕业生士兵', en: 'graduates discharged from military service' },
  overseas: { zh: '取得学历认证的留学回国毕业生', en: 'graduates returned from abroad with a recognised degree' },
};
export const channelWords: Words<NoticeContent['application']['channels'][number]['kind']> = {
  online: { zh: '网上报名', en: 'online' },
  onsite: { zh: '现场报名', en: 'on site' },
  mail: { zh: '邮寄报名', en: 'by mail' },
};
export const stageWords: Words<NoticeContent['stages'][number]['kind']> = {
  qualification: { zh: '资格审查', en: 'check of qualification' },
  written: { zh: '笔试', en: 'written examination' },
  interview: { zh: '面试', en: 'interview' },
  physical: { zh: '体检', en: 'physical examination' },
  background: { zh: '考察', en: 'background check' },
};
export const employmentTypeWords: Words<PostContent['employmentType']> = {
  labour_contract: { zh: '签订劳动合同', en: 'labour contract' },
  dispatch: { zh: '劳务派遣', en: 'labour dispatch' },
};
export const requirementWords: Words<PostContent['requirements'][number]['kind']> = {
  certificate: { zh: '证书', en: 'certificate' },
  language: { zh: '外语', en: 'language' },
  skill: { zh: '技能', en: 'skill' },
  other: { zh: '其他', en: 'other' },
};
export const levelWords: Words<Employer['level']> = {
  central: { zh: '中央企业', en: 'central' },
  provincial: { zh: '省属企业', en: 'provincial' },
  municipal: { zh: '市属企业', en: 'municipal' },
  county: { zh: '县（区）属企业', en: 'county' },
};

/** `2026年3月5日`. */
export function dayInWords(day: string): string {
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}

/** `2026年3月5日 17:00`, Beijing time. */
export function momentInWords(instant: string): string {
  const local = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${dayInWords(local)} ${local.slice(11, 16)}`;
}

/** `6000.50元`, without a fraction where there is none. */
export function yuan(fen: number): string {
  return `${(fen / 100).toFixed(fen % 100 === 0 ? 0 : 2)}元`;
}
