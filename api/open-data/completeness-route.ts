/** `/open-data/completeness`: how many records each day has and their digest, by which a copy is proved whole in one request. */
import type { FastifyInstance } from 'fastify';
import { parseDay } from '../../rules/civil-date.js';
import { readCompleteness } from '../../schema/open-record/open-record.reads.js';
import { HubError } from '../errors.js';
import { changeCursor } from '../page-of.js';
import type { OpenDataParts } from './open-data-routes.js';
import { readQuery } from './query.js';
import type { Query } from './query.js';

export function completenessRoute(app: FastifyInstance, { database }: OpenDataParts): void {
  app.get('/open-data/completeness', { helmet: false }, async (request, reply) => {
    const query = readQuery(request, ['from', 'to']);
    const [from, to] = [dayOf(query, 'from', '0001-01-01'), dayOf(query, 'to', '9999-12-31')];
    const { number, days, kinds } = await readCompleteness(database.pool, from, to);
    reply.header('cache-control', 'no-cache');
    return { cursor: changeCursor(number), days, totals: kinds };
  });
}

function dayOf(query: Query, name: string, otherwise: string): string {
  const text = query.one(name);
  if (text === null || parseDay(text) !== null) return text ?? otherwise;
  throw new HubError(
    'BAD_INPUT',
    `参数 ${name} 应为日期，如 2027-03-05`,
    `the parameter ${name} must be a day such as 2027-03-05`,
  );
}
