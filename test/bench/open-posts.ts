/** Invented notices with ten posts each as the public knows them: real records, log, fold and digests, without anybody having filed them. */
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { changesBetween } from '../../rules/recruitment/changes.js';
import type { RecordChange } from '../../rules/recruitment/changes.js';
import type { Employer, PostContent } from '../../rules/recruitment/notice.js';
import type { NoticeStanding } from '../../rules/recruitment/public-record.js';
import type { Database } from '../../schema/database.js';
import { transact } from '../../schema/database.js';
import { creditCodeOf } from '../support/facts.js';
import { goodEmployer, goodNotice, goodPost } from '../support/notices.js';
import { words } from '../support/told-notices.js';

export const postsOfNotice = 10;
export const regions = ['410902', '410922', '410923', '410926', '410927', '410928'] as const;
export const educations = ['10', '20', '30'] as const;

const jobs = [
  ['软件开发工程师', '2-02-10-03', '080902', '信息中心', '负责业务系统的设计、编码与测试'],
  ['网络运维工程师', '2-02-10-04', '080903', '信息中心', '维护机房、网络与服务器，处理故障'],
  ['信息安全专员', '2-02-10-07', '080904K', '信息中心', '开展等级保护测评，处置安全事件'],
  ['数据分析师', '2-02-38-03', '080910T', '数据部', '整理生产与经营数据，编写分析报告'],
  ['会计', '2-06-03-00', '120203K', '财务部', '办理核算、报税与往来账款核对'],
  ['审计专员', '2-06-04-00', '120207', '审计部', '开展内部审计，跟踪整改落实'],
  ['出纳', '2-06-03-00', '120204', '财务部', '办理资金收付，登记日记账'],
  ['机械设备技术员', '2-02-07-01', '080202', '设备部', '检修泵站设备，编制保养计划'],
  ['电气工程师', '2-02-12', '080601', '设备部', '负责变配电设备运行与检修'],
  ['自动化工程师', '2-02-12', '080801', '生产部', '维护控制系统，优化工艺参数'],
  ['化工操作员', '6-11-01-03', '081301', '生产部', '按规程操作装置，记录运行数据'],
  ['环保工程师', '2-02-06-03', '082502', '安全环保部', '监测排放，编制环境影响资料'],
  ['造价员', '2-02-18-02', '120105', '工程部', '编制预算与结算，审核工程量'],
  ['土建施工员', '2-02-18-02', '081001', '工程部', '管理现场施工，检查工程质量'],
  ['人力资源专员', '2-06-08-01', '120206', '人力资源部', '组织招聘与培训，办理社会保险'],
  ['市场营销员', '2-06-07-02', '120202', '市场部', '拓展客户，签订并跟踪合同'],
  ['物流调度员', '4-02-06-01', '120601', '物流部', '安排车辆与仓储，跟踪配送'],
  ['文字秘书', '3-01-02-02', '050101', '办公室', '起草文稿，筹备会议，管理档案'],
  ['新闻宣传员', '3-01-02-02', '050301', '党群部', '采写稿件，管理对外宣传平台'],
  ['护士', '2-02-38-01', '101101', '医务室', '承担职工健康监测与急救'],
] as const;
const trades = [
  '水务',
  '燃气',
  '热力',
  '交通',
  '城建',
  '粮食',
  '农业',
  '文旅',
  '能源',
  '化工',
  '物流',
  '环保',
] as const;
const industries = ['D4610', 'D4411', 'E4813', 'G543', 'C2669', 'I6513'] as const;
const employments = ['labour_contract', 'labour_contract', 'labour_contract', 'dispatch'] as const;
/** Words of two characters that some of the posts hold: from a job's duties, its unit, or its employer. */
export const searchedWords = [
  ...new Set(jobs.flatMap(([, , , unit, duties]) => [unit.slice(0, 2), duties.slice(0, 2)])),
];

/** A number below `bound` that two others settle; neighbours differ. */
const pick = (n: number, salt: number, bound: number) =>
  ((Math.imul(n + 1, 2_654_435_761) ^ Math.imul(salt + 1, 1_597_334_677)) >>> 7) % bound;
const one = <T>(list: readonly T[], n: number, salt: number): T => list[pick(n, salt, list.length)]!;
const uuidOf = (n: number) => `0195b000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const postId = (n: number) => uuidOf(Math.floor(n / postsOfNotice) * 100 + 1 + (n % postsOfNotice));

const firms = Array.from({ length: 300 }, (_, n): Employer => {
  const region = one(regions, n, 1);
  return {
    ...goodEmployer,
    creditCode: creditCodeOf(4000 + n),
    name: `濮阳市第${n + 1}${one(trades, n, 2)}有限公司`,
    level: one(['central', 'provincial', 'municipal', 'county', 'county'], n, 3),
    industry: one(industries, n, 4),
    region,
    bureau: region,
  };
});

function postOf(n: number, today: string): PostContent {
  const [title, occupation, major, unit, duties] = one(jobs, n, 5);
  const minFen = 300_000 + pick(n, 6, 120) * 10_000;
  return goodPost(
    1 + (n % postsOfNotice),
    {
      title: pick(n, 7, 3) === 0 ? `${title}（${unit}）` : title,
      occupation,
      duties: `${duties}，完成第${n + 1}号岗位的其他工作。`,
      unit,
      places:
        pick(n, 8, 9) === 0
          ? [one(regions, n, 9), '410902'].filter((code, i, all) => all.indexOf(code) === i)
          : [one(regions, n, 9)],
      educationLevel: one(educations, n, 10),
      majors: pick(n, 11, 6) === 0 ? [] : [major],
      employmentType: one(employments, n, 12),
      pay: { minFen, maxFen: minFen + 200_000, period: 'month', months: 12, basis: null },
      reservedForVeterans: pick(n, 13, 12) === 0,
    },
    today,
  );
}

const hiredOf = (posts: readonly PostContent[]) =>
  Object.fromEntries(posts.map(({ code, openings }, i) => [code, pick(i, 18, openings + 1)]));

function publishedAt(n: number, count: number, until: Date): string {
  return new Date(until.getTime() - Math.floor(((count - n) / count) * 300 * 86_400_000)).toISOString();
}

/** The n-th notice of `count`, of the year before `until`; a fifth of them still take applications then. */
export function standingOf(n: number, count: number, until: Date): NoticeStanding {
  const at = publishedAt(n, count, until);
  const today = at.slice(0, 10);
  const content = goodNotice({ basis: one(['article-11', 'article-11', 'article-17'], n, 14) }, today, 0);
  const posts = Array.from({ length: postsOfNotice }, (_, i) => postOf(n * postsOfNotice + i, today));
  const employer = one(firms, n, 15);
  const closesAt = new Date(Date.parse(content.application.closesAt) + pick(n, 16, 60) * 86_400_000).toISOString();
  const state = closesAt > until.toISOString() ? 'published' : one(['closed', 'closed', 'concluded'] as const, n, 17);
  return {
    id: uuidOf(n * 100),
    noticeNo: `PY-SOE-${today.slice(0, 4)}-${n + 1}`,
    version: 1,
    state,
    content: { ...content, title: `${employer.name}招聘高校毕业生公告（第${n + 1}号）`, posts },
    employer,
    filing: { number: `濮人社备${n + 1}`, acceptedAt: at },
    officialUrl: `https://rsj.puyang.example/recruitment/${n + 1}`,
    officialPublishedAt: at,
    publishedAt: at,
    amendedAt: at,
    amendReason: null,
    pauseReason: null,
    closesAt,
    stageResults: [],
    publicity: [],
    openObjections: 0,
    hired: state === 'concluded' ? hiredOf(posts) : null,
    postIds: Object.fromEntries(posts.map(({ code }, i) => [code, postId(n * postsOfNotice + i)])),
  };
}
/** What the public was told of it. */
export const changesOf = (n: number, count: number, until: Date): RecordChange[] =>
  changesBetween(null, standingOf(n, count, until), { kind: 'published', reason: null, remark: null }, words);

const noticesAtOnce = 250;
const atOnce = 3;

/** Fills an empty database with so many posts, published in the year before `until`. Memory stays flat. */
export async function loadOpenPosts({ pool }: Database, posts: number, until: Date): Promise<void> {
  const notices = Math.ceil(posts / postsOfNotice);
  // An index of words is built in one go in a tenth of the time.
  const index = await pool.query<{ definition: string }>(
    `select pg_get_indexdef('open_record_words_index'::regclass) as definition`,
  );
  await pool.query('drop index open_record_words_index');
  let next = 0;
  const loading = Array.from({ length: atOnce }, async () => {
    for (let from = next; from < notices; from = next) {
      next = Math.min(from + noticesAtOnce, notices);
      await loadNotices(pool, { from, to: next, count: notices }, until);
    }
  });
  await Promise.all(loading);
  await pool.query(index.rows[0]!.definition);
  await pool.query(
    `insert into open_day (day, record_kind, records, digest)
     select day, record_kind, count(*), bit_xor(bits(sha256)) from open_record group by day, record_kind`,
  );
  // Until now nobody saw any of it.
  await pool.query('update open_log set last_number = (select max(number) from open_change)');
  await pool.query('vacuum analyze open_change, open_record, open_day');
}

async function loadNotices(
  pool: pg.Pool,
  { from, to, count }: { from: number; to: number; count: number },
  until: Date,
): Promise<void> {
  const numberOf = (notice: number) => notice * (1 + postsOfNotice) + 1;
  function* lines() {
    for (let n = from; n < to; n++)
      yield changesOf(n, count, until)
        .map((change, i) => lineOf(change, numberOf(n) + i, publishedAt(n, count, until)))
        .join('');
  }
  await transact(pool, async (client) => {
    const copy = client.query(
      copyFrom(
        `copy open_change (number, at, kind, record_id, record_kind, notice_id, version, day, body, sha256, findable) from stdin (format csv)`,
      ),
    );
    await pipeline(Readable.from(lines()), copy);
    await client.query(
      `insert into open_record (record_id, record_kind, notice_id, place, number, version, day, body, sha256, findable)
       select record_id, record_kind, notice_id, number, number, version, day, body, sha256, findable
       from open_change where number >= $1 and number < $2 order by number`,
      [numberOf(from), numberOf(to)],
    );
  });
}

function lineOf(change: RecordChange, number: number, at: string): string {
  const { kind, recordId, recordKind, noticeId, version, day, body, findable } = change;
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const sha256 = `\\x${hash('sha256', body!)}`;
  const cells = [number, at, kind, recordId, recordKind, noticeId, version, day, quoted(body!), sha256];
  return `${cells.join(',')},${quoted(JSON.stringify(findable))}\n`;
}
