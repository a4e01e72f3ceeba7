/** D13: hostile text in every place that takes text, of every query and mutation of every audience: it stays a value, finds nothing, and breaks nothing. */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolesOf } from '../../rules/roles.js';
import { type Answer, codeOf, openTestApi, type TestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';
import { goodEmployer } from '../support/notices.js';
import { openRecruiters, recruitment } from '../support/recruitment.js';

const canary = 'zq7';
const hostile = [
  `${canary}' OR 1=1--`,
  `${canary}'; drop table fact; --`,
  `${canary}" || pg_sleep(9) || "`,
  `${canary}\\' or ''='`,
  `$.${canary} ? (@ like_regex ".*")`,
  `(${canary}|a+)+$`,
  `%${canary}%`,
  `{"${canary}":{"$ne":null}}`,
  `${canary}\u0000`,
  `${canary}\ud800`,
  `${canary} & !(x | y:*)`,
];
/** As `like`, regular expressions and searches would read them; a lone % stands in a notice. */
const wildcards = ['%%', '_', '%_', '\\', '*', '?', '.*', "' OR '1'='1", ':*', '$'];

type Sort = 'text' | 'texts' | 'choices' | 'json';
/** A place in the arguments of a field that takes text, a list, or JSON. */
interface Place {
  path: string[];
  sort: Sort;
  /** A word of the closed list that it takes. */
  choice?: string | undefined;
}

function placesOf(type: GraphQLInputType, path: string[]): Place[] {
  const named = getNamedType(type);
  const isText = named.name === 'String' || named.name === 'ID';
  const inner: Place[] =
    isInputObjectType(named) && path.length < 5
      ? Object.values(named.getFields()).flatMap((field) => placesOf(field.type, [...path, field.name]))
      : [];
  if (isListType(getNullableType(type)))
    return [
      { path, sort: isText ? 'texts' : 'choices', choice: isEnumType(named) ? named.getValues()[0]!.name : undefined },
      ...inner,
    ];
  if (isText) return [{ path, sort: 'text' }];
  return named.name === 'JSONObject' ? [{ path, sort: 'json' }] : inner;
}

/** The least that a type accepts, with `value` at the end of the path. */
function valueOf(type: GraphQLInputType, path: string[], value: unknown): unknown {
  const bare = getNullableType(type);
  if (isListType(bare))
    return path.length > 0 ? [valueOf(bare.ofType, path, value)] : (value ?? [valueOf(bare.ofType, [], undefined)]);
  if (isInputObjectType(bare)) {
    const [name, ...rest] = path;
    const entries = Object.values(bare.getFields()).flatMap((field) => {
      if (field.name === name) return [[field.name, valueOf(field.type, rest, value)]];
      const isNeeded = isNonNullType(field.type) && field.defaultValue === undefined;
      return isNeeded ? [[field.name, valueOf(field.type, [], undefined)]] : [];
    });
    return Object.fromEntries(entries) as unknown;
  }
  if (value !== undefined) return value;
  if (isEnumType(bare)) return bare.getValues()[0]!.name;
  const usual: Record<string, unknown> = {
    Int: 1,
    Boolean: true,
    Fen: 1,
    Date: '2026-03-01',
    DateTime: '2026-03-01T00:00:00Z',
    JSONObject: {},
    ID: '00000000-0000-7000-8000-000000000000',
  };
  return usual[bare.name] ?? '试';
}

function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  const list = ['edges', 'changes'].find((name) => isObjectType(named) && name in named.getFields());
  return list === undefined ? '{ __typename }' : `{ ${list} { __typename } }`;
}

interface Question {
  name: string;
  place: Place;
  ask: (value: unknown) => Promise<Answer>;
  isMutation: boolean;
}

let api: TestApi;
const tokens: Record<string, string | undefined> = {};
/** Every text of SQL that the hub sent since the last look, without its values. */
let statements: string[] = [];
const realQuery = Reflect.get(Client.prototype, 'query') as (...given: unknown[]) => unknown;

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 10));
  await api.agree('民政局', {
    fields: {
      'Person.name': 'full',
      'Person.contributions': 'full',
      'Person.employments': 'full',
      'Person.entitlements': 'full',
    },
  });
  const who = await openRecruiters(api);
  const at = recruitment(api, who);
  await at.publish();
  tokens['partner'] = await api.token({ sub: '民政局', audience: 'partner' });
  tokens['employer'] = await api.token({
    sub: '单位',
    audience: 'employer',
    roles: [...rolesOf.employer],
    credit_code: goodEmployer.creditCode,
  });
  tokens['staff'] = await api.token({ sub: '科员', audience: 'staff', roles: [...rolesOf.staff] });
  const found = await api.database.pool.query<{ id: string }>('select person_id as id from person_identifier limit 1');
  tokens['subject'] = await api.token({ sub: '本人', audience: 'subject', person_id: found.rows[0]!.id });
  Client.prototype.query = function (this: Client, ...given: unknown[]) {
    const [first] = given;
    statements.push(typeof first === 'string' ? first : String((first as { text?: unknown } | null)?.text));
    return Reflect.apply(realQuery, this, given);
  } as Client['query'];
});
afterAll(async () => {
  Client.prototype.query = realQuery as Client['query'];
  await api.close();
});

/** Fields with arguments that stand below a root field, and how one gets there. */
const doors: Record<string, (inner: string) => string> = {
  Person: (inner) => `person(idNumber: "${idNumberOf(1)}", name: "张1") { ${inner} }`,
  Organization: (inner) => `organization(creditCode: "${creditCodeOf(1)}") { ${inner} }`,
  RecruitmentNotice: (inner) => `recruitmentNotices(first: 1) { edges { node { ${inner} } } }`,
  RecruitmentNoticeConnection: (inner) => `recruitmentNotices(first: 1) { ${inner} }`,
  RecruitmentPostConnection: (inner) => `recruitmentPosts(first: 1) { ${inner} }`,
};

function questionsOf(audience: string): Question[] {
  const schema: GraphQLSchema = buildSchema(readFileSync(`schema/${audience}.graphql`, 'utf8'), {
    assumeValidSDL: true,
  });
  const [queries, mutations] = [schema.getQueryType(), schema.getMutationType()];
  const questions: Question[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    // Over a socket alone: `test/api/run-progress` asks it with the same.
    if (type === schema.getSubscriptionType()) continue;
    for (const field of Object.values(type.getFields())) {
      const places = field.args.flatMap((argument) => placesOf(argument.type, [argument.name]));
      if (places.length === 0) continue;
      const isRoot = type === queries || type === mutations;
      const door = isRoot ? (inner: string) => inner : doors[type.name];
      if (!door) throw new Error(`nobody knows how to ask ${type.name}.${field.name}: give it a door`);
      for (const place of places)
        questions.push({
          name: `${type.name}.${field.name}(${place.path.join('.')})`,
          place,
          isMutation: type === mutations,
          ask: (value) => ask(audience, type === mutations ? 'mutation' : 'query', door, field, place, value),
        });
    }
  }
  return questions;
}

function ask(
  audience: string,
  operation: string,
  door: (inner: string) => string,
  field: GraphQLField<unknown, unknown>,
  { path }: Place,
  value: unknown,
): Promise<Answer> {
  const given = field.args.filter(
    ({ name, type, defaultValue }) => name === path[0] || (isNonNullType(type) && defaultValue === undefined),
  );
  const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const variables = Object.fromEntries(
    given.map(({ name, type }) => [
      name,
      name === path[0] ? valueOf(type, path.slice(1), value) : valueOf(type, [], undefined),
    ]),
  );
  const query = `${operation} (${declared}) { ${door(`asked: ${field.name}(${passed}) ${selectionOf(field.type)}`)} }`;
  const token = tokens[audience];
  return api.ask(query, { ...(token !== undefined && { token }), variables });
}

const wrapped = ({ sort }: Place, text: string): unknown =>
  sort === 'texts' ? [text] : sort === 'json' ? { [text]: text, nested: [{ [text]: [text] }] } : text;

/** Most fields are there for several audiences: each is asked for the first of these. */
const audiences = ['partner', 'employer', 'staff', 'public', 'subject'] as const;
const asked = new Set<string>();
const questionsFor = Object.fromEntries(
  audiences.map((audience) => {
    const own = questionsOf(audience).filter(({ name }) => !asked.has(name));
    for (const { name } of own) asked.add(name);
    return [audience, own];
  }),
);

it.each([
  ['partner', 'recruitmentPosts(filter: { text: "会计" }) { edges { __typename } }'],
  ['partner', 'recruitmentNotices(filter: { text: "%" }) { edges { __typename } }'],
  ['partner', 'recruitmentChanges(filter: { text: "会计" }) { changes { __typename } }'],
  ['partner', 'stateFirms(on: "2026-03-01", search: "水务") { edges { __typename } }'],
  ['staff', 'agreements(client: "民政局") { __typename }'],
])('to a %s there is something to be found: %s', async (audience, list) => {
  expect((await api.ask(`{ ${list} }`, { token: tokens[audience]! })).text).toContain('__typename');
});

describe.each(audiences)('%s', (audience) => {
  const questions = questionsFor[audience]!;
  const takesText = questions.filter(({ place }) => place.sort !== 'choices');

  it(`D13: hostile text in each of ${takesText.length} places is bound, never part of a statement, and answered by one clear error at most`, async () => {
    for (const { name, place, ask: put } of takesText) {
      statements = [];
      const answers = await Promise.all(hostile.map((text) => put(wrapped(place, text))));
      expect([name, statements.filter((sql) => sql.includes(canary))]).toEqual([name, []]);
      const odd = answers.flatMap(({ errors, status, text }, i) => {
        const isClear = errors.length <= 1 && errors[0]?.extensions['code'] !== 'INTERNAL' && status < 500;
        return isClear ? [] : [`${name} with ${JSON.stringify(hostile[i])}: ${text.slice(0, 500)}`];
      });
      expect(odd).toEqual([]);
    }
  }, 240_000);

  it('D13: wildcards find nothing', async () => {
    const found: string[] = [];
    for (const { name, place, isMutation, ask: put } of takesText) {
      if (isMutation || place.sort === 'json') continue;
      const answers = await Promise.all(wildcards.map((text) => put(wrapped(place, text))));
      for (const [i, { text }] of answers.entries())
        if (text.includes('"__typename"')) found.push(`${name} ${wildcards[i]}`);
    }
    expect(found).toEqual([]);
  }, 120_000);

  it('D13: a very long text or list is refused by one clear error, or finds nothing; a megabyte is never read', async () => {
    const odd: string[] = [];
    const refusals = new Set<unknown>(['BAD_INPUT', 'LIMIT_EXCEEDED', 'FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED']);
    for (const { name, place, ask: put } of questions) {
      const isList = place.sort === 'texts' || place.sort === 'choices';
      const values = place.sort === 'choices' ? [] : [wrapped(place, 'x'.repeat(40_000))];
      if (isList) values.push(Array.from({ length: 10_000 }, () => place.choice ?? 'x'));
      for (const value of values) {
        const began = performance.now();
        const { errors, text } = await put(value);
        const isRefused = errors.length === 1 && refusals.has(errors[0]!.extensions['code']);
        const findsNothing = errors.length === 0 && !text.includes('"__typename"');
        if (!(isRefused || findsNothing) || text.length > 1000 || performance.now() - began > 2000)
          odd.push(`${name} of ${JSON.stringify(value).length}: ${text.slice(0, 200)}`);
      }
    }
    expect(odd).toEqual([]);
    const megabyte = await questions[0]!.ask(wrapped(questions[0]!.place, 'x'.repeat(1 << 20)));
    expect([megabyte.status, codeOf(megabyte)]).toEqual([413, 'LIMIT_EXCEEDED']);
  }, 120_000);
});
