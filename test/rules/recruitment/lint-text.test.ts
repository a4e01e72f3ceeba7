/** The linter over free text: what each rule finds, what it must leave alone, and where it says that it found it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintRules } from '../../../rules/recruitment/lint-rules.js';
import { lintText } from '../../../rules/recruitment/lint-text.js';
import { idNumberOf } from '../../support/facts.js';

const lint = (text: string, names: string[] = []) => lintText({ path: 'overview', text, address: false }, names);
const rulesOf = (text: string, names: string[] = []) => [...new Set(lint(text, names).map(({ rule }) => rule))];

/** By rule, what firms write and must not. */
const bad: Record<string, string[]> = {
  'lint.gender': [
    '限男性',
    '仅限女生报名',
    '只招男生',
    '要求女性，形体好',
    '男士优先',
    '同等条件下女性优先',
    '女生勿扰',
    '女性不得报考',
    '本岗位适合男性',
    '条件艰苦，建议男性报考',
    '不招女生',
    '性别要求：男',
    '性别为女',
    '男3名',
    '会计（女）',
    '女性',
    'Male only',
    '招聘男大学生',
    '学历不限，限男性',
    '学历不限限男',
    '不得招收女性',
  ],
  'lint.ethnicity': ['限汉族', '汉族优先', '民族：汉', '不招少数民族', '维吾尔族考生除外', '须为汉族'],
  'lint.household': [
    '本地户籍',
    '限濮阳户籍',
    '具有清丰县常住户口',
    '须为河南生源',
    '濮阳籍优先',
    '本市籍毕业生',
    '城镇户口',
    '本地人优先',
    '外地人勿扰',
    '籍贯：河南',
    '原籍濮阳的优先',
    '父母户籍在濮阳的',
    '须取得濮阳市户籍，年龄不限',
  ],
  'lint.school': [
    '985高校毕业',
    '985、211优先',
    '985/211院校',
    '双一流高校',
    '211工程大学毕业生',
    '第一学历为本科',
    '一本及以上',
    '重点大学毕业',
    '毕业于清华大学',
    '仅限郑州大学、河南大学',
    '郑州大学毕业生优先',
    'QS前100',
    '世界排名前200名的高校',
    '毕业于全国双一流建设高校的优先',
    '名校优先',
  ],
  'lint.marital': [
    '未婚',
    '已婚已育优先',
    '须说明婚育状况',
    '婚姻状况证明',
    '计划生育证明',
    '入职须做妊娠检测',
    '三年内不得生育',
    '怀孕者不予录用',
    '结婚证复印件',
  ],
  'lint.age': ['35岁以下', '年龄不超过30周岁', '1995年1月1日以后出生', '三十五周岁以下', '90后优先', '年龄40'],
  'lint.health': [
    '不得患有乙肝',
    '乙肝五项检查',
    '小三阳不录用',
    '艾滋病人除外',
    '传染病病原携带者不得报考',
    '检测HIV',
  ],
  'lint.appearance': ['形象气质佳', '五官端正', '身高165cm以上', '相貌良好', '身高不低于1.70米'],
  'lint.religion': ['无宗教信仰', '信教人员除外', '宗教信仰：无', '基督教徒勿投'],
  'lint.disability': ['残疾人勿扰', '无残疾', '四肢健全', '无生理缺陷', '残疾人不得报考'],
  'lint.veterans': ['退役军人除外', '退伍士兵不得报考', '不招退役士兵'],
  'lint.urgency': ['【急】招聘会计', '急聘', '名额有限，先到先得', '火速报名', '欢迎报名!!'],
  'lint.deposit': [
    '入职须缴纳押金500元',
    '收取保证金',
    '服装费自理',
    '报名押金',
    '扣押身份证原件',
    '须由本地公职人员提供担保人',
  ],
  'lint.mobile': [
    '咨询13812345678',
    '联系138 1234 5678',
    '１３８１２３４５６７８',
    '1-3-8-1-2-3-4-5-6-7-8',
    '1 3 8 1 2 3 4 5 6 7 8',
    '+8613812345678',
    '一三八一二三四五六七八',
    '一三八〇零三四五六七八',
    '2026年 13812345678',
    '1381 2345 678',
  ],
  'lint.id-number': [idNumberOf(7), `编号${idNumberOf(8)}号`, `${idNumberOf(9).slice(0, 6)} ${idNumberOf(9).slice(6)}`],
  'lint.account': ['6222020200012345678', '6222 0202 0001 2345 678', '账号：41001550110050001234'],
  'lint.messenger': ['微信号：zhaopin2027x', '加微信', 'QQ：12345678', 'vx: hr_puyang', '微信同号', 'wx88812345'],
  'lint.personal-mail': ['报名表发至 hr2027@163.com', '邮箱：a.b@vip.qq.com。'],
  'lint.person': ['请联系王女士', '联系人：李经理'],
};

/** What is written every day and is in order. */
const good: Record<string, string[]> = {
  gender: [
    '男女不限',
    '性别不限',
    '不限性别',
    '男女均可',
    '不得设置性别限制',
    '不得以性别为由限男性',
    '女子医院护士',
    '招聘女装设计师',
    '负责女职工委员会工作',
    '子女教育',
    '男女平等',
    '限男女各半参加的体检分批进行',
    '男、女宿舍分设',
    '招聘男科医生',
    '按需女职工可申请',
    '有3名子女',
    '妇女权益保障',
  ],
  ethnicity: ['汉语言文学专业', '民族学院', '汉语熟练', '民族不限', '不限民族', '维护民族团结', '各民族考生均可报名'],
  household: [
    '不限户籍',
    '户籍不限',
    '不限户籍和生源地',
    '须提供户口本复印件',
    '须提供户籍所在地派出所出具的证明',
    '中华人民共和国国籍',
    '负责城镇户籍管理',
    '协助办理户口迁入',
    '生源地信用助学贷款',
    '不得以户籍、生源地为由限制报名',
    '提供本市户籍证明的不作要求',
  ],
  school: [
    '人民路211号',
    '211室',
    '电话0393-2110985',
    'G211国道养护',
    '国家承认学历的大学本科以上学历',
    '通过大学英语四级',
    '须为大学生村官',
    '与郑州大学、河南大学合作',
    '一本书',
    '不限毕业院校',
    '不得要求985、211院校',
    '濮阳职业技术学院教务处',
    '须为普通高等学校毕业生',
  ],
  marital: [
    '婚育不限',
    '婚姻状况不限',
    '不得询问婚育情况',
    '依法享受婚假、产假',
    '生育保险',
    '生育津贴',
    '女职工孕期、产期、哺乳期依法享受保护',
    '提供单身公寓',
    '已婚职工探亲假',
  ],
  age: ['年满18周岁', '18周岁以上', '年龄不限', '工作满30年', '获得35分以上'],
  health: ['乙肝疫苗接种', '艾滋病防治', '不得查验乙肝', '身体健康', '不得要求乙肝检测'],
  appearance: ['维护企业形象良好', '品牌形象优先', '不限身高'],
  religion: ['不限宗教信仰', '尊重宗教信仰', '负责宗教事务', '无宗教信仰限制'],
  disability: ['残疾人优先', '残疾人就业保障金', '不得歧视残疾人', '无残疾歧视'],
  veterans: ['退役军人优先', '现役军人不得报考', '退役大学生士兵可以报考'],
  urgency: ['应急管理', '急救站招聘', '紧急招聘以外的情形', '火灾报警'],
  deposit: [
    '不收取押金',
    '严禁收取押金和保证金',
    '不得扣押身份证',
    '办理投标保证金',
    '缴纳投标保证金',
    '残疾人就业保障金',
    '免费培训',
    '体检费由单位承担',
    '为客户提供担保服务',
  ],
  private: [
    '0393-6666001',
    '400-123-4567',
    '12333',
    '2026年11月27日13:00至15:30',
    '濮政〔2016〕1号',
    '91410902MA00000113',
    '关注微信公众号：濮阳人社',
    'QQ群由高校管理',
    '合同金额13812345678901元',
    '第一三八条',
    '任职条件',
    '各位女士、先生',
    'zhaopin@water.example',
    'hr@163.company.example',
    '报名表发送至单位邮箱',
    '本次招聘不收取任何费用，不指定培训机构',
    '违约的须支付违约金',
    '有夫妻关系、直系血亲、三代以内旁系血亲或者近姻亲关系的，应当回避',
    '少数民族考生在同等条件下优先录取',
    '限1人报考1个岗位',
    '大学英语四级425分以上',
  ],
};

describe('what each rule finds', () => {
  it.each(Object.entries(bad).flatMap(([rule, texts]) => texts.map((text) => [rule, text])))('%s: %s', (rule, text) => {
    expect(rulesOf(text)).toContain(rule);
  });

  it('every rule has its examples', () => {
    expect(Object.keys(bad).sort()).toEqual(lintRules.map(({ id }) => id).sort());
  });
});

describe('what is left alone', () => {
  it.each(Object.values(good).flat())('%s', (text) => {
    expect(rulesOf(text)).toEqual([]);
  });

  it('the name of a firm says nothing about applicants', () => {
    expect(rulesOf('濮阳限男俱乐部有限公司简介', ['濮阳限男俱乐部有限公司'])).toEqual([]);
    expect(rulesOf('濮阳限男俱乐部有限公司限男', ['濮阳限男俱乐部有限公司'])).toEqual(['lint.gender']);
  });

  it('of a link only what is personal in it counts', () => {
    const address = (text: string) => lintText({ path: 'resultsUrl', text, address: true }).map(({ rule }) => rule);
    expect(address('https://a.example/限男')).toEqual([]);
    expect(address('https://a.example/13812345678')).toEqual(['lint.mobile']);
  });
});

describe('evasion', () => {
  it.each(['限 男', '限　男　性', '限\u200b男', '僅限男性', '只限\t男'])('%s', (text) => {
    expect(rulesOf(text)).toContain('lint.gender');
  });
  it.each(['９８５高校', '9 8 5 高 校', '雙一流高校 985高校'])('%s', (text) => {
    expect(rulesOf(text)).toContain('lint.school');
  });
  it.each(['本地戶籍', '3 5 歲 以 下'])('%s', (text) => {
    expect(lint(text)).toHaveLength(1);
  });
});

describe('the hit', () => {
  it('tells path, rule, law and span, and repeats the words', () => {
    expect(lint('𠮷星岗位，限 男性')).toEqual([
      {
        path: 'overview',
        rule: 'lint.gender',
        severity: 'error',
        span: { from: 5, to: 8 },
        text: { zh: '单位简介：「限 男」请删去性别条件', en: 'overview: 「限 男」 delete the condition of sex' },
        basis: {
          zh: expect.stringContaining('第（十七）项第1句') as string,
          en: expect.stringContaining('item 17, sentence 1') as string,
        },
      },
    ]);
  });

  it('stands for one place; the next may follow at once', () => {
    expect(lint('限男限女').map(({ span }) => span)).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 4 },
    ]);
  });

  it('marks what is personal without repeating it', () => {
    for (const rule of [
      'lint.mobile',
      'lint.id-number',
      'lint.account',
      'lint.messenger',
      'lint.personal-mail',
      'lint.person',
    ])
      for (const text of bad[rule] ?? []) {
        const told = JSON.stringify(lint(`${text}。`));
        expect(told).not.toMatch(/\d{5}|「|zhaopin|puyang/);
        expect(told).toContain('"span":{"from":');
      }
    expect(lint(`请致电13812345678`).map(({ span }) => span)).toEqual([{ from: 3, to: 14 }]);
  });

  it('repeats no long number that stands beside', () => {
    const told = JSON.stringify(lint('QS前100410902 199001010091').map(({ text }) => text));
    expect(told).toContain('QS前');
    expect(told).not.toMatch(/\d{7}/);
  });

  it('lies within the text, whatever the text', () => {
    const parts = [...Object.values(bad), ...Object.values(good)].flat();
    const some = fc.oneof(
      fc.constantFrom(...parts),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('㎏', 'ﷺ', '𠮷', '\n'),
    );
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), (chosen) => {
        const text = chosen.join('');
        for (const { span, text: told } of lint(text)) {
          expect(span.from).toBeGreaterThanOrEqual(0);
          expect(span.to).toBeGreaterThan(span.from);
          expect(span.to).toBeLessThanOrEqual(Array.from(text).length);
          expect(told.zh).not.toMatch(/1[3-9]\d{9}/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

it('a long text is read in time', () => {
  const worst = [
    '限'.repeat(3000),
    '1 '.repeat(1500),
    '不得'.repeat(1500),
    '大学、'.repeat(1000),
    '须提供'.repeat(1000),
  ];
  const started = performance.now();
  for (const text of worst) lint(text);
  expect(performance.now() - started).toBeLessThan(1000);
});
