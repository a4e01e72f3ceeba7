/** Invented names of persons and firms, with the characters that make name matching hard. */
import type { Draw } from './random.js';

const surnames = Array.from(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
);
const compoundSurnames = ['欧阳', '上官', '司马', '诸葛'];
const maleCharacters = Array.from(
  '伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢阳建亮成建志永国海峰东文博瑞晨泽坤昊然',
);
const femaleCharacters = Array.from(
  '芳娜敏静丽艳娟霞秀燕玲桂英华慧巧美静淑惠珠翠雅芝玉萍红月彩春菊兰凤洁梅琳素云莲真环雪荣爱妹香莺媛瑞佳嘉琼勤珍贞莉欣怡',
);
/** Rare characters: outside the BMP or four bytes in GB18030, and variants that a clerk reads as the common form. */
const rareCharacters = ['𠮷', '㐂', '𬭎', '𫖯', '䶮', '㛃', '𪻐', '喆', '堃', '珎'];
const dottedNames = [
  '阿依古丽·买买提',
  '艾力·吐尔逊',
  '古丽娜尔·阿不都',
  '热合曼·肉孜',
  '阿米娜·玉山',
  '伊力哈木·赛买提',
];

export function personName(draw: Draw, male: boolean): string {
  if (draw.chance(0.005)) return draw.pick(dottedNames);
  const surname = draw.chance(0.01) ? draw.pick(compoundSurnames) : draw.pick(surnames);
  const characters = male ? maleCharacters : femaleCharacters;
  const first = draw.chance(0.02) ? draw.pick(rareCharacters) : draw.pick(characters);
  return surname + first + (draw.chance(0.75) ? draw.pick(characters) : '');
}

const wide: Record<string, string> = { '·': '•', 喆: '哲', 堃: '坤', 珎: '珍', 𠮷: '吉' };

/** The same name as another office writes it: another middle dot, the common character, or a wide space. */
export function respell(name: string): string {
  const respelled = Array.from(name, (character) => wide[character] ?? character).join('');
  if (respelled !== name) return respelled;
  const [first = '', ...rest] = name;
  return `${first}\u3000${rest.join('')}`;
}

const firmWords = [
  '澄禾',
  '沐川',
  '启岚',
  '恒泽',
  '云陌',
  '锦穗',
  '瑞棠',
  '嘉澍',
  '昱宸',
  '禾畔',
  '青柏',
  '映川',
  '盛垚',
  '拓原',
  '和煦',
  '广硕',
  '星莱',
  '润枫',
  '卓越',
  '悦溪',
  '弘毅',
  '百川',
  '晟鑫',
  '佳途',
  '中禾',
  '万象',
  '金堤',
  '龙都',
];
/** Trade in a name with an industry code as the register would give it: section letter and four digits (a sample, not the standard's list). */
export const trades = [
  ['科技', 'I6510'],
  ['商贸', 'F5211'],
  ['餐饮', 'H6210'],
  ['建筑工程', 'E4790'],
  ['化工', 'C2669'],
  ['食品', 'C1411'],
  ['物流', 'G5430'],
  ['教育咨询', 'P8399'],
  ['家政服务', 'O8010'],
  ['文化传媒', 'R8710'],
] as const;
const shops = [
  ['便利店', 'F5213'],
  ['小吃店', 'H6291'],
  ['理发店', 'O8040'],
  ['服装店', 'F5232'],
  ['五金店', 'F5271'],
  ['工作室', 'I6579'],
] as const;

export interface FirmName {
  name: string;
  industry: string;
}

/** `place` is the administrative prefix such as 濮阳市 or 清丰县. */
export function companyName(draw: Draw, place: string): FirmName {
  const [trade, industry] = draw.pick(trades);
  return { name: `${place}${draw.pick(firmWords)}${trade}有限公司`, industry };
}
export function shopName(draw: Draw, place: string): FirmName {
  const [trade, industry] = draw.pick(shops);
  return { name: `${place}${draw.pick(firmWords)}${trade}（个体工商户）`, industry };
}
export function cooperativeName(draw: Draw, place: string): FirmName {
  return { name: `${place}${draw.pick(firmWords)}种植农民专业合作社`, industry: 'A0141' };
}
export function stateFirmName(
  draw: Draw,
  level: 'central' | 'provincial' | 'municipal' | 'county',
  branch: boolean,
  place: string,
): FirmName & { investor: string } {
  const word = draw.pick(firmWords);
  if (level === 'central')
    return {
      name: `华夏${word}能源集团有限公司${branch ? '濮阳分公司' : ''}`,
      industry: 'D4411',
      investor: '国务院国资委',
    };
  if (level === 'provincial')
    return {
      name: `河南${word}交通发展有限公司${branch ? '濮阳分公司' : ''}`,
      industry: 'G5442',
      investor: '河南省人民政府国资委',
    };
  return { name: `${place}${word}城市建设投资有限公司`, industry: 'E4813', investor: `${place}财政局` };
}

export const schools = {
  university: ['中原示范大学', '豫北师范学院', '华龙理工学院', '龙都示范大学'],
  vocational_school: ['濮阳示范职业学院', '豫北职业技术学校'],
  technician_school: ['濮阳示范技工学校'],
  technician_college_senior_class: ['濮阳示范技师学院'],
} as const;
