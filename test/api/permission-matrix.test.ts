/** Every field of a record at every place, in full, masked and denied: generated from the schemas, so that nothing is left out. */
import { getNamedType, isCompositeType, isInputObjectType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLInputType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { compilerFor } from '../../api/compile-document.js';
import { schemaFor } from '../../api/graphql.js';
import { refusalOf } from '../../api/rights.js';
import { asks } from '../../rules/places/of-records.js';
import { places } from '../../rules/places/places.js';
import { type Access, type Accesses, accesses, type Field, fieldClasses, fields } from '../../rules/visibility.js';

const audiences = ['partner', 'employer', 'staff'] as const;
type Step = GraphQLField<unknown, unknown>;

/** Every way from the query to a type. */
function waysTo(schema: GraphQLSchema, target: string): Step[][] {
  const found: Step[][] = [];
  const walk = (type: GraphQLObjectType, way: Step[], seen: readonly string[]) => {
    if (type.name === target && way.length > 0) found.push(way);
    for (const field of Object.values(type.getFields())) {
      const next = getNamedType(field.type);
      if (isObjectType(next) && !seen.includes(next.name)) walk(next, [...way, field], [...seen, next.name]);
    }
  };
  const query = schema.getQueryType()!;
  walk(query, [], [query.name]);
  return found;
}

function literal(type: GraphQLInputType): string {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return '{}';
  return (
    { Int: '1', Boolean: 'true', Outcome: 'ELIGIBLE', Certainty: 'CERTAIN', Date: '"2026-01-01"' }[named.name] ?? '"x"'
  );
}

const call = ({ name, args }: Step, more: readonly GraphQLArgument[] = []) => {
  const given = [...args.filter(({ type }) => isNonNullType(type)), ...more];
  const texts = [...new Map(given.map((one) => [one.name, `${one.name}: ${literal(one.type)}`])).values()];
  return texts.length === 0 ? name : `${name}(${texts.join(', ')})`;
};
const leaf = (field: Step) =>
  isCompositeType(getNamedType(field.type)) ? `${call(field)} { __typename }` : call(field);
const along = (way: readonly Step[], selection: string, root = '') =>
  way.reduceRight((inner, step, i) => `${i === 0 ? root : ''}${call(step)} { ${inner} }`, selection);

/** Where a field's name can stand in a document; each gives a whole document and how it is sent. */
const documentPlaces: Record<string, (way: readonly Step[], type: string, field: Step) => [string, string?]> = {
  select: (way, _type, field) => [`{ ${along(way, leaf(field))} }`],
  alias: (way, _type, field) => [`{ ${along(way, `a: __typename id: ${leaf(field)}`, 'other: ')} }`],
  'inline fragment': (way, type, field) => [`{ ${along(way, `... on ${type} { ... { ${leaf(field)} } }`)} }`],
  'named fragment': (way, type, field) => [
    `{ ${along(way, '...A')} } fragment A on ${type} { ...B } fragment B on ${type} { ${leaf(field)} }`,
  ],
  'fragment on the query': (way, _type, field) => [`{ ...Q } fragment Q on Query { ${along(way, leaf(field))} }`],
  'switched off': (way, _type, field) => [
    `{ ${along(way, `__typename ${call(field)} @include(if: false) ${leaf(field).slice(call(field).length)}`)} }`,
  ],
  'skipped by a variable': (way, _type, field) => [
    `query ($no: Boolean!) { ${along(way, `... @skip(if: $no) { ${leaf(field)} }`)} }`,
  ],
  'picked by name': (way, _type, field) => [`query A { __typename } query B { ${along(way, leaf(field))} }`, 'B'],
  'beside another record': (way, _type, field) => [`{ a: ${along(way, '__typename')} b: ${along(way, leaf(field))} }`],
};

const everythingBut = (field: Field, access: Access): Accesses =>
  accesses(Object.fromEntries(fields.map((one) => [one, one === field ? access : 'full'])));
const verdictOf = (schema: GraphQLSchema, [query, name]: [string, string?], rights: Accesses) => {
  const operation = compilerFor(schema)(query, name)!;
  expect(operation.unclassed).toEqual([]);
  const named = operation.byVariables({ no: true });
  const shown = [...operation.fields, ...named.fields];
  return refusalOf({ accesses: rights, name: 'x' }, { shown, compared: [...operation.compared, ...named.compared] });
};

let cells = 0;
describe.each(audiences)('%s', (audience) => {
  const schema = schemaFor(audience);
  const own = fields.filter((field) => {
    const type = schema.getType(field.split('.')[0]!);
    return isObjectType(type);
  });

  test.each(own)('%s at every place of a document', (field) => {
    const [typeName, fieldName] = field.split('.') as [string, string];
    const step = (schema.getType(typeName) as GraphQLObjectType).getFields()[fieldName]!;
    const ways = waysTo(schema, typeName);
    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways)
      for (const [place, document] of Object.entries(documentPlaces))
        for (const access of ['full', 'masked', 'absent'] as const) {
          cells++;
          const rights = everythingBut(field, access);
          // A list that comes in the order of a field, or is chosen by it, needs it in full.
          const owners = ['Query', ...way.map((one) => getNamedType(one.type).name)];
          const comparedBy = way.flatMap((one, i) => asks[`${owners[i]}.${one.name}`]?.compares ?? []);
          const isOpen = rights[field] === 'full' || (rights[field] === 'masked' && !comparedBy.includes(field));
          const refusal = verdictOf(schema, document(way, typeName, step), rights);
          expect([way.map(({ name }) => name), place, access, refusal === null]).toEqual([
            way.map(({ name }) => name),
            place,
            access,
            isOpen,
          ]);
          expect(refusal?.extensions['fields'] ?? [field]).toEqual([field]);
        }
  });

  const claims = Object.entries(asks).filter(([coordinate, { compares }]) => {
    const [, type, name] = /^(\w+)\.(\w+)/.exec(coordinate) ?? [];
    const owner = schema.getType(type!);
    return compares && isObjectType(owner) && owner.getFields()[name!] !== undefined;
  });
  test.each(claims.map(([coordinate, { compares }]) => [coordinate, compares!] as const))(
    '%s is chosen, ordered or counted by in full alone',
    (coordinate, compares) => {
      const [, typeName, name, argument] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate)!;
      const step = (schema.getType(typeName!) as GraphQLObjectType).getFields()[name!]!;
      const given = step.args.filter((one) => one.name === argument);
      const selection = isCompositeType(getNamedType(step.type))
        ? `${call(step, given)} { __typename }`
        : call(step, given);
      const ways = typeName === 'Query' ? [[]] : waysTo(schema, typeName!);
      for (const way of ways)
        for (const field of compares)
          for (const access of ['full', 'masked', 'absent'] as const) {
            cells++;
            const text = way.length === 0 ? selection : along(way, selection);
            const refusal = verdictOf(schema, [`{ ${text} }`], everythingBut(field, access));
            expect([coordinate, field, access, refusal === null]).toEqual([
              coordinate,
              field,
              access,
              access === 'full',
            ]);
          }
    },
  );
});

test('the matrix is as large as the schemas make it, and no field is without a place', () => {
  expect(cells).toBeGreaterThan(1500);
  expect(fields.filter((field) => places.classOf(field) !== 'record')).toEqual([]);
  expect(Object.values(fieldClasses).filter((kind) => kind === 'open')).toHaveLength(4);
});
