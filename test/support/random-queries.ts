/** Random queries that a schema allows: any fields, any page sizes, as literals and as variables, with aliases, fragments and conditions. */
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLInputType, GraphQLObjectType, GraphQLSchema } from 'graphql';

export interface RandomQuery {
  query: string;
  variables: Record<string, unknown>;
}

type AnyField = GraphQLField<unknown, unknown>;

/** Values for arguments by `Type.field(name)` or by name; where there is none an optional argument is left out and a field that needs one, too. */
export type Samples = Readonly<Record<string, readonly unknown[]>>;

/** The same seed gives the same query. */
export function randomQuery(schema: GraphQLSchema, samples: Samples, seed: number): RandomQuery {
  const random = mulberry32(seed);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)]!;
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const fragments: string[] = [];
  let fields = 0;
  let aliases = 0;
  let lists = 0;

  function variable(type: GraphQLInputType | 'Boolean!', value: unknown, fallback?: string): string {
    const name = `v${declared.length}`;
    declared.push(`$${name}: ${String(type)}${fallback === undefined ? '' : ` = ${fallback}`}`);
    if (fallback === undefined || random() < 0.5) variables[name] = value;
    return `$${name}`;
  }
  function argument(type: GraphQLObjectType, field: AnyField, arg: GraphQLArgument): string | null {
    const known = samples[`${type.name}.${field.name}(${arg.name})`] ?? samples[arg.name];
    const named = getNamedType(arg.type);
    const values = known ?? (isEnumType(named) ? named.getValues().map(({ name }) => name) : null);
    const isNeeded = isNonNullType(arg.type) && arg.defaultValue === undefined;
    if (!values || (!isNeeded && random() < 0.4)) return null;
    const one = pick(values);
    const value = isListType(getNullableType(arg.type)) && !Array.isArray(one) ? [one] : one;
    if (random() < 0.5) return `${arg.name}: ${literal(value, isEnumType(named))}`;
    const fallback = !isNonNullType(arg.type) && random() < 0.2 ? literal(value, isEnumType(named)) : undefined;
    return `${arg.name}: ${variable(arg.type, value, fallback)}`;
  }
  function fieldText(type: GraphQLObjectType, field: AnyField, depth: number): string | null {
    const args = field.args.map((arg) => [arg, argument(type, field, arg)] as const);
    if (args.some(([arg, text]) => text === null && isNonNullType(arg.type) && arg.defaultValue === undefined))
      return null;
    fields++;
    const given = args.flatMap(([, text]) => text ?? []);
    const alias = aliases < 12 && random() < 0.1 ? `a${aliases++}: ` : '';
    const condition =
      random() < 0.05 ? ` @${pick(['skip', 'include'])}(if: ${variable('Boolean!', random() < 0.5)})` : '';
    const head = `${alias}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${condition}`;
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return head;
    if (!isObjectType(inner)) return null;
    if (isListType(getNullableType(field.type))) lists++;
    return `${head} ${selection(inner, depth + 1)}`;
  }
  function selection(type: GraphQLObjectType, depth: number): string {
    const all = Object.values(type.getFields());
    const leaves = all.filter((field) => isLeafType(getNamedType(field.type)));
    const deeper = depth < 9 && fields < 60 && lists < 8 ? all.filter((field) => !leaves.includes(field)) : [];
    const wanted = [...sample(leaves, 1 + below(3)), ...sample(deeper, 1 + below(3))];
    const texts = new Map<string, string>();
    for (const field of wanted) {
      const text = fieldText(type, field, depth);
      // A second one of the same name would have to be the same.
      if (text !== null) texts.set(field.name, text);
    }
    const body = [...texts.values()].join(' ') || '__typename';
    const how = random();
    if (how < 0.05) return `{ ... on ${type.name} { ${body} } }`;
    if (how > 0.05 && how < 0.1) {
      const name = `F${fragments.length}`;
      fragments.push(`fragment ${name} on ${type.name} { ${body} }`);
      return `{ ...${name} __typename }`;
    }
    return `{ ${body} }`;
  }
  function sample<T>(values: readonly T[], count: number): T[] {
    const left = [...values];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) taken.push(...left.splice(below(left.length), 1));
    return taken;
  }

  const root = schema.getQueryType()!;
  const roots = sample(Object.values(root.getFields()), 1 + below(3));
  const texts = roots.flatMap((field) => fieldText(root, field, 1) ?? []);
  const head = declared.length > 0 ? `query (${declared.join(', ')}) ` : '';
  return { query: `${head}{ ${texts.join(' ') || '__typename'} } ${fragments.join(' ')}`, variables };
}

function literal(value: unknown, isEnum: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, isEnum)).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, member]) => `${name}: ${literal(member, false)}`)
      .join(', ')} }`;
  return isEnum ? String(value) : JSON.stringify(value);
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
