/** Open data over plain HTTP: what GraphQL tells everybody, for whoever would rather take files and feeds. No key is asked for. */
import type { FastifyInstance } from 'fastify';
import type { House } from '../context.js';
import { tagAnswers } from '../not-modified.js';
import { payBySize } from '../pay-by-size.js';
import { catalogueRoute } from './catalogue-route.js';
import { changesRoute } from './changes-route.js';
import { completenessRoute } from './completeness-route.js';
import { feedRoutes } from './feeds.js';
import { sitemapRoutes } from './sitemap.js';
import { snapshotRoutes } from './snapshot-routes.js';

export type OpenDataParts = Pick<
  House,
  'database' | 'clock' | 'publicUrl' | 'openRecords' | 'watch' | 'costs' | 'purseOf'
>;

export async function openDataRoutes(app: FastifyInstance, parts: OpenDataParts): Promise<void> {
  await app.register(async (open) => {
    payBySize(open, parts);
    await tagAnswers(open);
    open.addHook('onRequest', async (_request, reply) => void reply.headers(openHeaders));
    catalogueRoute(open, parts);
    feedRoutes(open, parts);
    changesRoute(open, parts);
    completenessRoute(open, parts);
    snapshotRoutes(open, parts);
    sitemapRoutes(open, parts);
  });
}

const openHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, link',
  'cache-control': 'public, max-age=60',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
