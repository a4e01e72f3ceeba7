/**
 * What no text of a notice may say, as patterns over text without blanks, in narrow simplified characters (lint-text.ts makes it).
 * A pattern is written for how firms write; each line has its counter-examples in the test, since a false alarm costs a clerk a day.
 */
import type { Text } from '../condition.js';
import { laws, together } from './laws.js';
import { privacyRules } from './lint-privacy.js';
import type { Problem } from './problems.js';

export interface LintRule {
  readonly id: `lint.${string}`;
  readonly severity: Problem['severity'];
  /** `numbers`: the text keeps its blanks, and 一三八 is 138. */
  readonly of: 'words' | 'numbers';
  /** What was found says something about a person: it is marked, never repeated. */
  readonly isPersonal: boolean;
  readonly patterns: readonly RegExp[];
  /** What more must be true of what was found. */
  readonly only?: (found: string) => boolean;
  readonly text: Text;
  /** Null where it is a matter of style alone. */
  readonly basis: Text | null;
}

const words = (
  id: LintRule['id'],
  severity: LintRule['severity'],
  text: Text,
  basis: Text | null,
  ...patterns: readonly RegExp[]
): LintRule => ({ id, severity, of: 'words', isPersonal: false, patterns, text, basis });

// What the characters 男 and 女 begin beside men and women: goods, wards, institutions, staff of both sexes.
const NOT_MEN =
  '(?![女士]?[装鞋裤包篮排足方童科浴宿厕表]|[性士]?用品|性?健康|职工|工委|子(?:医院|学院|中学|监狱|篮|排|足|组|项目))';
const SEX = `(?:男(?!女|[、/和或及]女)|女(?!男|[、/和或及]男))${NOT_MEN}`;
const AREA =
  '(?:本地|本市|本县|本区|本省|当地|市区|城镇|城市|农村|非?农业|(?:河南|[\\p{Script=Han}]{1,3})省|[\\p{Script=Han}]{1,3}[市县区]|河南|濮阳|华龙|清丰|南乐|台前)';
const GROUP = '(?:少数民族|维吾尔族|回族|藏族|蒙古族|满族|壮族)';
const TOP_SCHOOLS = '(?:985|211|双一流|C9)';
const p = (source: string) => new RegExp(source, 'gu');

const withoutSex = { zh: '请删去性别条件', en: 'delete the condition of sex' };
const withoutHealth = {
  zh: '请删去，不得以传染病病原携带为条件，也不得要求检测',
  en: 'delete it: carrying an infection is no condition, and no test of it may be asked',
};

const discriminationRules: readonly LintRule[] = [
  words(
    'lint.gender',
    'error',
    withoutSex,
    together(laws.labour13, laws.employment27, laws.policy17),
    p(`(?<![不年期权无])(?:限|仅招|只招|招收?|招聘|录用|只要|要求|须|需|必须)(?:[为是招收录聘]|录用|招聘)?${SEX}`),
    p(`(?<!妇)[男女](?:性|士|生|同志|青年)?(?:优先|为佳|为宜|从优|尤佳|不得报|不得应|勿|谢绝|除外|慎)`),
    /(?:适合|适宜|建议|推荐)[男女][性士生](?!用品)/gu,
    p(`(?:不招收?|不要|不收|不录用|拒招|谢绝)${SEX}`),
    p(`性别(?:要求)?[:为]${SEX}`),
    /(?<!男[、/和或及]?)[男女][性士生]?\d+[名人](?!间)/gu,
    /\([男女][性士生]?\)|^[男女][性士生]?$/gu,
    /(?:fe)?male(?:only|preferred)/giu,
  ),
  words(
    'lint.ethnicity',
    'error',
    { zh: '请删去民族条件', en: 'delete the condition of ethnicity' },
    together(laws.labour12, laws.employment28),
    /(?<!不)(?:限|仅招|只招|须为|应为|要求|非)汉族|汉族(?:优先|为佳|考生)|民族(?:要求)?[:为](?:汉|回|藏|满)/gu,
    p(`(?:不招收?|不要|不收|不录用|谢绝)${GROUP}|${GROUP}(?:考生|人员)?(?:除外|不得报|勿|谢绝)`),
  ),
  words(
    'lint.household',
    'error',
    { zh: '请删去户籍、生源地条件', en: 'delete the condition of household registration or birth place' },
    together(laws.stateFirms2015, laws.employment31, laws.policy17),
    p(
      `${AREA}(?:常住)?(?:户籍|户口|生源)(?!所在|地派出所|[本簿页]|证明|信息|人口|管理|制度|改革|登记|迁|地?(?:信用)?(?:助学)?贷款)`,
    ),
    p(
      '(?<!不)(?:限|须|需|具有|要求|仅)[^,。;]{0,8}(?:户籍|户口|籍贯|生源)(?!所在|[本簿页]|证明|信息|迁|管理|登记|地?(?:信用)?(?:助学)?贷款)',
    ),
    /(?:本地|本省|[省市县]|濮阳|河南)籍(?!贯)|原籍|(?:户籍|户口)地?[在为是]|(?:户籍|户口|生源)优先|籍贯[:为]/gu,
    /(?:本地|本市|本县|濮阳|当地)人(?:士)?优先|(?:仅限?|限|只招)(?:本地|本市|本县|濮阳)人|外(?:地|省|县)人?(?:勿|不招|谢绝|除外)/gu,
  ),
  words(
    'lint.school',
    'error',
    {
      zh: '请删去院校条件，只写学历、学位和专业',
      en: 'delete the condition of school: say level, degree and major only',
    },
    together(laws.stateFirms2015, laws.employment26),
    p(
      `(?<![\\dA-Z])${TOP_SCHOOLS}(?:工程)?(?:[、,/或和及与.·-]?${TOP_SCHOOLS}(?:工程)?)*(?:等|建设|重点|的)*(?:高校|院校|大学|学校|学生|毕业|本科|硕士|优先|及?以上|层次)`,
    ),
    p(`(?<![\\dA-Z])${TOP_SCHOOLS}(?:[、,/或和及与.·-]?${TOP_SCHOOLS})+(?!\\d)|双一流|(?<![\\dA-Z])(?:985|211)工程`),
    /[一二三](?:本|流)(?:及?以上)?(?:院校|高校|大学|毕业|学历)|一本及?以上|名校(?:毕业|优先|背景|生)|(?:重点|知名|顶尖)(?:大学|高校|院校)|第一学历|原始学历|(?:QS|世界|全球)(?:世界|大学)*(?:排名)?前\d+/gu,
    p(
      '(?<!不)(?:仅限|限|只招|须为|应为|须毕业于|毕业于|毕业院校[:为]|定向招聘)[^,。;]{0,20}[\\p{Script=Han}]{2}(?:大学|学院)(?!本科|专科|[生英语]|学历|毕业|以上|[四六]级)',
    ),
    /[\p{Script=Han}]{2}(?:大学|学院)(?:等)?(?:高校|院校|学校)?(?:应届)?(?:毕业生|毕业|学生)?优先/gu,
  ),
  words(
    'lint.marital',
    'error',
    {
      zh: '请删去，不得询问婚姻、生育状况，也不得要求证明',
      en: 'delete it: marriage and childbirth are not asked about, nor proof of them',
    },
    together(laws.employment27, laws.privacy),
    /(?:[未已]婚|[未已]育)(?!职工|员工)|婚否|婚育(?!假)(?:状况|情况|证明|承诺|要求)?|婚姻(?:状况|情况|证明)|结婚证|单身(?!公寓|宿舍|职工)/gu,
    /(?:计划生育|生育|独生子女)(?:证明?|情况|状况|承诺|意愿)|妊娠(?:检测|检查|测试)|孕检|不得?(?:结婚|生育|怀孕)/gu,
    /(?:怀孕|孕期|哺乳期)(?!.{0,20}(?:享受|保护|权益|待遇|合同))/gu,
  ),
  words(
    'lint.age',
    'warning',
    {
      zh: '年龄条件请填入岗位的年龄栏并写明理由',
      en: 'an age limit belongs into the age of the post, with its reason',
    },
    laws.employment26,
    /(?<!\d)\d{2}周?岁(?:及?以[下上内]|之内|左右)|年龄[^,。;]{0,6}\d{2}(?:周?岁)?|不(?:超过|满|得超过)\d{2}周?岁|\d0后优先/gu,
    /(?<!\d)(?:19|20)\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:及?以|之)后出生|[二三四]十[一二三四五六七八九]?周?岁(?:及?以[下上内])/gu,
  ),
  words(
    'lint.health',
    'error',
    withoutHealth,
    laws.employment30,
    /乙肝(?!疫苗|防)|乙型肝炎(?!疫苗)|HBV|HBsAg|[大小]三阳|两对半|艾滋病?(?!病?(?:防|预防|宣传|实验|检测))|HIV(?!防)|(?:传染病|病毒)(?:病原)?携带/giu,
  ),
  words(
    'lint.appearance',
    'warning',
    {
      zh: '请删去，确有法定标准的填入身体条件并写明标准',
      en: 'delete it, or enter it as a physical condition with the standard that asks for it',
    },
    laws.employment26,
    /(?<!企业|公司|品牌|单位|城市|窗口|集团)(?:形象|相貌|容貌|五官|外貌|颜值|气质)(?:气质)?(?:较?[佳好]|端正|良好|姣好|出众|优先|俱佳)/gu,
    /身高[^,。;]{0,8}\d|(?<!\d)1[5-9]\d(?:cm|厘米)(?:及?以上)?|(?<!\d)1[.米]\d{1,2}米?(?:及?以上)/giu,
  ),
  words(
    'lint.religion',
    'error',
    { zh: '请删去宗教信仰条件', en: 'delete the condition of religion' },
    laws.labour12,
    /(?:无|没有|不得?有|不得信仰)宗教信仰(?!限制|要求|歧视)|宗教信仰[:为]无|(?:信教|信仰宗教)(?:者|人员)?(?:不得|勿|除外)|(?:佛|道|基督|天主|伊斯兰)教徒?(?:优先|勿|除外|不得报)/gu,
  ),
  words(
    'lint.disability',
    'error',
    {
      zh: '请删去，岗位确有法定身体标准的填入身体条件',
      en: 'delete it; where the law has a standard for the work, enter that as a physical condition',
    },
    together(laws.employment29, laws.policy17),
    /残疾人?(?:勿|除外|谢绝|不得报|不得应|不招|不予)|(?:无|没有|不得有)(?:身体|肢体|生理)?残疾(?!歧视|人|证)|非残疾|无(?:明显)?(?:生理|身体|肢体)缺陷|四肢健全|五官健全/gu,
  ),
  words(
    'lint.veterans',
    'error',
    { zh: '请删去，不得排除退役军人', en: 'delete it: veterans are not shut out' },
    laws.policy14,
    /(?:退役|退伍|复员|转业)(?:军人|士兵|士官|人员)?(?:勿|除外|谢绝|不得报|不得应|不招|不予)|(?:不招收?|不要|不录用|谢绝)(?:退役|退伍|复员|转业)/gu,
  ),
  words(
    'lint.urgency',
    'error',
    { zh: '请删去催促用语，公告应当平实', en: 'delete the words of urgency: a notice is sober' },
    null,
    /[【[(<]急[】\])>]|(?<!应|救|紧)急[聘招]|火[速热](?:招|报名)|名额有限|先到先得|速来|[!]{2,}/gu,
  ),
  words(
    'lint.deposit',
    'error',
    {
      zh: '请删去，招聘不得收取押金、保证金或其他财物，不得扣押证件',
      en: 'delete it: no deposit or other money is taken, and no papers are kept',
    },
    laws.contract9,
    /(?:交纳?|缴纳?|收取|支付|扣)[^,。;]{0,6}(?<!投标|履约|质量|工资|质保|工程|项目|合同)(?:押金|保证金|担保金|抵押金|风险金)/gu,
    /(?:入职|报名|录用|服装|上岗|工装|应聘|考试|培训)(?:押金|保证金)|^(?:押金|保证金)|(?:服装|资料|建档|入职|工装|上岗|培训)费(?:用)?(?:自理|自付|自负|由?(?:本人|个人|考生)|\d)/gu,
    /(?:扣押|抵押|质押|押存)[^,。;]{0,6}(?:身份证|毕业证|学位证|学历证|证件)|(?:须|需|应)(?:由|有|提供)[^,。;]{0,10}担保人/gu,
  ),
];

export const lintRules: readonly LintRule[] = [...discriminationRules, ...privacyRules];
