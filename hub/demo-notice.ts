/** What the demo's firms announce: an invented notice as it would be filed on a day, and the same one amended. */
import { addMonths, civilDate, formatDay, parseDay } from '../rules/civil-date.js';
import type { CivilDay } from '../rules/civil-date.js';
import type { Employer, NoticeContent } from '../rules/recruitment/notice.js';
import { levelWords } from '../rules/recruitment/notice-words.js';
import { civilDay } from '../rules/shanghai-time.js';
import { demoPost, jobCount } from './demo-posts.js';

export type DemoFirm = Pick<Employer, 'creditCode' | 'name' | 'level' | 'region' | 'bureau'>;

const hourMs = 3_600_000;
const places = ['410902', '410922', '410923', '410926', '410927', '410928'] as const;

/** The firm's `serial`-th notice, counted from 1; firms differ by their own number. */
export function demoNotice(firm: DemoFirm, { number, serial, now }: { number: number; serial: number; now: Date }) {
  const today = parseDay(civilDay(now))!;
  const graduation = graduationOf(today);
  const { year } = civilDate(graduation.to);
  const turn = number * 3 + serial;
  const posts = Array.from({ length: 2 + (turn % 4) }, (_, i) => ({
    code: `${year % 100}${String(i + 1).padStart(2, '0')}`,
    ...demoPost((turn + i * 3) % jobCount, {
      // A county's firm works in its county, the others all over the city.
      place: firm.level === 'county' ? firm.region : places[(turn + i) % places.length]!,
      openings: 1 + ((turn + i) % 4),
      startsOn: formatDay(graduation.to + 1),
      reserved: i === 3,
    }),
  }));
  const content: NoticeContent = {
    title: `${firm.name}${year}年度招聘应届高校毕业生公告${serial > 1 ? `（第${serial}批）` : ''}`,
    basis: 'article-11',
    kind: serial > 1 ? 'supplement' : 'campus',
    legalBasis: [
      { title: '濮阳市人民政府关于进一步做好新形势下就业创业工作的意见', documentNo: '濮政〔2016〕1号', url: null },
    ],
    overview: `${firm.name}（${levelWords[firm.level].zh}）面向社会公开招聘。本单位及公告均为演示数据。`,
    website: `https://soe.example/${firm.creditCode}`,
    eligibility: {
      graduatedFrom: formatDay(graduation.from),
      graduatedTo: formatDay(graduation.to),
      deemed: ['unplaced', 'grassroots_project', 'veteran'],
      general: ['遵守宪法和法律，品行端正。', '具备岗位所需的学历、专业和技能。'],
      exclusions: ['依法不得聘用的其他情形。'],
    },
    reservedQuota: turn % 3 === 0 ? 1 : null,
    ...timetable(today, now, turn),
    resultsUrl: 'https://rsj.example/recruitment/results',
    substitution: { allowed: true, withinWorkingDays: 7 },
    publicityPlan: { workingDays: 7, url: null },
    terms: { contractMonths: 36, probationMonths: 3, benefits: '依法缴纳社会保险和住房公积金，享受带薪年休假。' },
    recusal: '应聘人员与本单位领导人员有亲属关系的，应当主动申报并按规定回避。',
    supervision: [{ organization: '纪检监察室', phone: '0393-5550102', email: null }],
    contact: {
      department: '人力资源部',
      phone: '0393-5550101',
      email: 'zhaopin@soe.example',
      hours: '工作日8:30至17:30',
    },
    alsoPublishedAt: [],
    attachments: [],
    posts,
  };
  return content;
}

/** One opening more for the first post, and the days counted anew from now, so that everybody has the time that is due. */
export function amendedNotice(content: NoticeContent, now: Date): NoticeContent {
  const { application, stages } = timetable(parseDay(civilDay(now))!, now, content.posts.length);
  const [first, ...rest] = content.posts;
  return {
    ...content,
    application: { ...content.application, closesAt: application.closesAt },
    stages,
    posts: [{ ...first!, openings: first!.openings + 1 }, ...rest],
  };
}

/** Open from the next full hour, for two weeks and some days more. */
function timetable(today: CivilDay, now: Date, turn: number): Pick<NoticeContent, 'application' | 'stages'> {
  const after = (days: number) => formatDay(today + days);
  const opensAt = new Date(Math.ceil(now.getTime() / hourMs) * hourMs).toISOString();
  const open = 15 + (turn % 10);
  const none = { place: null, weightPercent: null, minRatio: null };
  return {
    application: {
      opensAt,
      closesAt: `${after(open)}T09:00:00.000Z`,
      channels: [{ kind: 'online', address: 'https://soe.example/apply' }],
      documents: [{ name: '毕业证书或在读证明', copies: 1, purpose: '核对学历' }],
      feeFen: 0,
      feeBasis: null,
    },
    stages: [
      { kind: 'qualification', on: after(open + 2), ...none },
      { kind: 'written', on: after(open + 10), place: '濮阳市第一考点', weightPercent: 60, minRatio: 3 },
      { kind: 'interview', on: after(open + 20), place: '本单位办公楼', weightPercent: 40, minRatio: null },
      { kind: 'physical', on: after(open + 30), ...none },
    ],
  };
}

/** Who graduates in the coming summer: from 1 September to the last day of August; from July on, the next year's. */
function graduationOf(today: CivilDay): { from: CivilDay; to: CivilDay } {
  const { year, month } = civilDate(today);
  const from = parseDay(`${month >= 7 ? year : year - 1}-09-01`)!;
  return { from, to: addMonths(from, 12) - 1 };
}
