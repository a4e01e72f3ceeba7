/** The page at `/`. It asks GraphQL through `runOperation` and nothing else. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { publicViewer } from './authenticate.js';
import { type Demo, demoOfficer } from './demo.js';
import { HubError } from './errors.js';
import { RefusedOperation, type RunOperation } from './run-operation.js';
import { renderHome } from './pages/home.page.js';
import { resyncSource } from './pages/resync-source.js';
import { portalStyle } from './pages/portal/style.js';
import { style } from './pages/style.js';
import { isAtThisMachine, isFromOwnPage } from './this-machine.js';

export function pageRoutes(
  app: FastifyInstance,
  { demo, runOperation }: { demo: Demo | undefined; runOperation: RunOperation },
): void {
  app.get('/', async (request, reply) => {
    const officer = demo && isAtThisMachine(request) ? demo : undefined;
    const html = await renderHome({
      ask: (query) => runOperation(officer ? demoOfficer : publicViewer, query),
      signedInAs: officer ? demoOfficer.client : null,
      samples: officer ? await officer.samplePersons() : [],
      formKey: randomUUID(),
    });
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
  });

  app.post('/resync', async (request, reply) => {
    if (!demo || !isAtThisMachine(request) || !isFromOwnPage(request))
      throw new HubError('FORBIDDEN', '只能在本机页面上操作', 'only the page on this machine may do this');
    const { source, formKey } = (request.body ?? {}) as { source?: unknown; formKey?: unknown };
    await resyncSource(
      (query, variables) =>
        runOperation(demoOfficer, query, variables).catch((error: unknown) => {
          // A paused stream says so on its card; the others are synced all the same.
          if (!(error instanceof RefusedOperation) || error.code !== 'ILLEGAL_MOVE') throw error;
        }),
      String(source),
      String(formKey),
    );
    return reply.redirect('/', 303);
  });

  app.get('/page.css', async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(style + portalStyle),
  );
}
