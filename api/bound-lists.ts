/** No list is ever longer than `@listSize` says: what an operation costs never goes beyond its estimate. */
import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { costOf } from './costs.js';
import { HubError } from './errors.js';

/** What decisions list is held by whoever decides, and pages by their size. */
export function boundLists(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of Object.values(type.getFields())) {
      const { items, isToldByDeciding } = costOf(type, field);
      if (items === null || isToldByDeciding) continue;
      const { resolve = defaultFieldResolver } = field;
      const hold = (told: unknown) => {
        if (Array.isArray(told) && told.length > items) throw tooLong(`${type.name}.${field.name}`, items);
        return told;
      };
      field.resolve = (...asked) => {
        const told: unknown = resolve(...asked);
        return told instanceof Promise ? told.then(hold) : hold(told);
      };
    }
}

function tooLong(coordinate: string, items: number): HubError {
  return new HubError(
    'LIMIT_EXCEEDED',
    `${coordinate} 超过 ${items} 项，不予列出；请不查此字段，并告知人社局`,
    `${coordinate} has more than ${items} items and is not listed; leave it out and tell the bureau`,
    { limit: items },
  );
}
