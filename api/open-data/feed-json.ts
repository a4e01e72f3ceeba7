/** A feed page as JSON Feed 1.1; what that format has no word for stands under names that begin with `_`. */
import { licence } from '../../rules/recruitment/public-record.js';
import type { FeedPage } from './feeds.js';

export function jsonFeed({ title, publicUrl, self, next, items, gone }: FeedPage): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: `${publicUrl}/recruitment`,
    feed_url: self,
    ...(next !== null && { next_url: next }),
    language: 'zh-CN',
    authors: [{ name: '濮阳市就业信息共享平台', url: publicUrl }],
    _licence: licence,
    items: items.map(({ record, changedAt }) => ({
      id: record.id,
      url: publicUrl + record.path,
      title: record.title,
      content_text: record.text,
      date_published: record.publishedAt,
      date_modified: changedAt.toISOString(),
      _record: record,
    })),
    _removed: gone.map(({ id, change, reason, remark, at }) => ({
      id,
      kind: change,
      reason,
      remark,
      at: at.toISOString(),
    })),
  });
}
