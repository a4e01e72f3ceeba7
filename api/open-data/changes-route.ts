/** `/open-data/changes`: the log of public changes from a cursor on, page by page or by long poll, as JSON or a line a change. */
import type { FastifyInstance } from 'fastify';
import { askerGone } from '../asker-gone.js';
import { publicViewer } from '../authenticate.js';
import { changeCursor, readChangeCursor } from '../page-of.js';
import { readChangePage } from './change-page.js';
import type { SeenChange } from './change-page.js';
import { filterOf, filterParameters } from './filter-of-query.js';
import type { OpenDataParts } from './open-data-routes.js';
import { publicAddress, readQuery } from './query.js';

export const changesParameters = ['after', 'first', 'wait'] as const;
export const changesLimits = { usual: 100, most: 1000, waitSeconds: 25 } as const;

export function changesRoute(app: FastifyInstance, parts: OpenDataParts): void {
  app.get('/open-data/changes', { helmet: false }, async (request, reply) => {
    const query = readQuery(request, [...changesParameters, ...filterParameters.post]);
    const first = query.number('first', { from: 1, to: changesLimits.most, otherwise: changesLimits.usual });
    const { changes, end, hasMore } = await readChangePage(parts, {
      after: readChangeCursor(query.one('after')),
      filter: query.any(filterParameters.post) ? filterOf(query, 'post') : null,
      first,
      waitMs: query.number('wait', { from: 0, to: changesLimits.waitSeconds, otherwise: 0 }) * 1000,
      gone: askerGone(reply),
      who: parts.purseOf(publicViewer, request.ip).name,
    });
    const next = publicAddress(request, parts.publicUrl());
    next.searchParams.set('after', changeCursor(end));
    reply.headers({ 'cache-control': 'no-cache', vary: 'accept', link: `<${next.href}>; rel="next"` });
    const texts = changes.map(changeText);
    if (request.headers.accept?.includes('application/x-ndjson') === true)
      return reply.type('application/x-ndjson; charset=utf-8').send(texts.map((text) => `${text}\n`).join(''));
    const rest = JSON.stringify({ endCursor: changeCursor(end), hasMore }).slice(1);
    return reply.type('application/json; charset=utf-8').send(`{"changes":[${texts.join(',')}],${rest}`);
  });
}

/** The body goes through as it is stored: its text is what is hashed. */
function changeText(change: SeenChange): string {
  const { number, at, kind, reason, remark, recordKind, recordId, noticeId, version, day, sha256 } = change;
  const told = { at, kind, reason, remark, recordKind, recordId, noticeId, version, day, sha256 };
  const head = JSON.stringify({ cursor: changeCursor(number), ...told });
  return `${head.slice(0, -1)},"body":${change.body ?? 'null'}}`;
}
