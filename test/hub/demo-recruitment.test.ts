/** The demo's recruitment over the real API: firms confirmed by a second person, lawful notices on any day, and something new in each turn. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { amendedNotice, demoNotice } from '../../hub/demo-notice.js';
import { beginRecruitment, keepRecruiting, takeTurn } from '../../hub/demo-recruitment.js';
import type { Scene } from '../../hub/demo-recruiting.js';
import { writeDemoCalendar } from '../../hub/demo.js';
import { moveDueNotices } from '../../jobs/move-due-notices.job.js';
import { parseDay } from '../../rules/civil-date.js';
import { checkNotice } from '../../rules/recruitment/check-notice.js';
import { codeListsOf } from '../../rules/recruitment/codes.js';
import type { NoticeContent } from '../../rules/recruitment/notice.js';
import { sampleCodes } from '../../rules/recruitment/sample-codes.js';
import { limitsOn } from '../../rules/recruitment/time-limits.js';
import { civilDay } from '../../rules/shanghai-time.js';
import type { OrganizationFact } from '../../rules/vocabulary.js';
import { readPublicCandidates } from '../../schema/publicity/publicity.reads.js';
import { readWorkYears } from '../../schema/work-calendar/work-calendar.reads.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { rowsOf } from '../support/facts.js';
import { goodEmployer } from '../support/notices.js';

const codes = codeListsOf(sampleCodes);
const dayMs = 86_400_000;

const stateFirms: Partial<OrganizationFact>[] = [
  { name: '濮阳示例城市投资有限公司', stateLevel: 'municipal', investor: '濮阳市财政局', region: '410900' },
  { name: '清丰示例水务有限公司', stateLevel: 'county', investor: '清丰县财政局', region: '410922' },
  {
    name: '示例能源濮阳分公司',
    stateLevel: 'central',
    entityKind: 'branch',
    investor: '国务院国资委',
    region: '410900',
  },
  { name: '濮阳示例公交有限公司', stateLevel: 'municipal', investor: '濮阳市财政局', region: '410900' },
];
function rows(stream: string): SourceRow[] {
  if (stream !== 'market-entities') return [];
  return rowsOf(stream, 6).map((row, n) =>
    row.op === 'upsert' && row.body.kind === 'organization' && stateFirms[n]
      ? { ...row, body: { ...row.body, entityKind: 'company', ownership: 'state', ...stateFirms[n] } }
      : row,
  );
}

let api: TestApi;
let scene: Scene;
let shift = 0;
const now = () => new Date(Date.now() + shift);

beforeAll(async () => {
  api = await openTestApi();
  await api.fill(rows);
  await writeDemoCalendar(api.database, now());
  // The API under test is no demo: its officials pages are those of a bureau.
  const pages = 'https://rsj.puyang.example';
  scene = { home: api.home, url: api.url, pages, clock: now, signal: new AbortController().signal };
});
afterAll(() => api.close());

const count = async (query: string) =>
  (await api.database.pool.query<{ n: number }>(`select count(*)::int as n from ${query}`)).rows[0]!.n;
/** What the public was told of notices, in order. */
async function told(): Promise<string[]> {
  const found = await api.database.pool.query<{ kind: string }>(
    `select kind from open_change where record_kind = 'notice' and number is not null order by number`,
  );
  return found.rows.map(({ kind }) => kind);
}

describe('what is announced', () => {
  const problemsOf = (content: NoticeContent, at: Date) => {
    const limits = { time: limitsOn(parseDay(civilDay(at))!), minimumWageFen: null, veteransPercent: null };
    return checkNotice(content, { codes, now: at.toISOString(), limits, employer: goodEmployer }).problems;
  };

  test('nothing is wrong with any notice on any day of two years, nor when it is amended later', () => {
    const wrong: unknown[] = [];
    for (let day = 0; day < 731; day++) {
      const at = new Date(Date.parse('2027-01-01T03:20:00Z') + day * dayMs);
      const firm = { ...goodEmployer, level: day % 2 ? 'county' : 'central', region: '410928' } as const;
      const content = demoNotice(firm, { number: day % 7, serial: 1 + (day % 31), now: at });
      wrong.push(...problemsOf(content, at));
      const later = new Date(at.getTime() + (day % 20) * dayMs);
      const left = problemsOf(amendedNotice(content, later), later).filter(({ rule }) => rule !== 'dates.opened');
      wrong.push(...left);
    }
    expect(wrong).toEqual([]);
  });

  test('the graduates of the coming summer are wanted', () => {
    const years = ['2027-02-01', '2027-06-30', '2027-07-01', '2027-12-31'].map((day) => {
      const content = demoNotice(goodEmployer, { number: 0, serial: 1, now: new Date(`${day}T04:00:00Z`) });
      return content.eligibility.graduatedTo;
    });
    expect(years).toEqual(['2027-08-31', '2027-08-31', '2028-08-31', '2028-08-31']);
  });
});

describe('the demo', () => {
  test('firms of every level come onto the register by a second person, and each has a notice with open posts', async () => {
    await beginRecruitment(scene);
    const firms = await api.database.pool.query<{ level: string; holding: string; by: string | null }>(
      `select level, holding, decided_by as by from state_firm join proposal using (proposal_id)`,
    );
    expect(firms.rows.map(({ level, holding }) => `${level} ${holding}`).sort()).toEqual([
      'central branch',
      'county wholly',
      'municipal wholly',
      'municipal wholly',
    ]);
    expect(firms.rows.every(({ by }) => by === '市人社局复核专员')).toBe(true);
    expect(await told()).toEqual(Array.from({ length: 4 }, () => 'published'));
    const answer = await api.ask('{ recruitmentPosts(filter: { state: [OPEN] }) { totalCount } }');
    expect((answer.data as { recruitmentPosts: { totalCount: number } }).recruitmentPosts.totalCount).toBeGreaterThan(
      8,
    );
    expect(await count(`notice where bureau = '410922'`)).toBe(1);
  });

  test('another start adds nothing', async () => {
    await beginRecruitment(scene);
    expect(await told()).toHaveLength(4);
    expect(await count('proposal')).toBe(4);
  });

  test('each turn the public is told of something', async () => {
    for (let turn = 0; turn < 5; turn++) await takeTurn(scene, turn);
    expect((await told()).slice(4)).toEqual(['published', 'amended', 'published', 'withdrawn', 'amended']);
  });

  test('there are never more than forty open notices', async () => {
    const open = () => count(`notice where state = 'published'`);
    for (let left = 40 - (await open()); left > 0; left--) await takeTurn(scene, 0);
    expect(await open()).toBe(40);
    await takeTurn(scene, 0);
    expect(await open()).toBe(39);
    expect((await told()).at(-1)).toBe('withdrawn');
  });

  test('what goes wrong is told once and tried again; the signal ends it', async () => {
    const ending = new AbortController();
    const said: string[] = [];
    const lost = { ...scene, url: 'http://127.0.0.1:9', signal: ending.signal };
    const going = keepRecruiting(lost, (line) => said.push(line), 10);
    await sleep(500);
    expect(said).toEqual([expect.stringContaining('stand still for now')]);
    lost.url = api.url;
    const before = (await told()).length;
    for (let i = 0; i < 100 && (await told()).length === before; i++) await sleep(50);
    expect((await told()).length).toBeGreaterThan(before);
    ending.abort();
    await going;
    expect(said).toHaveLength(1);
  });

  test('once a notice has closed, invented hires stand on the page, one list and no more', async () => {
    shift = 30 * dayMs;
    api.shift(shift);
    const { database, vault } = api;
    await moveDueNotices({ database, vault, codes, now: now(), isDemo: false, log: () => {} });
    await takeTurn(scene, 0);
    const lists = await database.pool.query<{ id: string; state: string }>(
      `select batch_id as id, state from publicity_batch`,
    );
    expect(lists.rows.map(({ state }) => state)).toEqual(['public']);
    const shown = await readPublicCandidates(database.pool, vault, lists.rows[0]!.id, now());
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.every(({ name }) => name.startsWith('演示'))).toBe(true);
    await takeTurn(scene, 0);
    expect(await count('publicity_batch')).toBe(1);
    expect((await told()).at(-1)).toBe('published');
  });
});

test('years that are not announced are there as examples, and those that are stay as they are', async () => {
  await writeDemoCalendar(api.database, new Date('2026-11-27T04:00:00Z'));
  const years = (await readWorkYears(api.database.pool)).filter(({ year }) => year >= 2026);
  expect(years.slice(0, 3).map(({ year, example }) => [year, example])).toEqual([
    [2026, false],
    [2027, true],
    [2028, true],
  ]);
});
