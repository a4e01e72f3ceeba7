/** Reads of notices as the firms and the bureaus work on them; what the public reads stands in `open-record`. */
import type pg from 'pg';
import type { Batch, Dossier, Version } from '../../rules/recruitment/dossier.js';
import type { NoticeState } from '../../rules/recruitment/life-cycle.js';
import type { NoticeStanding, PublicityCounts } from '../../rules/recruitment/public-record.js';

type Db = pg.Pool | pg.ClientBase;

/** Instants come as text, as rules read them. */
const instant = (column: string, name: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${name}"`;

const noticeColumns = `notice_id as id, credit_code as "creditCode", bureau, state, version, notice_no as "noticeNo",
  ${instant('closes_at', 'closesAt')}, ${instant('published_at', 'publishedAt')}, ${instant('paused_at', 'pausedAt')},
  pause_reason as "pauseReason", withdrawal, conclusion, hired, stage_results as "stageResults", post_ids as "postIds", created_by as "createdBy"`;

const versionColumns = `version, state, revision, content, employer, saved_by as "savedBy", ${instant('saved_at', 'savedAt')},
  amend_reason as "amendReason", justification, returned, answers, submitted_by as "submittedBy", ${instant('submitted_at', 'submittedAt')},
  reviewed_by as "reviewedBy", filing_number as "filingNumber", ${instant('filed_at', 'filedAt')}, ${instant('publish_at', 'publishAt')},
  official_url as "officialUrl", ${instant('official_published_at', 'officialPublishedAt')},
  ${instant('official_checked_at', 'officialCheckedAt')}, official_verdict as "officialVerdict", ${instant('published_at', 'publishedAt')}`;

export interface KnownNotice {
  dossier: Dossier;
  /** What the publicity of hires comes to for the public. */
  publicity: PublicityCounts[];
}

/** A notice with all that decides its moves; locked against every other move when a transaction asks for it. */
export async function readNotice(db: Db, id: string, lock: 'lock' | null = null): Promise<KnownNotice | null> {
  const found = await db.query<Omit<Dossier, 'pending' | 'published' | 'batches' | 'openObjections'>>(
    `select ${noticeColumns} from notice where notice_id = $1 ${lock ? 'for update' : ''}`,
    [id],
  );
  const notice = found.rows[0];
  if (!notice) return null;
  const versions = await db.query<Version>(
    `select ${versionColumns} from notice_version
     where notice_id = $1 and (version = $2 or state in ('draft', 'submitted', 'returned', 'filed') or ($2 = 0 and version = 1))`,
    [id, notice.version],
  );
  const batches = await db.query<Batch & PublicityCounts>(
    `select batch_id as id, state, counts, ${instant('posted_at', 'postedAt')}, first_day::text as "firstDay", last_day::text as "lastDay"
     from publicity_batch where notice_id = $1 order by batch_id`,
    [id],
  );
  const objections = await db.query<{ open: number }>(
    `select count(*)::int as open from objection where notice_id = $1 and state in ('received', 'acknowledged')`,
    [id],
  );
  const published = versions.rows.find(({ version }) => version === notice.version) ?? null;
  return {
    dossier: {
      ...notice,
      pending: versions.rows.find((one) => one !== published) ?? null,
      published,
      batches: batches.rows.map(({ id, state, counts }) => ({ id, state, counts })),
      openObjections: objections.rows[0]!.open,
    },
    publicity: batches.rows
      .filter(({ state }) => state === 'public' || state === 'ended')
      .map(({ id, state, counts, postedAt, firstDay, lastDay }) => ({
        id,
        state,
        postedAt,
        firstDay,
        lastDay,
        posts: counts,
      })),
  };
}

const inPublic: ReadonlySet<NoticeState> = new Set([
  'published',
  'paused',
  'closed',
  'in_publicity',
  'objection',
  'concluded',
]);

/** What the public is told of a notice; null while, or since, it is not public. */
export function standingOf({ dossier, publicity }: KnownNotice): NoticeStanding | null {
  const { published } = dossier;
  if (published === null || !inPublic.has(dossier.state)) return null;
  return {
    id: dossier.id,
    noticeNo: dossier.noticeNo!,
    version: published.version,
    state: dossier.state as NoticeStanding['state'],
    // Whole since it was submitted.
    content: published.content as NoticeStanding['content'],
    employer: published.employer!,
    filing: { number: published.filingNumber!, acceptedAt: published.filedAt! },
    officialUrl: published.officialUrl!,
    officialPublishedAt: published.officialPublishedAt!,
    publishedAt: dossier.publishedAt!,
    amendedAt: published.publishedAt!,
    amendReason: published.amendReason,
    pauseReason: dossier.pauseReason,
    closesAt: dossier.closesAt!,
    stageResults: dossier.stageResults,
    publicity,
    openObjections: dossier.openObjections,
    hired: dossier.hired,
    postIds: dossier.postIds,
  };
}

/** A line of the lists that firms and bureaus see. */
export interface NoticeLine {
  id: string;
  creditCode: string;
  employerName: string | null;
  bureau: string;
  state: NoticeState;
  version: number;
  noticeNo: string | null;
  title: string | null;
  /** State of the text on its way; null: none is. */
  pendingState: string | null;
  submittedAt: Date | null;
  changedAt: Date;
}

export interface NoticeListFilter {
  creditCode: string | null;
  /** What the codes of the bureaus begin with; null for a firm's own list. */
  bureaus: string | null;
  states: readonly NoticeState[] | null;
  /** Bureaus see nothing that was not submitted to them, nor what a firm made of it since its return. */
  submittedOnly: boolean;
  /** What the last look at the page on the bureau's website found. */
  officialVerdict: Version['officialVerdict'];
}

/** Newest first; up to `limit` older than the notice `after`. */
export async function readNoticeLines(
  db: Db,
  filter: NoticeListFilter,
  page: { after: string | null; limit: number },
): Promise<NoticeLine[]> {
  const found = await db.query<NoticeLine>(
    `select notice_id as id, credit_code as "creditCode", latest.employer ->> 'name' as "employerName", bureau, notice.state, notice.version,
       notice_no as "noticeNo", case when not ($4 and latest.state = 'returned') then latest.content ->> 'title' end as title,
       case when latest.version > notice.version and latest.state not in ('dropped', 'purged') then latest.state end as "pendingState",
       latest.submitted_at as "submittedAt", changed_at as "changedAt"
     from notice, lateral (select version, state, content, employer, submitted_at from notice_version one
       where one.notice_id = notice.notice_id and (not $4 or one.submitted_at is not null) and (notice.version = 0 or one.state not in ('dropped', 'purged'))
       order by one.version desc limit 1) latest
     where ($1::text is null or credit_code = $1) and ($2::text is null or bureau like $2 || '%') and ($3::text[] is null or notice.state = any($3))
       and ($5::uuid is null or notice_id < $5)
       and ($7::text is null or $7 = (select official_verdict from notice_version shown
         where (shown.notice_id, shown.version) = (notice.notice_id, notice.version)))
     order by notice_id desc limit $6`,
    [
      filter.creditCode,
      filter.bureaus,
      filter.states,
      filter.submittedOnly,
      page.after,
      page.limit,
      filter.officialVerdict,
    ],
  );
  return found.rows;
}

/** Notices that the clock must move: due to be published, or closing. */
export async function readDueNotices(db: Db, now: Date): Promise<{ id: string; move: 'publish' | 'close' }[]> {
  const found = await db.query<{ id: string; move: 'publish' | 'close' }>(
    `select notice_id as id, 'close' as move from notice where state = 'published' and closes_at <= $1
     union all select notice_id, 'publish' from notice_version where state = 'filed' and publish_at <= $1 limit 1000`,
    [now],
  );
  return found.rows;
}
