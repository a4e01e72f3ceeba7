import { defineEntity, p } from '@mikro-orm/core';
import { instant, uuidKey } from '../columns.js';

/** A recruitment notice: whose it is, where it stands, and which version is public. */
export const NoticeEntity = defineEntity({
  name: 'Notice',
  uniques: [{ name: 'notice_notice_no_unique', properties: ['noticeNo'] }],
  indexes: [
    { name: 'notice_bureau_state_index', properties: ['bureau', 'state', 'noticeId'] },
    { name: 'notice_credit_code_index', properties: ['creditCode', 'noticeId'] },
  ],
  properties: {
    noticeId: uuidKey(),
    creditCode: p.text(),
    bureau: p.text(),
    state: p.text().default('draft'),
    version: p.integer().default(0),
    noticeNo: p.text().nullable(),
    closesAt: instant().nullable(),
    publishedAt: instant().nullable(),
    pausedAt: instant().nullable(),
    pauseReason: p.text().nullable(),
    withdrawal: p.json().nullable(),
    conclusion: p.json().nullable(),
    hired: p.json().nullable(),
    stageResults: p.json(),
    postIds: p.json(),
    createdBy: p.text(),
    createdAt: instant(),
    changedAt: instant(),
  },
});

/** One text of a notice on its way from draft to the page; kept for good once published. */
export const NoticeVersionEntity = defineEntity({
  name: 'NoticeVersion',
  properties: {
    noticeId: p.uuid().primary(),
    version: p.integer().primary(),
    state: p.text().default('draft'),
    revision: p.integer().default(1),
    content: p.json().columnType('json'),
    employer: p.json().columnType('json').nullable(),
    savedBy: p.text(),
    savedAt: instant(),
    amendReason: p.text().nullable(),
    justification: p.text().nullable(),
    returned: p.json().nullable(),
    answers: p.json().nullable(),
    submittedBy: p.text().nullable(),
    submittedAt: instant().nullable(),
    reviewedBy: p.text().nullable(),
    filingNumber: p.text().nullable(),
    filedAt: instant().nullable(),
    publishAt: instant().nullable(),
    officialUrl: p.text().nullable(),
    officialPublishedAt: instant().nullable(),
    officialCheckedAt: instant().nullable(),
    officialVerdict: p.text().nullable(),
    publishedAt: instant().nullable(),
  },
});
