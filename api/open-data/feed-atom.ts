/** A feed page as Atom (RFC 4287): licence by RFC 4946, pages by RFC 5005, what has gone as tombstones by RFC 6721. */
import { changeKinds, changeReasons } from '../../rules/recruitment/changes.js';
import { licence } from '../../rules/recruitment/public-record.js';
import type { GoneRecord } from '../../schema/open-record/open-feed.reads.js';
import type { FeedPage } from './feeds.js';
import { document, element } from './write-xml.js';
import type { Xml } from './write-xml.js';

export function atomFeed({ title, publicUrl, self, next, items, gone }: FeedPage): string {
  const times = [...items.map(({ changedAt }) => changedAt), ...gone.map(({ at }) => at)];
  const link = (rel: string, href: string) => element('link', { rel, href });
  return document(
    element(
      'feed',
      {
        xmlns: 'http://www.w3.org/2005/Atom',
        'xmlns:at': 'http://purl.org/atompub/tombstones/1.0',
        'xml:lang': 'zh-CN',
      },
      element('id', {}, self),
      element('title', {}, title),
      // A feed must say when it changed; an empty one never did.
      element('updated', {}, new Date(Math.max(0, ...times.map(Number))).toISOString()),
      element('author', {}, element('name', {}, '濮阳市就业信息共享平台'), element('uri', {}, publicUrl)),
      link('self', self),
      link('alternate', `${publicUrl}/recruitment`),
      link('license', licence),
      ...(next === null ? [] : [link('next', next)]),
      ...gone.map(tombstone),
      ...items.map(({ record, changedAt }) =>
        element(
          'entry',
          {},
          element('id', {}, `urn:uuid:${record.id}`),
          element('title', {}, record.title),
          element('published', {}, record.publishedAt),
          element('updated', {}, changedAt.toISOString()),
          element('author', {}, element('name', {}, record.employer.name)),
          link('alternate', publicUrl + record.path),
          link('license', record.licence),
          element('category', { term: record.state }),
          element('content', { type: 'text' }, record.text),
        ),
      ),
    ),
  );
}

function tombstone({ id, change, reason, remark, at }: GoneRecord): Xml {
  const why = [changeKinds[change].zh, reason === null ? null : changeReasons[reason].zh, remark];
  return element(
    'at:deleted-entry',
    { ref: `urn:uuid:${id}`, when: at.toISOString() },
    element('at:comment', {}, why.filter((part) => part !== null).join('：')),
  );
}
