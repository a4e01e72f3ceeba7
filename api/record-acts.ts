/** Every mutation of those who work with the hub is an act in the access log: noted before it begins, and how it ended. So is each query of theirs that is refused. */
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { defaultFieldResolver } from 'graphql';
import { type AccessStamp, writeAct } from '../schema/access-event/access-event.writes.js';
import type { Context } from './context.js';
import { HubError } from './errors.js';
import { isUuid } from './page-of.js';

type Act = GraphQLFieldResolver<unknown, Context, Record<string, unknown>>;

/** In place, once at start. If an act cannot be noted it does not begin. */
export function recordActs(schema: GraphQLSchema): void {
  for (const [name, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = (field.resolve ?? defaultFieldResolver) as Act;
    const recorded: Act = async (source, args, context, info) => {
      const { pool } = context.database;
      const stamp = stampOf(name, context);
      const about = idIn(args) ?? idIn(args['input']);
      await writeAct(pool, stamp, 'begun', about);
      try {
        const result: unknown = await resolve(source, args, context, info);
        await writeAct(pool, stamp, 'done', about ?? idIn(result));
        return result;
      } catch (error) {
        await writeAct(pool, stamp, isRefusal(error) ? 'refused' : 'failed', about).catch(() => {
          // That it was begun is on record; the error that follows names itself in the process's log.
          context.log.error({ act: name }, 'the end of an act could not be noted');
        });
        throw error;
      }
    };
    field.resolve = recorded as NonNullable<typeof field.resolve>;
  }
  for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {})) {
    const resolve = (field.resolve ?? defaultFieldResolver) as Act;
    const watched: Act = async (source, args, context, info) => {
      try {
        return await resolve(source, args, context, info);
      } catch (error) {
        if (isRefusal(error)) await writeAct(context.database.pool, stampOf(name, context), 'refused', idIn(args));
        throw error;
      }
    };
    field.resolve = watched as NonNullable<typeof field.resolve>;
  }
}

const isRefusal = (error: unknown): boolean => error instanceof HubError && error.code === 'FORBIDDEN';

function stampOf(name: string, { viewer, operation }: Context): AccessStamp {
  return {
    client: viewer.client,
    audience: viewer.audience,
    purpose: 'own-work',
    basis: null,
    agreementId: null,
    operation: `${name}#${operation.name.split('#')[1] ?? ''}`,
    fields: '',
  };
}

/** Only what is an id by its form is written down: anything else might be a value. */
function idIn(from: unknown): string | null {
  if (typeof from !== 'object' || from === null) return null;
  const { id } = from as { id?: unknown };
  return typeof id === 'string' && isUuid(id) ? id : null;
}
