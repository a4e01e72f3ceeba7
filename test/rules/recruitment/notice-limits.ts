/** The limits of a notice as data: changes of a good notice that must be found, and changes just on the other side. */
import { parseDay } from '../../../rules/civil-date.js';
import { codeListsOf } from '../../../rules/recruitment/codes.js';
import type { Filing } from '../../../rules/recruitment/filing.js';
import type { NoticeContent, NoticeDraft } from '../../../rules/recruitment/notice.js';
import { sampleCodes } from '../../../rules/recruitment/sample-codes.js';
import { limitsOn } from '../../../rules/recruitment/time-limits.js';
import { idNumberOf } from '../../support/facts.js';
import { filingDay, goodEmployer, goodNotice, goodPost } from '../../support/notices.js';

export const now = `${filingDay}T02:00:00.000Z`;
export const filing: Filing = {
  codes: codeListsOf(sampleCodes),
  now,
  limits: { time: limitsOn(parseDay(filingDay)!), minimumWageFen: null, veteransPercent: null },
  employer: goodEmployer,
};

type Place = readonly (string | number)[];
const stepsOf = (path: string): Place =>
  [...path.matchAll(/[^.[\]]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));

/** A copy of the good notice in which other things stand at these paths. */
export function noticeWith(changes: Record<string, unknown>): NoticeDraft {
  const notice: unknown = structuredClone(full);
  for (const [path, value] of Object.entries(changes)) {
    const steps = stepsOf(path);
    let at = notice as Record<string | number, unknown>;
    for (const step of steps.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
    at[steps.at(-1)!] = value;
  }
  return notice as NoticeDraft;
}

/** A good notice in which every field that may be left out is filled in, too. */
export const full: NoticeContent = goodNotice({
  reservedQuota: 1,
  publicityPlan: { workingDays: 7, url: 'https://rsj.puyang.example/publicity' },
  supervision: [{ organization: '集团纪检监察室', phone: '0393-6666002', email: 'jijian@water.example' }],
  alsoPublishedAt: ['https://jobs.example/notice/1'],
  attachments: [
    {
      name: '岗位表.xlsx',
      url: 'https://water.example/posts.xlsx',
      bytes: 20 * 1024 * 1024,
      sha256: 'a'.repeat(64),
      htmlUrl: 'https://water.example/posts.html',
    },
  ],
  posts: [
    goodPost(1, {
      physical: { text: '无色盲', standard: '《公务员录用体检通用标准》第三条' },
      reservedForVeterans: true,
      pay: { minFen: 450_000, maxFen: 700_000, period: 'month', months: 12, basis: '按公司薪酬办法执行' },
    }),
    goodPost(2),
  ],
});

export const pay = (minFen: unknown, maxFen: unknown, period = 'month', basis: string | null = null) => ({
  'posts[0].pay': { minFen, maxFen, period, months: 12, basis },
});
export const opens = '2026-12-01T01:00:00.000Z';
export const window = (opensAt: string, closesAt: string) => ({
  'application.opensAt': opensAt,
  'application.closesAt': closesAt,
});
const url = (value: string) => ({ resultsUrl: value });

/** Changes that are found by a rule at a path (`error` unless a warning is named), and changes just on the other side. */
export const limits: [string, Record<string, unknown>[], Record<string, unknown>[]][] = [
  [
    'title length',
    [{ title: '2027年招聘公告' }, { title: `2027年招聘${'字'.repeat(74)}` }],
    [{ title: '2027年度招聘公告' }, { title: `2027年招聘${'𠮷'.repeat(73)}` }],
  ],
  ['title title.year', [{ title: '濮阳示例水务集团招聘公告' }], [{ title: '濮阳示例水务集团２０２７年招聘' }]],
  ['title title.word', [{ title: '濮阳示例水务集团2027年公告' }], []],
  ['title title.phone', [{ title: '2027年招聘公告咨询0393-6666001' }], []],
  ['title lint.urgency', [{ title: '【急】2027年招聘公告公告' }], []],
  [
    'title control-characters',
    [
      { title: '2027年招聘公告\n公告' },
      { title: '2027年招聘\u202e公告公告' },
      { title: '2027年招聘\ud842公告公告' },
      { title: '2027年招聘\u0000公告公告' },
    ],
    [],
  ],
  ['overview markup', [{ overview: '<b>集团</b>' }, { overview: '<script>' }], [{ overview: '年限<3年，a<b 且 b>c' }]],
  [
    'overview length',
    [{ overview: '字'.repeat(2001) }, { overview: '字'.repeat(100_000) }],
    [{ overview: '𠮷'.repeat(2000) }],
  ],
  [
    'posts size',
    [{ posts: [] }, { posts: Array.from({ length: 501 }, (_, i) => goodPost(i + 1)) }],
    [{ posts: Array.from({ length: 500 }, (_, i) => goodPost(i + 1)) }],
  ],
  ['posts[0].places size', [{ 'posts[0].places': [] }], []],
  [
    'posts[0].places[1] duplicate',
    [{ 'posts[0].places': ['410902', '410902'] }],
    [{ 'posts[0].places': ['410902', '410922'] }],
  ],
  [
    'posts[0].majors size',
    [{ 'posts[0].majors': Array.from({ length: 51 }, () => '0809') }],
    [{ 'posts[0].majors': [] }],
  ],
  ['stages size', [{ stages: [] }], []],
  [
    'eligibility.graduatedTo dates.graduation',
    [{ 'eligibility.graduatedFrom': '2024-08-31' }, { 'eligibility.graduatedTo': '2026-08-31' }],
    [
      { 'eligibility.graduatedFrom': '2024-09-01' },
      { 'eligibility.graduatedTo': '2026-09-01' },
      { basis: 'article-17', 'eligibility.graduatedFrom': '2000-01-01' },
    ],
  ],
  [
    'eligibility.graduatedTo type',
    [{ 'eligibility.graduatedTo': '2027-02-29' }, { 'eligibility.graduatedTo': 20270831 }],
    [],
  ],
  [
    'application.closesAt dates.window',
    [window(opens, opens), window(opens, '2026-12-08T00:59:59.999Z')],
    [window(opens, '2026-12-08T01:00:00.000Z')],
  ],
  ['application.closesAt dates.closed', [window('2026-11-01T00:00:00Z', now)], []],
  [
    'application.opensAt dates.opened',
    [{ 'application.opensAt': '2026-11-27T01:59:59Z' }],
    [{ 'application.opensAt': now }],
  ],
  [
    'application.opensAt type',
    [
      { 'application.opensAt': '2026-12-01' },
      { 'application.opensAt': '2026-12-01T09:00:00' },
      { 'application.opensAt': '2026-02-30T09:00:00Z' },
      { 'application.opensAt': '2026-12-01T24:00:00Z' },
    ],
    [],
  ],
  ['stages[0].on stages.dates', [{ 'stages[0].on': '2026-11-30' }], [{ 'stages[0].on': '2026-12-01' }]],
  [
    'stages[1].on stages.dates',
    [{ 'stages[0].on': '2026-12-01', 'stages[1].on': '2026-12-15' }, { 'stages[1].on': '2026-12-16' }],
    [{ 'stages[0].on': '2026-12-01', 'stages[1].on': '2026-12-16' }, { 'stages[1].on': full.stages[0]!.on }],
  ],
  [
    'stages[2].kind stages.order',
    [{ 'stages[2].kind': 'qualification' }],
    [{ 'stages[2].kind': 'written', 'stages[2].minRatio': 2 }],
  ],
  ['stages[1].minRatio stages.ratio', [{ 'stages[1].minRatio': null }], [{ 'stages[1].minRatio': 1 }]],
  [
    'stages stages.weights',
    [{ 'stages[1].weightPercent': 61 }, { 'stages[1].weightPercent': null }],
    [
      { 'stages[1].weightPercent': null, 'stages[2].weightPercent': null },
      { 'stages[1].weightPercent': 99, 'stages[2].weightPercent': 1 },
    ],
  ],
  [
    'posts[0].startsOn dates.start',
    [{ 'posts[0].startsOn': '2027-08-31' }, { basis: 'article-17', 'posts[0].startsOn': '2026-12-15' }],
    [{ 'posts[0].startsOn': '2027-09-01' }, { basis: 'article-17', 'posts[0].startsOn': '2026-12-16' }],
  ],
  [
    'terms.probationMonths terms.probation',
    [
      [2, 1],
      [3, 2],
      [11, 2],
      [12, 3],
      [35, 3],
      [36, 7],
    ].map(([c, p]) => ({ 'terms.contractMonths': c, 'terms.probationMonths': p })),
    [
      [2, 0],
      [3, 1],
      [11, 1],
      [12, 2],
      [35, 2],
      [36, 6],
    ].map(([c, p]) => ({ 'terms.contractMonths': c, 'terms.probationMonths': p })),
  ],
  ['posts[0].pay pay.missing', [pay(null, null)], [pay(null, null, 'month', '按集团薪酬办法执行')]],
  ['posts[0].pay.minFen range', [pay(0, 1), pay(-1, 1), pay(0.5, 1), pay('100', 1)], [pay(500_000, 500_000)]],
  ['posts[0].pay.minFen pay.range', [pay(null, 700_000)], []],
  ['posts[0].pay.maxFen pay.range', [pay(700_000, null), pay(500_000, 499_999)], [pay(500_000, 500_000)]],
  ['posts[0].pay.maxFen pay.wide', [pay(300_000, 900_001)], [pay(300_000, 900_000)]],
  [
    'posts[0].pay.period pay.unit',
    [pay(4500, 7000), pay(6_000_000, 12_000_000), pay(500_000, 700_000, 'year')],
    [pay(50_000, 100_000), pay(6_000_000, 10_000_000), pay(600_000, 700_000, 'year')],
  ],
  [
    'posts[0].pay.months range',
    [{ 'posts[0].pay.months': 0 }, { 'posts[0].pay.months': 25 }],
    [{ 'posts[0].pay.months': 24 }],
  ],
  [
    'posts[0].openings range',
    [{ 'posts[0].openings': 0 }, { 'posts[0].openings': 1000 }],
    [{ 'posts[0].openings': 999 }],
  ],
  [
    'posts[1].code posts.code',
    [{ 'posts[1].code': 'P001' }, { 'posts[1].code': 'Ｐ001' }],
    [{ 'posts[1].code': 'P01' }],
  ],
  [
    'posts[0].code form',
    [{ 'posts[0].code': 'P 1' }, { 'posts[0].code': 'P'.repeat(21) }],
    [{ 'posts[0].code': '甲-01' }],
  ],
  ['posts[0].title length', [{ 'posts[0].title': '岗'.repeat(41) }], [{ 'posts[0].title': '岗'.repeat(40) }]],
  [
    'posts[0].title posts.title',
    [
      { 'posts[0].title': '会计月薪5000元' },
      { 'posts[0].title': '会计8k' },
      { 'posts[0].title': '濮阳会计' },
      { 'posts[0].title': '华龙区会计' },
    ],
    [{ 'posts[0].title': '薪酬专员' }, { 'posts[0].title': '市场专员' }, { 'posts[0].title': '县域经理' }],
  ],
  ['posts[0].duties length', [{ 'posts[0].duties': '字'.repeat(29) }], [{ 'posts[0].duties': '𠮷'.repeat(30) }]],
  [
    'posts[0].duties posts.duties',
    [
      { 'posts[0].title': '岗'.repeat(30), 'posts[0].duties': '岗'.repeat(30) },
      { 'posts[0].title': '会计', 'posts[0].duties': '会计 '.repeat(20) },
    ],
    [],
  ],
  [
    'posts[0].experienceMonths posts.experience',
    [{ 'posts[0].experienceMonths': 1 }],
    [{ basis: 'article-17', 'posts[0].experienceMonths': 24 }],
  ],
  ['posts[0].age posts.age', [{ 'posts[0].age': { most: 35, on: '2026-12-01', reason: '特殊工种要求' } }], []],
  ['posts[0].age.reason required', [{ 'posts[0].age': { most: 35, on: '2026-12-01' } }], []],
  [
    'posts[0].physical.standard posts.physical',
    [{ 'posts[0].physical': { text: '无色盲', standard: '单位内部要求' } }],
    [{ 'posts[0].physical': { text: '无色盲', standard: 'GBZ 188-2014' } }],
  ],
  ['posts[0].physical.standard required', [{ 'posts[0].physical': { text: '无色盲' } }], []],
  [
    'posts[0].educationLevel code.education',
    [{ 'posts[0].educationLevel': '本科' }, { 'posts[0].educationLevel': '99' }, { 'posts[0].educationLevel': 20 }],
    [{ 'posts[0].educationLevel': '31' }],
  ],
  ['posts[0].degree code.degree', [{ 'posts[0].degree': '9' }], [{ 'posts[0].degree': '408' }]],
  ['posts[0].occupation code.occupation', [{ 'posts[0].occupation': '2-02-10-99' }], []],
  [
    'posts[0].majors[1] code.major',
    [{ 'posts[0].majors': ['080901', '990000'] }],
    [{ 'posts[0].majors': ['080901', '08'] }],
  ],
  [
    'contact.phone contact.phone',
    [
      { 'contact.phone': '13812345678' },
      { 'contact.phone': '013812345678' },
      { 'contact.phone': '6666001' },
      { 'contact.phone': '0393-6666001、13812345678' },
    ],
    [
      { 'contact.phone': '(0393)6666001-8001' },
      { 'contact.phone': '400-123-4567' },
      { 'contact.phone': '12333' },
      { 'contact.phone': '010-66660001' },
    ],
  ],
  [
    'contact.email contact.personal-mail',
    [{ 'contact.email': 'hr@163.com' }, { 'contact.email': 'a@vip.QQ.com' }],
    [{ 'contact.email': 'hr@163.example' }],
  ],
  ['contact.email contact.email', [{ 'contact.email': 'hr at water' }, { 'contact.email': 'a@b' }], []],
  ['contact.email lint.mobile', [{ 'contact.email': '13812345678@water.example' }], []],
  ['contact.hours lint.mobile', [{ 'contact.hours': '值班 138 1234 5678' }], []],
  ['posts[1].unit lint.id-number', [{ 'posts[1].unit': `办公室${idNumberOf(3)}` }], []],
  ['supervision[0].organization supervision.outside', [{ 'supervision[0].organization': ' 集团人力 资源部' }], []],
  [
    'supervision[0] supervision.reach',
    [{ 'supervision[0].phone': null, 'supervision[0].email': null }],
    [{ 'supervision[0].phone': null }],
  ],
  [
    'application.feeBasis fee.basis',
    [{ 'application.feeFen': 1 }],
    [{ 'application.feeFen': 5000, 'application.feeBasis': '豫发改收费〔2020〕1号' }],
  ],
  ['application.documents[0].name lint.marital', [{ 'application.documents[0].name': '婚育证明' }], []],
  ['application.documents[0].name lint.deposit', [{ 'application.documents[0].name': '押金收据' }], []],
  ['reservedQuota quota', [{ reservedQuota: 4 }], [{ reservedQuota: 3 }]],
  [
    'publicityPlan.workingDays publicity.days',
    [{ 'publicityPlan.workingDays': 6 }],
    [{ 'publicityPlan.workingDays': 8 }],
  ],
  [
    'substitution.withinWorkingDays substitution.days',
    [{ 'substitution.withinWorkingDays': null }],
    [{ substitution: { allowed: false } }],
  ],
  [
    'eligibility.deemed veterans.excluded',
    [{ 'eligibility.deemed': ['unplaced'] }],
    [{ 'eligibility.deemed': ['unplaced'], 'posts[0].reservedForVeterans': false }],
  ],
  [
    'posts[1].reservedForVeterans veterans.unmarked',
    [
      { 'posts[1].title': '定向招聘退役士兵岗' },
      { 'posts[1].requirements': [{ kind: 'other', text: '面向退役军人', must: true }] },
    ],
    [
      { 'posts[1].title': '退役军人事务专员' },
      { 'posts[1].title': '定向退役士兵岗', 'posts[1].reservedForVeterans': true },
    ],
  ],
  ['stages veterans.merit', [{ stages: [{ kind: 'physical', on: '2027-01-01' }] }], []],
  ['eligibility.exclusions[0] lint.veterans', [{ 'eligibility.exclusions': ['退役士兵不得报考'] }], []],
  [
    'resultsUrl url.scheme',
    [url('ftp://a.example'), url('javascript:alert(1)'), url('www.a.example'), url('https:a.example')],
    [url('HTTPS://a.example:8443/结果?x=1#y')],
  ],
  ['resultsUrl url.http', [url('http://a.example')], []],
  [
    'resultsUrl url.userinfo',
    [url('https://user:pass@a.example'), url('https://a.example@b.example/')],
    [url('https://a.example/@b')],
  ],
  [
    'resultsUrl url.form',
    [
      url('https://localhost/'),
      url('https://127.0.0.1/'),
      url('https://a.example/a b'),
      url('https://a..example'),
      url('https://a.example\\b'),
    ],
    [],
  ],
  [
    'resultsUrl url.length',
    [url(`https://a.example/${'x'.repeat(483)}`)],
    [url(`https://a.example/${'x'.repeat(482)}`)],
  ],
  [
    'application.channels[0].address url.scheme',
    [{ 'application.channels[0].address': '集团办公楼' }],
    [{ 'application.channels[0]': { kind: 'onsite', address: '集团办公楼' } }],
  ],
  ['attachments[0].bytes attachments.size', [{ 'attachments[0].bytes': 20 * 1024 * 1024 + 1 }], []],
  [
    'attachments[0].sha256 form',
    [{ 'attachments[0].sha256': 'a'.repeat(63) }, { 'attachments[0].sha256': 'g'.repeat(64) }],
    [],
  ],
];

/** How long a text may be, how large a number, how many a list: least and most of each. */
export const sizes: {
  texts: [string, number, number][];
  numbers: [string, number, number][];
  lists: [string, number, number][];
} = {
  texts: [
    ['title', 10, 80],
    ['legalBasis[0].title', 2, 100],
    ['legalBasis[0].documentNo', 1, 60],
    ['overview', 1, 2000],
    ['eligibility.general[0]', 2, 300],
    ['eligibility.exclusions[0]', 2, 300],
    ['application.documents[0].name', 1, 60],
    ['application.documents[0].purpose', 1, 100],
    ['application.feeBasis', 1, 200],
    ['stages[0].place', 1, 100],
    ['terms.benefits', 2, 2000],
    ['recusal', 10, 1000],
    ['supervision[0].organization', 2, 60],
    ['contact.department', 2, 60],
    ['contact.hours', 1, 60],
    ['attachments[0].name', 1, 100],
    ['posts[0].title', 2, 40],
    ['posts[0].duties', 30, 3000],
    ['posts[0].unit', 1, 60],
    ['posts[0].requirements[0].text', 2, 300],
    ['posts[0].physical.text', 2, 300],
    ['posts[0].physical.standard', 4, 300],
    ['posts[0].pay.basis', 1, 200],
    ['posts[0].workHours', 1, 100],
  ],
  numbers: [
    ['reservedQuota', 0, 100_000],
    ['application.documents[0].copies', 1, 20],
    ['application.feeFen', 0, 1_000_000],
    ['stages[1].weightPercent', 1, 100],
    ['stages[1].minRatio', 1, 100],
    ['substitution.withinWorkingDays', 1, 365],
    ['publicityPlan.workingDays', 1, 365],
    ['terms.contractMonths', 1, 600],
    ['terms.probationMonths', 0, 60],
    ['posts[0].openings', 1, 999],
    ['posts[0].experienceMonths', 0, 600],
    ['posts[0].pay.minFen', 1, 1_000_000_000],
    ['posts[0].pay.maxFen', 1, 1_000_000_000],
    ['posts[0].pay.months', 1, 24],
  ],
  lists: [
    ['legalBasis', 1, 10],
    ['eligibility.deemed', 0, 4],
    ['eligibility.general', 1, 30],
    ['eligibility.exclusions', 1, 30],
    ['application.channels', 1, 10],
    ['application.documents', 0, 30],
    ['stages', 1, 10],
    ['supervision', 1, 10],
    ['alsoPublishedAt', 0, 20],
    ['attachments', 0, 20],
    ['posts', 1, 500],
    ['posts[0].places', 1, 20],
    ['posts[0].majors', 0, 50],
    ['posts[0].requirements', 0, 30],
  ],
};
