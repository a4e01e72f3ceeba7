/** What of a schema will go, and when: a reason says `deprecated 2027-01-31, sunset 2028-03-31`, with a year between at least. */
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { addMonths, parseDay } from '../rules/civil-date.js';
import type { CivilDay } from '../rules/civil-date.js';

export interface Deprecation {
  /** `Query.posts`, `Query.posts(filter:)`, `PostFilter.region`, `PostState.OPEN`. */
  coordinate: string;
  reason: string;
  /** Null: the reason does not say it as it should. */
  days: { deprecated: CivilDay; sunset: CivilDay } | null;
}

const leastMonths = 12;
const shape = /\bdeprecated (\d{4}-\d{2}-\d{2}), sunset (\d{4}-\d{2}-\d{2})\b/;

export function deprecationsOf(schema: GraphQLSchema): Deprecation[] {
  const found: Deprecation[] = [];
  const look = (coordinate: string, reason: string | null | undefined) => {
    if (reason != null) found.push({ coordinate, reason, days: daysIn(reason) });
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isEnumType(type))
      for (const { name, deprecationReason } of type.getValues()) look(`${type.name}.${name}`, deprecationReason);
    if (isInputObjectType(type))
      for (const { name, deprecationReason } of Object.values(type.getFields()))
        look(`${type.name}.${name}`, deprecationReason);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { name, deprecationReason, args } of Object.values(type.getFields())) {
      look(`${type.name}.${name}`, deprecationReason);
      for (const arg of args) look(`${type.name}.${name}(${arg.name}:)`, arg.deprecationReason);
    }
  }
  return found;
}

/** Sentences about deprecations that give no date, or less than a year. */
export function hastyDeprecations(schema: GraphQLSchema): string[] {
  return deprecationsOf(schema).flatMap(({ coordinate, days }) => {
    if (days === null) return [`${coordinate}: the reason must say "deprecated <day>, sunset <day>"`];
    const isHasty = days.sunset < addMonths(days.deprecated, leastMonths);
    return isHasty ? [`${coordinate}: goes less than ${leastMonths} months after its deprecation`] : [];
  });
}

function daysIn(reason: string): Deprecation['days'] {
  const [, from, to] = shape.exec(reason) ?? [];
  const [deprecated, sunset] = [parseDay(from ?? ''), parseDay(to ?? '')];
  return deprecated === null || sunset === null ? null : { deprecated, sunset };
}
