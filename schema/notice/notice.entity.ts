import { defineEntity, p } from '@mikro-orm/core';
import { day, instant, uuidKey } from '../columns.js';

/** A recruitment notice: filed by an employer, published or withdrawn by the bureau. */
export const NoticeEntity = defineEntity({
  name: 'Notice',
  indexes: [
    {
      name: 'notice_published_at_index',
      expression: `create index notice_published_at_index on notice (published_at desc, notice_id desc) where state = 'published'`,
    },
  ],
  properties: {
    noticeId: uuidKey(),
    creditCode: p.text(),
    employerName: p.text(),
    title: p.text(),
    body: p.text(),
    region: p.text(),
    headcount: p.integer(),
    applyUrl: p.text(),
    applyUntil: day(),
    state: p.text().default('filed'),
    filedBy: p.text(),
    filedAt: instant().defaultRaw('now()'),
    publishedAt: instant().nullable(),
  },
});
