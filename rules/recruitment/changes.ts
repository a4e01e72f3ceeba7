/** What a move changes for the public: which records come, change or go, and under which name the change stream tells it. */
import type { Text } from '../condition.js';
import { dayOfRecord, findableNotice, findablePost } from './facets.js';
import type { CodeWords, Findable } from './facets.js';
import { publicNotice, publicPost } from './public-record.js';
import type { NoticeStanding } from './public-record.js';

export const changeKinds = {
  published: { zh: '发布', en: 'Published' },
  amended: { zh: '更正', en: 'Amended' },
  paused: { zh: '暂停', en: 'Paused' },
  resumed: { zh: '恢复', en: 'Resumed' },
  expired: { zh: '报名截止', en: 'No longer takes applications' },
  withdrawn: { zh: '撤回', en: 'Withdrawn: the record is gone' },
  stage_result: { zh: '环节结果', en: 'A stage is over' },
  publicity_opened: { zh: '拟聘公示开始', en: 'Proposed hires are made public on the page' },
  publicity_ended: { zh: '拟聘公示结束', en: 'Proposed hires are no longer public: copies must go' },
  candidate_replaced: { zh: '拟聘人选调整', en: 'A proposed hire was taken off' },
  objection: { zh: '异议受理或办结', en: 'An objection was received or answered' },
  concluded: { zh: '办结', en: 'Concluded' },
  annulled: { zh: '结果撤销', en: 'Annulled: the record is gone' },
  deprecated: { zh: '接口弃用预告', en: 'A part of this interface will go' },
} as const satisfies Record<string, Text>;
export type ChangeKind = keyof typeof changeKinds;

/** Why a record is gone, or why it changed where that is public. */
export const changeReasons = {
  plan_changed: { zh: '招聘计划调整', en: 'The plan of recruitment changed' },
  too_few_applicants: { zh: '报名人数不足', en: 'Too few applicants' },
  error_in_notice: { zh: '公告有误', en: 'An error in the notice' },
  violation: { zh: '违反规定', en: 'A violation of rules' },
  post_removed: { zh: '岗位取消', en: 'The post was taken out' },
  force_majeure: { zh: '不可抗力', en: 'Force majeure' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies Record<string, Text>;
export type ChangeReason = keyof typeof changeReasons;

export interface RecordChange {
  kind: ChangeKind;
  reason: ChangeReason | null;
  /** Public words, such as why a notice was amended. */
  remark: string | null;
  recordId: string;
  recordKind: 'notice' | 'post';
  noticeId: string;
  version: number;
  /** Day of first publication: where the record counts. */
  day: string;
  /** Null: the record is gone. */
  body: string | null;
  findable: Findable | null;
}

/** How a change is told. */
export type Told = Pick<RecordChange, 'kind' | 'reason' | 'remark'>;

export interface RecordWords extends CodeWords {
  hash: (text: string) => string;
}

/** Every record of a notice as it stands. */
function recordsOf(standing: NoticeStanding, words: RecordWords) {
  const notice = publicNotice(standing, words.nameOf, words.hash);
  const posts = standing.content.posts.map((post) => publicPost(standing, post, words.nameOf, words.hash));
  return [
    { id: notice.id, kind: 'notice' as const, body: JSON.stringify(notice), find: () => findableNotice(notice, words) },
    ...posts.map((post) => ({
      id: post.id,
      kind: 'post' as const,
      body: JSON.stringify(post),
      find: () => findablePost(post, words),
    })),
  ];
}

/** From nothing to a standing: published. From a standing to nothing: gone. Between two: what differs, the notice always. */
export function changesBetween(
  before: NoticeStanding | null,
  after: NoticeStanding | null,
  told: Told,
  words: RecordWords,
): RecordChange[] {
  const either = after ?? before;
  // What goes on with a notice that is gone is nobody's business any more.
  if (either === null) return [];
  const common = { noticeId: either.id, version: either.version, day: dayOfRecord(either) };
  const old = new Map((before ? recordsOf(before, words) : []).map((record) => [record.id, record]));
  const now = after ? recordsOf(after, words) : [];
  const come = now.flatMap(({ id, kind, body, find }): RecordChange[] => {
    const was = old.get(id);
    if (was?.body === body && kind === 'post') return [];
    const how = was || !before ? told : { ...told, kind: 'published' as const };
    return [{ ...how, ...common, recordId: id, recordKind: kind, body, findable: find() }];
  });
  const staying = new Set(now.map(({ id }) => id));
  const gone = [...old.values()]
    .filter(({ id }) => !staying.has(id))
    .map(({ id, kind }): RecordChange => {
      const how = after ? { ...told, kind: 'withdrawn' as const, reason: 'post_removed' as const } : told;
      return { ...how, ...common, recordId: id, recordKind: kind, body: null, findable: null };
    });
  return [...come, ...gone];
}
