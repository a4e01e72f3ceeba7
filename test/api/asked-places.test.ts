/** What a document asks of records: behind interfaces and unions, and in arguments whose values come by variable. */
import { buildSchema, Kind, parse } from 'graphql';
import type { FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { askedPlaces } from '../../api/asked-places.js';
import { placesOf } from '../../rules/places/places.js';

/** A schema as it may grow: all that the hub's own does not have yet. */
const schema = buildSchema(`
  interface Subject { name: String entitlements: [String!]! }
  type Person implements Subject { name: String sex: String birthDate: String entitlements: [String!]! }
  type Organization implements Subject { name: String headcount: Int entitlements: [String!]! }
  union Found = Person | Organization
  enum Order { BIRTH_DATE_ASC BIRTH_DATE_DESC NAME_ASC }
  input Range { from: String to: String }
  input PersonFilter { sex: String birthDate: Range all: [PersonFilter!] any: PersonFilter }
  type Query {
    subject: Subject
    found: Found
    _entities: [Found!]!
    persons(where: PersonFilter, orderBy: [Order!] = [NAME_ASC], fields: [String!], groupBy: String): [Person!]!
    countPersons(where: PersonFilter = { sex: "male" }): Int!
  }`);

const table = placesOf(
  {
    record: { Person: 'name sex birthDate entitlements', Organization: 'name headcount entitlements' },
    root: { Query: 'subject found _entities persons countPersons' },
    argument: {
      'Query.persons': 'where orderBy fields groupBy',
      'Query.countPersons': 'where',
      PersonFilter: 'sex birthDate all any',
      Range: 'from to',
    },
  },
  {
    'Query.persons': { reads: true },
    'Query.countPersons': { reads: true },
    'Query.persons(orderBy:)': { names: { of: 'Person', to: 'compare' } },
    'Query.persons(groupBy:)': { names: { of: 'Person', to: 'compare' } },
    'Query.persons(fields:)': { names: { of: 'Person', to: 'show' } },
    'PersonFilter.sex': { compares: ['Person.sex'] },
    'PersonFilter.birthDate': { compares: ['Person.birthDate'] },
  },
);

function asked(query: string, variables: Record<string, unknown> = {}) {
  const { definitions } = parse(query);
  const operation = definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = new Map(
    definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const { fields, compared, byVariables, ...rest } = askedPlaces(schema, { operation, fragments }, table);
  const named = byVariables(variables);
  const all = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].sort();
  return { ...rest, fields: all(fields, named.fields), compared: all(compared, named.compared) };
}

describe('behind an interface or a union', () => {
  test.each([
    ['a field of the interface is one of every type', '{ subject { name } }', ['Organization.name', 'Person.name']],
    ['a fragment narrows it', '{ subject { ... on Person { name birthDate } } }', ['Person.birthDate', 'Person.name']],
    ['a union shows what its fragments say', '{ found { ...P } } fragment P on Person { sex }', ['Person.sex']],
    [
      'an interface within a union',
      '{ found { ... on Subject { entitlements } } }',
      ['Organization.entitlements', 'Person.entitlements'],
    ],
    [
      'entities by key',
      '{ _entities { ... on Person { a: birthDate } ... on Organization { headcount } } }',
      ['Organization.headcount', 'Person.birthDate'],
    ],
  ])('%s', (_what, query, fields) => {
    expect(asked(query).fields).toEqual(fields);
  });
});

describe('arguments', () => {
  const persons = (more: string) =>
    `query ($x: PersonFilter, $o: [Order!], $f: [String!], $g: String, $s: String, $d: [Order!] = [BIRTH_DATE_DESC]) { persons(${more}) { name } }`;
  test.each<[string, string, Record<string, unknown>, string[]]>([
    ['a filter in the document', 'where: { sex: "male" }', {}, ['Person.name', 'Person.sex']],
    ['a filter by variable', 'where: $x', { x: { birthDate: { from: '1990' } } }, ['Person.birthDate', 'Person.name']],
    ['a member by variable', 'where: { sex: $s }', { s: 'male' }, ['Person.name', 'Person.sex']],
    ['a member that is null chooses nothing', 'where: { sex: $s }', { s: null }, ['Person.name']],
    ['a member that is not sent chooses nothing', 'where: { sex: $s }', {}, ['Person.name']],
    ['deep in a list', 'where: $x', { x: { all: [{ any: { sex: 'x' } }] } }, ['Person.name', 'Person.sex']],
    ['one value for a list', 'where: $x', { x: { all: { sex: 'x' } } }, ['Person.name', 'Person.sex']],
    ['an order in the document', 'orderBy: BIRTH_DATE_ASC', {}, ['Person.birthDate']],
    [
      'an order by variable',
      'orderBy: $o',
      { o: ['NAME_ASC', 'BIRTH_DATE_DESC'] },
      ['Person.birthDate', 'Person.name'],
    ],
    ['an order by one value', 'orderBy: $o', { o: 'BIRTH_DATE_DESC' }, ['Person.birthDate']],
    ['the default of a variable', 'orderBy: $d', {}, ['Person.birthDate']],
    ['a group by name', 'groupBy: $g', { g: 'birthDate' }, ['Person.birthDate', 'Person.name']],
    ['the default of the schema', '', {}, ['Person.name']],
    [
      'a variable that is not declared',
      'where: { sex: $undeclared }',
      { undeclared: 'x' },
      ['Person.name', 'Person.sex'],
    ],
  ])('compared by: %s', (_what, more, variables, compared) => {
    const query = more === '' ? '{ persons { sex } }' : persons(more);
    expect(asked(query, variables).compared).toEqual(compared);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['by name', { f: ['birthDate'] }, ['Person.birthDate', 'Person.name']],
    ['by code', { f: ['Person.sex', 'nothing'] }, ['Person.name', 'Person.sex']],
    ['as nothing', { f: [] }, ['Person.name']],
  ])('show what they name %s', (_what, variables, fields) => {
    expect(asked(persons('fields: $f'), variables).fields).toEqual(fields);
  });

  test('of a figure count as those of a list, the default included', () => {
    expect(asked('{ countPersons }').compared).toEqual(['Person.sex']);
    expect(asked('{ countPersons(where: { birthDate: { to: "x" } }) }').compared).toEqual(['Person.birthDate']);
  });
});

test('what has no class is named, wherever it stands', () => {
  const bare = placesOf({ record: { Person: 'name' }, root: { Query: 'persons' } }, {});
  const { definitions } = parse('{ persons(groupBy: "x") { name ... on Person { sex } } }');
  const operation = definitions[0] as OperationDefinitionNode;
  expect(askedPlaces(schema, { operation, fragments: new Map() }, bare).unclassed).toEqual([
    'Person.sex',
    'Query.persons(groupBy:)',
    'Query.persons(orderBy:)',
  ]);
});
