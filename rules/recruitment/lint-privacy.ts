/** What is personal and does not belong into a notice: numbers of phones, identity cards and accounts, and names of persons. */
import { holdsIdNumber } from '../identifiers.js';
import { laws } from './laws.js';
import type { LintRule } from './lint-rules.js';

const personal = (id: LintRule['id'], of: LintRule['of'], zh: string, en: string, patterns: RegExp[]) =>
  ({ id, severity: 'error', of, isPersonal: true, patterns, text: { zh, en }, basis: laws.privacy }) satisfies LintRule;

/** Providers with which persons, not offices, have their mail. */
export const personalMail =
  /@(?:(?:vip\.)?(?:qq|163|126|139|189|sina|sohu|aliyun|foxmail|gmail|hotmail|outlook|icloud|live|yahoo)\.(?:com|cn)|yeah\.net|wo\.cn|21cn\.com)(?![\w.-])/i;

/** What people put between the digits of one number. */
const GAP = String.raw`[\s.·_\p{Pd}]`;
const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';

export const privacyRules: readonly LintRule[] = [
  {
    ...personal(
      'lint.id-number',
      'numbers',
      '含有身份证号码，请删去',
      'holds a number of an identity card, delete it',
      [new RegExp(String.raw`\d(?:${GAP}*\d){16}${GAP}*[\dXx]`, 'gu')],
    ),
    only: holdsIdNumber,
  },
  personal(
    'lint.mobile',
    'numbers',
    '含有手机号码，请改留座机或公务邮箱',
    'holds a mobile number, give a landline or office mail instead',
    [
      // As 138 1234 5678, as 1381 2345 678, and digit by digit.
      new RegExp(String.raw`(?<!\d)(?:(?:\+|00)?86${GAP}*)?1[3-9]\d(?:${GAP}{0,3}\d{4}){2}(?!\d)`, 'gu'),
      new RegExp(String.raw`(?<!\d)1[3-9]\d{2}${GAP}{0,3}\d{4}${GAP}{0,3}\d{3}(?!\d)`, 'gu'),
      new RegExp(String.raw`(?<!\d)1${GAP}{1,3}[3-9](?:${GAP}{1,3}\d){9}(?!\d)`, 'gu'),
    ],
  ),
  personal(
    'lint.account',
    'numbers',
    '含有银行账号，请删去；招聘不得向个人账户收款',
    'holds a number of a bank account, delete it: recruitment takes no money',
    [
      new RegExp(String.raw`(?<!\d)62\d{2}(?:${GAP}?\d{4}){3}(?:${GAP}?\d{1,3})?(?!\d)`, 'gu'),
      new RegExp(String.raw`(?:[账帐][号户]|卡号)[^,。;，；\d]{0,10}\d(?:${GAP}?\d){11,20}(?!\d)`, 'gu'),
    ],
  ),
  personal(
    'lint.messenger',
    'words',
    '含有个人微信或QQ，请改留座机、公务邮箱或公众号',
    'holds a personal account of WeChat or QQ, give a landline, office mail or an official account instead',
    [
      /(?:微信(?!公众|小程序)|v信|薇信|wechat|weixin|vx)(?:账?号|id|同号)?[:为是]?(?=[a-z0-9])[a-z0-9_-]{5,20}|微信同号|(?:手机|电话)同微信/giu,
      /(?<![a-z0-9])(?:wx|vx)(?:id)?[:_]?\d[a-z0-9_-]{5,}|加(?:我)?(?:微信|vx?信?|qq)/giu,
      /qq(?!群)(?:号码?)?[:为是]?\d{5,11}(?!\d)/giu,
    ],
  ),
  {
    ...personal(
      'lint.personal-mail',
      'words',
      '含有个人邮箱，请改用单位邮箱',
      'holds an address of a personal mail provider, give that of the office',
      [new RegExp(String.raw`[\w.%+-]{1,64}${personalMail.source}`, 'giu')],
    ),
    severity: 'warning',
  },
  {
    ...personal('lint.person', 'words', '含有个人称呼，请改写部门', 'names a person, name the department instead', [
      new RegExp(
        `[${SURNAMES}][\\p{Script=Han}]{0,2}(?:先生|女士|小姐)|联系人:?[${SURNAMES}][\\p{Script=Han}]{0,2}(?:老师|经理|主任|科长)`,
        'gu',
      ),
    ]),
    severity: 'warning',
  },
];
