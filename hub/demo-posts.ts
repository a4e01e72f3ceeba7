/** Posts of the demo's notices: invented, with codes that the shipped samples hold. */
import type { PostContent } from '../rules/recruitment/notice.js';
import type { Day } from '../rules/vocabulary.js';

interface Job extends Pick<PostContent, 'title' | 'unit' | 'occupation' | 'majors' | 'educationLevel' | 'degree'> {
  /** Yuan a month. */
  pay: [from: number, to: number];
  task: string;
}

const bachelor = { educationLevel: '20', degree: '4' };
const college = { educationLevel: '30', degree: null };

const jobs: readonly Job[] = [
  {
    title: '软件开发工程师',
    unit: '信息中心',
    occupation: '2-02-10-03',
    majors: ['080901', '080902'],
    ...bachelor,
    pay: [5500, 8500],
    task: '承担业务系统的设计、编码与测试',
  },
  {
    title: '会计',
    unit: '财务部',
    occupation: '2-06-03-00',
    majors: ['120203K', '120204'],
    ...bachelor,
    pay: [4500, 6500],
    task: '承担凭证审核、账务处理与报表编制',
  },
  {
    title: '机械设备技术员',
    unit: '设备管理部',
    occupation: '2-02-07-01',
    majors: ['080202', '080201'],
    ...bachelor,
    pay: [4800, 7000],
    task: '承担设备点检、维修计划与技术改造',
  },
  {
    title: '电工',
    unit: '生产运行部',
    occupation: '6-31-01-03',
    majors: ['460301'],
    ...college,
    pay: [4000, 5800],
    task: '承担配电设备的运行、巡检与检修',
  },
  {
    title: '工程造价员',
    unit: '工程管理部',
    occupation: '2-02-18-02',
    majors: ['120105', '081001'],
    ...bachelor,
    pay: [5000, 7200],
    task: '承担工程预算、结算与合同资料管理',
  },
  {
    title: '综合管理岗',
    unit: '办公室',
    occupation: '3-01-02-02',
    majors: [],
    ...bachelor,
    pay: [4200, 6000],
    task: '承担公文处理、会议组织与档案管理',
  },
  {
    title: '人力资源专员',
    unit: '人力资源部',
    occupation: '2-06-08-01',
    majors: ['120206'],
    ...bachelor,
    pay: [4300, 6200],
    task: '承担招聘组织、培训实施与薪酬核算',
  },
  {
    title: '大数据工程师',
    unit: '数据中心',
    occupation: '2-02-38-03',
    majors: ['0854'],
    educationLevel: '10',
    degree: '3',
    pay: [7000, 11_000],
    task: '承担数据采集、建模分析与数据质量管理',
  },
  {
    title: '化工操作员',
    unit: '生产车间',
    occupation: '6-11-01-03',
    majors: ['470201'],
    ...college,
    pay: [4500, 6800],
    task: '承担装置监控、工艺调节与交接班记录',
  },
  {
    title: '市场营销员',
    unit: '市场部',
    occupation: '2-06-07-02',
    majors: ['120202'],
    ...bachelor,
    pay: [4500, 8000],
    task: '承担客户走访、市场调研与合同跟进',
  },
];

export const jobCount = jobs.length;

/** The n-th job, counted from 0, at a place. */
export function demoPost(
  n: number,
  { place, openings, startsOn, reserved }: { place: string; openings: number; startsOn: Day; reserved: boolean },
): Omit<PostContent, 'code'> {
  const { pay, task, ...job } = jobs[n % jobs.length]!;
  return {
    ...job,
    duties: `${task}，按规程完成本岗位的日常工作，整理并保存工作记录，参加岗位培训和安全学习。`,
    places: [place],
    openings,
    age: null,
    requirements: [{ kind: 'skill', text: '能熟练使用常用办公软件', must: true }],
    experienceMonths: 0,
    physical: null,
    employmentType: 'labour_contract',
    pay: { minFen: pay[0] * 100, maxFen: pay[1] * 100, period: 'month', months: 12, basis: null },
    workHours: '每日8小时，每周5日',
    startsOn,
    reservedForVeterans: reserved,
  };
}
