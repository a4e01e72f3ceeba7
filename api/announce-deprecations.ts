/** At its start the API tells the stream of changes what of the public interface will go, and when: once for each part. */
import type { GraphQLSchema } from 'graphql';
import type pg from 'pg';
import { tellDeprecations } from '../schema/open-record/deprecation.writes.js';
import { deprecationsOf } from './deprecations.js';

/** Returns how many parts were told of. A date that moves is told again. */
export function announceDeprecations(pool: pg.Pool, schema: GraphQLSchema, at: Date): Promise<number> {
  const remarks = deprecationsOf(schema).map(({ coordinate, reason }) => `${coordinate}: ${reason}`);
  return tellDeprecations(pool, remarks, at);
}
