/** What the states of public records are called. */
import type { Text } from '../condition.js';
import type { PublicNoticeState } from './life-cycle.js';
import type { PostState, PublicityCounts } from './public-record.js';

export const noticeStateWords: Readonly<Record<PublicNoticeState, Text>> = {
  published: { zh: '已发布，在报名期内接受报名', en: 'published: applications are taken within their time' },
  paused: { zh: '暂停', en: 'paused' },
  closed: { zh: '报名截止', en: 'no longer takes applications' },
  in_publicity: { zh: '拟聘公示中', en: 'proposed hires are public on the page' },
  objection: { zh: '有异议待办', en: 'an objection is open' },
  concluded: { zh: '已办结', en: 'concluded' },
};
export const postStateWords: Readonly<Record<PostState, Text>> = {
  open: { zh: '招聘中，在报名期内接受报名', en: 'open: applications are taken within their time' },
  paused: { zh: '公告已暂停', en: 'its notice is paused' },
  closed: { zh: '报名截止', en: 'no longer takes applications' },
  filled: { zh: '已招满', en: 'filled' },
  partly_filled: { zh: '部分招满', en: 'partly filled' },
  cancelled: { zh: '无人录用，岗位取消', en: 'cancelled: nobody was hired' },
};
export const publicityStateWords: Readonly<Record<PublicityCounts['state'], Text>> = {
  public: { zh: '公示中', en: 'public on the page' },
  ended: { zh: '公示已结束', en: 'ended: no longer on the page' },
};
