/** The public pages of recruitment, beneath `/recruitment`. They ask GraphQL through `runOperation` and nothing else. */
import type { FastifyInstance } from 'fastify';
import { publicViewer } from './authenticate.js';
import { tagAnswers } from './not-modified.js';
import { filterOf, filterParameters } from './open-data/filter-of-query.js';
import { readQuery } from './open-data/query.js';
import { renderChanges } from './pages/portal/changes.page.js';
import { renderData } from './pages/portal/data.page.js';
import { renderMessage } from './pages/portal/gone.js';
import { renderNoticeList } from './pages/portal/notice-list.page.js';
import { renderNotice } from './pages/portal/notice.page.js';
import { renderPost } from './pages/portal/post.page.js';
import type { Ask } from './pages/portal/shown.js';
import { publicityRoutes } from './publicity-routes.js';
import { type PortalParts, sendPage, sendRefusal } from './send-page.js';

export async function portalRoutes(portal: FastifyInstance, parts: PortalParts): Promise<void> {
  portal.setErrorHandler((error: Error, request, reply) => sendRefusal(reply, error, request, parts.log));
  portal.setNotFoundHandler((_request, reply) => sendPage(reply, renderMessage(404, '没有这一页', '没有这个地址。')));
  await portal.register(async (open) => {
    await tagAnswers(open);
    openPages(open, parts);
  });
  await portal.register(async (guarded) => publicityRoutes(guarded, parts));
}

interface Named {
  Params: { id: string };
}

function openPages(app: FastifyInstance, { runOperation }: PortalParts): void {
  const ask: Ask = (query, variables) => runOperation(publicViewer, query, variables);
  // Asked for again each time: a page may say something else from one second to the next, when applications close.
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-cache'));

  app.get('/', async (request, reply) => {
    const query = readQuery(request, [...filterParameters.post, 'after']);
    const asked = { filter: filterOf(query, 'post'), after: query.one('after') };
    return sendPage(reply, await renderNoticeList(ask, asked));
  });
  app.get<Named>('/notices/:id', async (request, reply) => {
    const query = readQuery(request, ['version', 'after']);
    const version = query.number('version', { from: 1, to: 999_999_999, otherwise: 0 }) || null;
    return sendPage(reply, await renderNotice(ask, { id: request.params.id, version, after: query.one('after') }));
  });
  app.get<Named>('/posts/:id', async (request, reply) => {
    readQuery(request, []);
    return sendPage(reply, await renderPost(ask, request.params.id));
  });
  app.get('/changes', async (request, reply) =>
    sendPage(reply, await renderChanges(ask, readQuery(request, ['after']).one('after'))),
  );
  app.get('/data', async (request, reply) => {
    readQuery(request, []);
    return sendPage(reply, await renderData(ask));
  });
}
