/** Notices that the public was told of, without anybody having filed them: what the log, lists and feeds are tested with. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import { changesBetween } from '../../rules/recruitment/changes.js';
import type { RecordWords, Told } from '../../rules/recruitment/changes.js';
import { ancestorsOf, codeListsOf, findCode } from '../../rules/recruitment/codes.js';
import type { NoticeStanding } from '../../rules/recruitment/public-record.js';
import { sampleCodes } from '../../rules/recruitment/sample-codes.js';
import { transact } from '../../schema/database.js';
import { appendOpenChanges, numberOpenChanges } from '../../schema/open-record/open-record.writes.js';
import { goodEmployer, goodNotice } from './notices.js';

const lists = codeListsOf(sampleCodes);
export const words: RecordWords = {
  nameOf: (list, code) => findCode(lists, list, code)?.name ?? code,
  withAncestors: (list, code) => ancestorsOf(lists, list, code),
  hash: (text) => hash('sha256', text),
};

const uuidOf = (n: number) => `0195a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** The n-th notice as published at a moment, with so many posts. */
export function standingOf(
  n: number,
  publishedAt: Date,
  overrides: Partial<NoticeStanding> = {},
  posts = 2,
): NoticeStanding {
  const at = publishedAt.toISOString();
  const content = overrides.content ?? goodNotice({}, at.slice(0, 10), posts);
  return {
    id: uuidOf(n * 1000),
    noticeNo: `PY-SOE-2026-${String(n).padStart(4, '0')}`,
    version: 1,
    state: 'published',
    content,
    employer: goodEmployer,
    filing: { number: `濮人社备2026-${n}`, acceptedAt: at },
    officialUrl: `https://rsj.puyang.example/recruitment/${n}`,
    officialPublishedAt: at,
    publishedAt: at,
    amendedAt: at,
    amendReason: null,
    pauseReason: null,
    closesAt: content.application.closesAt,
    stageResults: [],
    publicity: [],
    openObjections: 0,
    hired: null,
    postIds: Object.fromEntries(content.posts.map(({ code }, i) => [code, uuidOf(n * 1000 + i + 1)])),
    ...overrides,
  };
}

/** Tells the public what a notice was and is; from or to null: it comes or goes. */
export async function tell(
  pool: pg.Pool,
  before: NoticeStanding | null,
  after: NoticeStanding | null,
  told: Partial<Told> = {},
  at = new Date((after ?? before)!.amendedAt),
): Promise<void> {
  const kind = after === null ? 'withdrawn' : before === null ? 'published' : 'amended';
  const changes = changesBetween(before, after, { kind, reason: null, remark: null, ...told }, words);
  await transact(pool, (client) => appendOpenChanges(client, changes, at));
  await numberOpenChanges(pool);
}
