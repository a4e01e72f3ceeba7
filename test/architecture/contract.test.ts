/**
 * What was released to the public stays: nothing of `schema/released/public.graphql` breaks before its sunset, which is a year off at
 * least. A release copies `schema/public.graphql` there.
 */
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, GraphQLSchema, Kind, parse, print, visit } from 'graphql';
import type { DirectiveNode } from 'graphql';
import { expect, test } from 'vitest';
import { deprecationsOf, hastyDeprecations } from '../../api/deprecations.js';
import { schemaFor } from '../../api/graphql.js';
import { parseDay } from '../../rules/civil-date.js';

/** The released contract without what had its time, and without types that only such parts led to. */
function stillPromised(released: string, today: string): GraphQLSchema {
  const isOver = ({ directives = [] }: { directives?: readonly DirectiveNode[] | undefined }) => {
    const sunset = directives.some(({ name }) => name.value === 'deprecated')
      ? /sunset (\d{4}-\d{2}-\d{2})/.exec(directives.map(print).join(' '))?.[1]
      : undefined;
    return sunset !== undefined && sunset < today;
  };
  const drop = (node: { directives?: readonly DirectiveNode[] | undefined }) => (isOver(node) ? null : undefined);
  const kept = visit(parse(released), {
    [Kind.FIELD_DEFINITION]: drop,
    [Kind.INPUT_VALUE_DEFINITION]: drop,
    [Kind.ENUM_VALUE_DEFINITION]: drop,
  });
  const schema = buildSchema(print(kept));
  return new GraphQLSchema({ query: schema.getQueryType(), mutation: schema.getMutationType() });
}

const breaks = (released: string, current: GraphQLSchema, today: string) =>
  findBreakingChanges(stillPromised(released, today), current).map(({ description }) => description);

const today = new Date().toISOString().slice(0, 10);

test('nothing that was released to the public is broken', () => {
  const released = readFileSync('schema/released/public.graphql', 'utf8');
  expect(Object.keys(buildSchema(released).getQueryType()!.getFields())).toContain('recruitmentChanges');
  expect(breaks(released, schemaFor('public'), today)).toEqual([]);
});

test('whatever is to go says when it was deprecated and when it goes, a year later at least', () => {
  expect(hastyDeprecations(schemaFor('public'))).toEqual([]);
});

const released = `
  type Query { posts(first: Int, sort: Sort): [Post!]! old: Old @deprecated(reason: "deprecated 2026-01-01, sunset 2027-03-01") }
  type Post { id: ID! title: String! state: State! openings: Int! }
  type Old { id: ID! }
  enum State { OPEN CLOSED }
  enum Sort { NEW }`;
const without = (part: string, by = '') => buildSchema(released.replace(part, by));

test.each([
  ['a field goes', without('title: String!'), 'Post.title was removed.'],
  [
    'a field changes its type',
    without('title: String!', 'title: Int!'),
    'Post.title changed type from String! to Int!.',
  ],
  [
    'a field may be null',
    without('title: String!', 'title: String'),
    'Post.title changed type from String! to String.',
  ],
  ['a value goes', without('OPEN CLOSED', 'OPEN'), 'CLOSED was removed from enum type State.'],
  ['an argument goes', without('first: Int, '), 'Query.posts arg first was removed.'],
  [
    'an argument must be given',
    without('first: Int', 'first: Int!'),
    'Query.posts arg first has changed type from Int to Int!.',
  ],
])('the guard sees that %s', (_what, current, wanted) => {
  expect(breaks(released, current, '2027-01-01')).toEqual([wanted]);
});

test('what is deprecated may go after its sunset, with the types that it alone led to, and not a day before', () => {
  const current = without('old: Old @deprecated(reason: "deprecated 2026-01-01, sunset 2027-03-01")');
  const pruned = new GraphQLSchema({ query: current.getQueryType() });
  expect(breaks(released, pruned, '2027-03-01')).toEqual(['Old was removed.', 'Query.old was removed.']);
  expect(breaks(released, pruned, '2027-03-02')).toEqual([]);
  const added = without('title: String!', 'title: String! more: Int');
  expect(breaks(released, added, '2027-01-01')).toEqual([]);
});

test('a deprecation without a date, with a wrong one or less than a year off is named, wherever it stands', () => {
  const schema = buildSchema(`
    type Query {
      a: Int @deprecated(reason: "use b")
      b(c: Int @deprecated(reason: "deprecated 2027-01-31, sunset 2028-01-30")): Int
      d: Int @deprecated(reason: "看 b。deprecated 2027-01-31, sunset 2028-01-31")
      e(f: In): E
    }
    input In { g: Int @deprecated(reason: "deprecated 2027-02-30, sunset 2028-02-30") }
    enum E { H I @deprecated }`);
  expect(
    deprecationsOf(schema)
      .map(({ coordinate }) => coordinate)
      .sort(),
  ).toEqual(['E.I', 'In.g', 'Query.a', 'Query.b(c:)', 'Query.d']);
  expect(deprecationsOf(schema).find(({ coordinate }) => coordinate === 'Query.d')?.days).toEqual({
    deprecated: parseDay('2027-01-31'),
    sunset: parseDay('2028-01-31'),
  });
  expect(hastyDeprecations(schema).sort()).toEqual([
    'E.I: the reason must say "deprecated <day>, sunset <day>"',
    'In.g: the reason must say "deprecated <day>, sunset <day>"',
    'Query.a: the reason must say "deprecated <day>, sunset <day>"',
    'Query.b(c:): goes less than 12 months after its deprecation',
  ]);
});
