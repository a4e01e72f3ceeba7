/**
 * What the checks at filing rest on, in our words. The numbers of articles are general knowledge: compare them with the papers
 * before anything is refused in earnest on their strength alone; what only the press reported says so.
 */
import type { Text } from '../condition.js';

export const laws = {
  policy11: {
    zh: '濮政〔2016〕1号第（十一）项：国有企业招聘应届高校毕业生实行信息公开和备案。',
    en: '濮政〔2016〕1号, item 11: state firms make their recruitment of graduates public and file it.',
  },
  policy14: {
    zh: '濮政〔2016〕1号第（十四）项第2句：国有、国有控股和国有资本占主导地位的企业按比例为退役士兵预留岗位，择优招录。',
    en: '濮政〔2016〕1号, item 14, sentence 2: firms in which the state prevails keep a share of posts for discharged soldiers, chosen on merit.',
  },
  policy17: {
    zh: '濮政〔2016〕1号第（十七）项第1句：消除城乡、行业、身份、性别、残疾等妨碍平等就业的障碍和歧视。',
    en: '濮政〔2016〕1号, item 17, sentence 1: barriers to equal employment by residence, trade, status, sex or disability are to go.',
  },
  stateFirms2015: {
    zh: '2015年国家关于国有企业招聘的意见（据报道，原文待核对）：不得设置性别、户籍、院校等与岗位无关的条件；实行回避。',
    en: 'National opinion of 2015 on recruitment by state firms (as reported, the paper is still to be checked): no conditions of sex, residence or school that the post does not need; recusal.',
  },
  labour12: {
    zh: '《劳动法》第12条：就业不因民族、种族、性别、宗教信仰而受歧视。',
    en: 'Labour Law, art. 12: nobody is discriminated against in employment for ethnicity, race, sex or religion.',
  },
  labour13: {
    zh: '《劳动法》第13条：男女就业权利平等，不得以性别为由拒绝录用妇女或提高录用标准。',
    en: 'Labour Law, art. 13: equal rights of both sexes; women are neither refused nor held to a higher standard for their sex.',
  },
  employment26: {
    zh: '《就业促进法》第26条：用人单位招用人员应当提供平等的机会和公平的条件，不得歧视。',
    en: 'Employment Promotion Law, art. 26: who hires gives equal chances on fair conditions and does not discriminate.',
  },
  employment27: {
    zh: '《就业促进法》第27条：不得限制女职工结婚、生育，不得以性别为由拒绝录用。',
    en: 'Employment Promotion Law, art. 27: marriage and childbirth of women are not restricted; sex is no ground for refusal.',
  },
  employment28: {
    zh: '《就业促进法》第28条：各民族劳动者享有平等的劳动权利。',
    en: 'Employment Promotion Law, art. 28: workers of all ethnic groups have equal rights to work.',
  },
  employment29: {
    zh: '《就业促进法》第29条：不得歧视残疾人。',
    en: 'Employment Promotion Law, art. 29: disabled persons are not discriminated against.',
  },
  employment30: {
    zh: '《就业促进法》第30条：不得以是传染病病原携带者为由拒绝录用，法律另有规定的除外。',
    en: 'Employment Promotion Law, art. 30: carriers of an infection are not refused for it unless a law says so for the work.',
  },
  employment31: {
    zh: '《就业促进法》第31条：不得对农村劳动者进城就业设置歧视性限制。',
    en: 'Employment Promotion Law, art. 31: no discriminating limits for rural workers who work in towns.',
  },
  contract9: {
    zh: '《劳动合同法》第9条：招用劳动者不得扣押证件，不得要求担保或者收取财物。',
    en: 'Labour Contract Law, art. 9: who hires keeps no papers, asks for no security and takes no money.',
  },
  contract19: {
    zh: '《劳动合同法》第19条：合同不满3个月不得约定试用期；3个月以上不满1年的试用期至多1个月，1年以上不满3年的至多2个月，3年以上的至多6个月。',
    en: 'Labour Contract Law, art. 19: no probation under 3 months of contract; at most 1 month under a year, 2 under three years, 6 from three years on.',
  },
  wage: {
    zh: '《劳动法》第48条：工资不得低于当地最低工资标准。',
    en: 'Labour Law, art. 48: wages are not below the local minimum.',
  },
  privacy: {
    zh: '《个人信息保护法》第6条：处理个人信息限于实现目的的最小范围，公告只留部门、座机和公务邮箱。',
    en: 'Personal Information Protection Law, art. 6: no more personal data than the purpose needs; a notice names departments, landlines and office mail only.',
  },
} as const satisfies Record<string, Text>;

/** Several of them as one basis. */
export function together(...texts: readonly Text[]): Text {
  return { zh: texts.map(({ zh }) => zh).join(''), en: texts.map(({ en }) => en).join(' ') };
}
