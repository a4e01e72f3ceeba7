/** Feeds of the newest records, by any filter: one page read once, told as JSON Feed or as Atom. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { noticeAt, postAt } from '../../rules/recruitment/closed-by-clock.js';
import type { PublicNotice, PublicPost } from '../../rules/recruitment/public-record.js';
import { readFeedRecords, readGoneRecords } from '../../schema/open-record/open-feed.reads.js';
import type { GoneRecord } from '../../schema/open-record/open-feed.reads.js';
import { HubError } from '../errors.js';
import { readCursor, writeCursor } from '../page-of.js';
import { atomFeed } from './feed-atom.js';
import { jsonFeed } from './feed-json.js';
import { filterOf, filterParameters } from './filter-of-query.js';
import type { OpenDataParts } from './open-data-routes.js';
import { publicAddress, readQuery } from './query.js';
import type { Query } from './query.js';

export interface FeedPage {
  title: string;
  publicUrl: string;
  /** Addresses of this page, and of the next one where there is one. */
  self: string;
  next: string | null;
  items: { record: PublicNotice | PublicPost; changedAt: Date }[];
  /** What went lately, whatever the filter: a reader may hold a record that has left it since. On the first page alone. */
  gone: GoneRecord[];
}

/** Beside the parameters of the filter. */
export const feedParameters = ['kind', 'first', 'after'] as const;
export const feedLimits = { usual: 50, most: 100, goneDays: 30, gone: 1000 } as const;

export function feedRoutes(app: FastifyInstance, parts: OpenDataParts): void {
  app.get('/open-data/feed.json', { helmet: false }, async (request, reply) =>
    reply.type('application/feed+json; charset=utf-8').send(jsonFeed(await readPage(request, parts))),
  );
  app.get('/open-data/feed.atom', { helmet: false }, async (request, reply) =>
    reply.type('application/atom+xml; charset=utf-8').send(atomFeed(await readPage(request, parts))),
  );
}

async function readPage(
  request: FastifyRequest,
  { database, clock, publicUrl, openRecords }: OpenDataParts,
): Promise<FeedPage> {
  const query = readQuery(request, [...filterParameters.post, ...feedParameters]);
  const kind = kindOf(query);
  const after = query.one('after');
  const first = query.number('first', { from: 1, to: feedLimits.most, otherwise: feedLimits.usual });
  const before = after === null ? null : Number(readCursor(`${kind}s`, after, /^\d{1,15}$/));
  const found = await openRecords.page(kind, filterOf(query, kind), before, first + 1);
  const places = found.slice(0, first);
  const rows = await readFeedRecords(database.pool, places);
  const since = new Date(clock().getTime() - feedLimits.goneDays * 86_400_000);
  const self = publicAddress(request, publicUrl());
  const next = new URL(self);
  next.searchParams.set('after', writeCursor(`${kind}s`, String(places.at(-1))));
  return {
    title: kind === 'notice' ? '濮阳市国有企业招聘公告' : '濮阳市国有企业招聘岗位',
    publicUrl: publicUrl(),
    self: self.href,
    next: found.length > first ? next.href : null,
    items: rows.map(({ body, changedAt }) => ({ record: recordAt(kind, body, clock()), changedAt })),
    gone: before === null ? await readGoneRecords(database.pool, kind, since, feedLimits.gone) : [],
  };
}

/** As it is told at a moment: what takes no more applications says so at once. */
function recordAt(kind: 'notice' | 'post', body: string, at: Date): PublicNotice | PublicPost {
  const now = at.toISOString();
  return kind === 'notice'
    ? noticeAt(JSON.parse(body) as PublicNotice, now)
    : postAt(JSON.parse(body) as PublicPost, now);
}

function kindOf(query: Query): 'notice' | 'post' {
  const kind = query.one('kind') ?? 'notice';
  if (kind !== 'notice' && kind !== 'post')
    throw new HubError('BAD_INPUT', '参数 kind 应为 notice 或 post', 'the parameter kind is notice or post');
  const ofPosts = filterParameters.post.filter((name) => !filterParameters.notice.includes(name));
  if (kind === 'notice' && query.any(ofPosts))
    throw new HubError(
      'BAD_INPUT',
      `参数 ${ofPosts.join('、')} 只用于岗位：请加 kind=post`,
      `the parameters ${ofPosts.join(', ')} are of posts: add kind=post`,
    );
  return kind;
}
