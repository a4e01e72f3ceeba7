/** What search engines should look at: an index of site maps and their parts, and what no robot may. */
import type { FastifyInstance } from 'fastify';
import { readListed, readListedParts } from '../../schema/open-record/open-feed.reads.js';
import type { OpenDataParts } from './open-data-routes.js';
import { notFound } from './query.js';
import { document, element } from './write-xml.js';

const xmlns = 'http://www.sitemaps.org/schemas/sitemap/0.9';

export function sitemapRoutes(app: FastifyInstance, { database, publicUrl }: OpenDataParts): void {
  app.get('/sitemap.xml', { helmet: false }, async (_request, reply) => {
    const parts = await readListedParts(database.pool);
    const maps = parts.map((part) => element('sitemap', {}, element('loc', {}, `${publicUrl()}/sitemap-${part}.xml`)));
    return reply.type('application/xml; charset=utf-8').send(document(element('sitemapindex', { xmlns }, ...maps)));
  });

  app.get<{ Params: { part: string } }>('/sitemap-:part(^\\d{1,6}).xml', { helmet: false }, async (request, reply) => {
    const listed = await readListed(database.pool, Number(request.params.part));
    if (listed.length === 0) throw notFound('没有这一部分网站地图', 'there is no such part of the site map');
    const urls = listed.map(({ id, kind, changedAt }) =>
      element(
        'url',
        {},
        element('loc', {}, `${publicUrl()}/recruitment/${kind}s/${id}`),
        element('lastmod', {}, changedAt.toISOString()),
      ),
    );
    return reply.type('application/xml; charset=utf-8').send(document(element('urlset', { xmlns }, ...urls)));
  });

  // Whom a firm proposes to hire is public in its time and on its page alone.
  app.get('/robots.txt', { helmet: false }, async (_request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .send(`User-agent: *\nDisallow: /recruitment/publicity/\n\nSitemap: ${publicUrl()}/sitemap.xml\n`),
  );
}
