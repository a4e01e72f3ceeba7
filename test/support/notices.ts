/** An invented recruitment notice that nothing is wrong with, as it would be filed on a day, and posts of it. */
import { addMonths, civilDate, formatDay, parseDay } from '../../rules/civil-date.js';
import type { CivilDay } from '../../rules/civil-date.js';
import type { Employer, NoticeContent, PostContent } from '../../rules/recruitment/notice.js';
import { creditCodeOf } from './facts.js';

/** The day on which the notices of the tests are filed unless they say another. */
export const filingDay = '2026-11-27';

export const goodEmployer: Employer = {
  creditCode: creditCodeOf(11),
  name: '濮阳示例水务集团有限公司',
  level: 'municipal',
  investor: '濮阳市人民政府国有资产监督管理委员会',
  industry: 'D4610',
  region: '410900',
  bureau: '410900',
};

const jobs = [
  { title: '软件开发工程师', occupation: '2-02-10-03', majors: ['080901', '080902'], unit: '信息中心' },
  { title: '会计', occupation: '2-06-03-00', majors: ['120203K'], unit: '财务部' },
  { title: '机械设备技术员', occupation: '2-02-07-01', majors: ['080202'], unit: '设备部' },
  { title: '综合管理岗', occupation: '3-01-02-02', majors: [], unit: '办公室' },
] as const;
const places = ['410902', '410922', '410923', '410926', '410927', '410928'] as const;

/** The n-th post, counted from 1: posts differ in code, job, place, openings and pay. */
export function goodPost(n: number, overrides: Partial<PostContent> = {}, today = filingDay): PostContent {
  const job = jobs[(n - 1) % jobs.length]!;
  return {
    code: `P${String(n).padStart(3, '0')}`,
    title: job.title,
    occupation: job.occupation,
    duties: `承担${job.unit}的日常工作，按规程完成本岗位任务，整理并保存工作记录，参与新员工培训。`,
    unit: job.unit,
    places: [places[(n - 1) % places.length]!],
    openings: 1 + ((n - 1) % 3),
    educationLevel: '20',
    degree: '4',
    majors: [...job.majors],
    age: null,
    requirements: [{ kind: 'skill', text: '能熟练使用常用办公软件', must: true }],
    experienceMonths: 0,
    physical: null,
    employmentType: 'labour_contract',
    pay: { minFen: 450_000 + n * 100, maxFen: 700_000 + n * 100, period: 'month', months: 12, basis: null },
    workHours: '每日8小时，每周5日',
    startsOn: formatDay(graduationOf(dayOf(today)).to + 1),
    reservedForVeterans: false,
    ...overrides,
  };
}

/** A campus notice by item 11 with `posts` good posts, filed on `today` and open from four days later for two weeks. */
export function goodNotice(overrides: Partial<NoticeContent> = {}, today = filingDay, posts = 2): NoticeContent {
  const day = dayOf(today);
  const after = (days: number) => formatDay(day + days);
  const graduation = graduationOf(day);
  return {
    title: `濮阳示例水务集团${civilDate(graduation.to).year}年度招聘应届高校毕业生公告`,
    basis: 'article-11',
    kind: 'campus',
    legalBasis: [
      {
        title: '濮阳市人民政府关于进一步做好新形势下就业创业工作的意见',
        documentNo: '濮政〔2016〕1号',
        url: 'https://rsj.puyang.example/policy/2016-1',
      },
    ],
    overview: '集团负责城区供水、排水与污水处理。',
    website: 'https://water.example',
    eligibility: {
      graduatedFrom: formatDay(graduation.from),
      graduatedTo: formatDay(graduation.to),
      deemed: ['unplaced', 'veteran'],
      general: ['具有中华人民共和国国籍，遵守宪法和法律。', '具备岗位所需的学历和专业条件。'],
      exclusions: ['曾因犯罪受过刑事处罚的。'],
    },
    reservedQuota: null,
    application: {
      opensAt: `${after(4)}T01:00:00.000Z`,
      closesAt: `${after(18)}T09:00:00.000Z`,
      channels: [{ kind: 'online', address: 'https://water.example/apply' }],
      documents: [{ name: '学历证明', copies: 1, purpose: '核对学历' }],
      feeFen: 0,
      feeBasis: null,
    },
    stages: [
      { kind: 'qualification', on: after(20), place: null, weightPercent: null, minRatio: null },
      { kind: 'written', on: after(30), place: '濮阳市第一考点', weightPercent: 60, minRatio: 3 },
      { kind: 'interview', on: after(40), place: '集团办公楼', weightPercent: 40, minRatio: null },
      { kind: 'physical', on: after(50), place: null, weightPercent: null, minRatio: null },
      { kind: 'background', on: after(55), place: null, weightPercent: null, minRatio: null },
    ],
    resultsUrl: 'https://rsj.puyang.example/recruitment/results',
    substitution: { allowed: true, withinWorkingDays: 7 },
    publicityPlan: { workingDays: 7, url: null },
    terms: { contractMonths: 36, probationMonths: 3, benefits: '依法缴纳社会保险和住房公积金。' },
    recusal: '与本单位领导人员有夫妻、直系血亲、三代以内旁系血亲或近姻亲关系的，应当主动说明并按规定回避。',
    supervision: [{ organization: '集团纪检监察室', phone: '0393-6666002', email: null }],
    contact: {
      department: '集团人力资源部',
      phone: '0393-6666001',
      email: 'zhaopin@water.example',
      hours: '工作日8:30—17:30',
    },
    alsoPublishedAt: [],
    attachments: [],
    posts: Array.from({ length: posts }, (_, i) => goodPost(i + 1, {}, today)),
    ...overrides,
  };
}

const dayOf = (text: string): CivilDay => {
  const day = parseDay(text);
  if (day === null) throw new Error(`${text} is no day`);
  return day;
};

/** The school year whose graduates are wanted on a day: from 1 September to the last day of August; from July on, the next. */
function graduationOf(day: CivilDay): { from: CivilDay; to: CivilDay } {
  const { year, month } = civilDate(day);
  const from = parseDay(`${month >= 7 ? year : year - 1}-09-01`)!;
  return { from, to: addMonths(from, 12) - 1 };
}
