/** Every field, argument and input member of every schema has its class; a new one fails here, and is closed to everybody at run time. */
import { extendSchema, isInputObjectType, isInterfaceType, isObjectType, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { schemaNames } from '../../api/authenticate.js';
import { compilerFor } from '../../api/compile-document.js';
import { schemaFor } from '../../api/graphql.js';
import { asks } from '../../rules/places/of-records.js';
import { places, placesOf } from '../../rules/places/places.js';
import { fields } from '../../rules/visibility.js';

const schemas = schemaNames.map((name) => schemaFor(name));

function coordinatesOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__')) return [];
    if (isInputObjectType(type)) return Object.keys(type.getFields()).map((name) => `${type.name}.${name}`);
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => [
      `${type.name}.${field.name}`,
      ...field.args.map((argument) => `${type.name}.${field.name}(${argument.name}:)`),
    ]);
  });
}

const built = new Set(schemas.flatMap(coordinatesOf));
const unclassed = (coordinates: readonly string[]) => coordinates.filter((one) => places.classOf(one) === undefined);

test('every place of every schema has a class', () => {
  expect(built.size).toBeGreaterThan(700);
  expect(unclassed([...built])).toEqual([]);
});

test('no class is kept for what is gone, and every claim is about a place', () => {
  expect(places.coordinates.filter((one) => !built.has(one))).toEqual([]);
  expect(Object.keys(asks).filter((one) => !built.has(one))).toEqual([]);
});

test('the fields of a record are the same in both tables', () => {
  const recorded = places.coordinates.filter((one) => places.classOf(one) === 'record');
  expect(recorded.sort()).toEqual([...fields].sort());
});

test('a place has one class', () => {
  expect(() => placesOf({ open: { A: 'x' }, office: { A: 'y x' } }, {})).toThrow(
    'A.x has two classes: open and office',
  );
});

test.each([
  [
    'a field',
    'extend type Person { shoeSize: Int }',
    'Person.shoeSize',
    '{ person(idNumber: "1", name: "x") { shoeSize } }',
  ],
  ['an argument', 'extend type Query { tall(than: Int): Int }', 'Query.tall(than:)', '{ tall(than: 1) }'],
  [
    'a member',
    'extend type Query { ask(by: By): Int } input By { name: String }',
    'By.name',
    '{ ask(by: { name: "x" }) }',
  ],
  [
    'a type',
    'extend type Person { pet: Pet } type Pet { name: String }',
    'Pet.name',
    '{ person(idNumber: "1", name: "x") { pet { name } } }',
  ],
])(
  'Z15: %s that a schema grows fails the build and is closed until it has a class',
  (_what, more, coordinate, query) => {
    const grown = extendSchema(schemaFor('staff'), parse(more));
    expect(unclassed(coordinatesOf(grown))).toContain(coordinate);
    expect(compilerFor(grown)(query, undefined)!.unclassed).toContain(coordinate);
  },
);
