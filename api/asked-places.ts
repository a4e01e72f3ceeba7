/** Which fields of records a document touches, at whatever place their names or values can stand. Once per document; what variables decide is asked per request. */
import {
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Asks } from '../rules/places/of-records.js';
import { type Places, places as allPlaces } from '../rules/places/places.js';
import { type Field, isField } from '../rules/visibility.js';

export type Variables = Readonly<Record<string, unknown>>;

export interface AskedPlaces {
  /** Fields whose value would be shown, or whose name stands anywhere; sorted. */
  fields: readonly Field[];
  /** Fields by which the document chooses, orders or counts, whatever its variables; sorted. */
  compared: readonly Field[];
  /** Fields of both kinds that arguments touch, by the variables of one request. */
  byVariables: (variables: Variables) => { fields: readonly Field[]; compared: readonly Field[] };
  /** Whose records it asks for: the numbers that stand in its arguments, each once, as the client wrote them. */
  about: (variables: Variables) => readonly AskedNumber[];
  /** True when a record, or a figure over records, is asked for at all. */
  readsRecords: boolean;
  /** Places without a class, which are closed to everybody. */
  unclassed: readonly string[];
}

export interface AskedNumber {
  is: 'idNumber' | 'creditCode';
  written: string;
}

/** Arguments by which a record is named. */
const naming: Readonly<Record<string, AskedNumber['is']>> = {
  'Query.person(idNumber:)': 'idNumber',
  'Query.organization(creditCode:)': 'creditCode',
};

interface Parts {
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** An argument or member that asks for something once it is given: how to find its value, and what it then asks for. */
type Given = (variables: Variables) => Iterable<{ asks: Asks; value: unknown }>;

/** To be called once the document is known to be small: a fragment is walked each time that it is spread. */
export function askedPlaces(
  schema: GraphQLSchema,
  { operation, fragments }: Parts,
  table: Places = allPlaces,
): AskedPlaces {
  const shown = new Set<Field>();
  const compared = new Set<Field>();
  const unclassed = new Set<string>();
  const given: Given[] = [];
  const numbers: { is: AskedNumber['is']; node: ValueNode }[] = [];
  let readsRecords = false;
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue && valueFromASTUntyped(defaultValue),
    ]),
  );

  const withDefaults = (variables: Variables): Record<string, unknown> => ({
    ...Object.fromEntries(defaults),
    ...variables,
  });

  function touch(coordinate: string): void {
    if (table.classOf(coordinate) === undefined) unclassed.add(coordinate);
    if (isField(coordinate)) shown.add(coordinate);
    const asks = table.asks(coordinate);
    if (!asks) return;
    readsRecords ||= asks.reads === true;
    for (const field of asks.shows ?? []) shown.add(field);
    for (const field of asks.compares ?? []) compared.add(field);
  }

  function visit(set: SelectionSetNode, type: GraphQLNamedType | undefined, open: readonly string[]): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        // A fragment within itself never ends; validation refuses it by name.
        if (!fragment || open.includes(name)) continue;
        visit(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), [...open, name]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        visit(selection.selectionSet, condition === undefined ? type : schema.getType(condition), open);
      } else {
        const name = selection.name.value;
        if (name.startsWith('__')) continue;
        for (const owner of ownersOf(schema, type)) {
          const field = owner.getFields()[name];
          // What the schema does not have is the client's own text; validation refuses it.
          if (!field) continue;
          touch(`${owner.name}.${name}`);
          for (const argument of field.args)
            visitArgument(
              `${owner.name}.${name}`,
              argument,
              selection.arguments?.find((node) => node.name.value === argument.name)?.value,
            );
        }
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
        if (selection.selectionSet) visit(selection.selectionSet, field && getNamedType(field.type), open);
      }
    }
  }

  function visitArgument(
    field: string,
    { name, type, defaultValue }: GraphQLArgument,
    node: ValueNode | undefined,
  ): void {
    const coordinate = `${field}(${name}:)`;
    if (node === undefined && defaultValue === undefined) return;
    if (table.classOf(coordinate) === undefined) unclassed.add(coordinate);
    const is = naming[coordinate];
    if (is && node) numbers.push({ is, node });
    for (const member of membersOf(type)) if (table.classOf(member) === undefined) unclassed.add(member);
    const asks = table.asks(coordinate);
    if (!asks && !isInputObjectType(getNamedType(type))) return;
    given.push((variables) => {
      const value = node === undefined ? defaultValue : valueFromASTUntyped(node, withDefaults(variables));
      return claimsOf(table, coordinate, type, value);
    });
  }

  visit(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, []);
  return {
    fields: [...shown].sort(),
    compared: [...compared].sort(),
    readsRecords,
    unclassed: [...unclassed].sort(),
    about: (variables) => {
      const known = withDefaults(variables);
      const found = numbers.map(({ is, node }) => ({ is, written: valueFromASTUntyped(node, known) }));
      const texts = found.filter((one): one is AskedNumber => typeof one.written === 'string');
      return [...new Map(texts.map((one) => [`${one.is}:${one.written}`, one])).values()];
    },
    byVariables: given.length === 0 ? () => nothing : (variables) => gathered(given, variables),
  };
}

const nothing = { fields: [], compared: [] };

/** Of an interface or a union: every type that may stand behind it. */
function ownersOf(schema: GraphQLSchema, type: GraphQLNamedType | undefined): readonly GraphQLObjectType[] {
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}

/** The members that a value of this type may have, however deep. */
function membersOf(type: GraphQLInputType, seen = new Set<string>()): string[] {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || seen.has(named.name)) return [];
  seen.add(named.name);
  return Object.values(named.getFields()).flatMap((member) => [
    `${named.name}.${member.name}`,
    ...membersOf(member.type, seen),
  ]);
}

/** What a given value asks for, its members included. Null chooses nothing. */
function* claimsOf(
  table: Places,
  coordinate: string,
  type: GraphQLInputType,
  value: unknown,
): Generator<{ asks: Asks; value: unknown }> {
  if (value === undefined || value === null) return;
  const asks = table.asks(coordinate);
  if (asks) yield { asks, value };
  yield* claimsWithin(table, type, value);
}

function* claimsWithin(
  table: Places,
  type: GraphQLInputType,
  value: unknown,
): Generator<{ asks: Asks; value: unknown }> {
  const bare = getNullableType(type);
  if (isListType(bare)) {
    // A single value stands for a list of one.
    for (const item of Array.isArray(value) ? value : [value]) yield* claimsWithin(table, bare.ofType, item);
  } else if (isInputObjectType(bare) && typeof value === 'object' && value !== null) {
    for (const { name, type, defaultValue } of Object.values(bare.getFields()))
      yield* claimsOf(table, `${bare.name}.${name}`, type, (value as Variables)[name] ?? defaultValue);
  }
}

function gathered(given: readonly Given[], variables: Variables): { fields: Field[]; compared: Field[] } {
  const fields = new Set<Field>();
  const compared = new Set<Field>();
  for (const find of given)
    for (const { asks, value } of find(variables)) {
      for (const field of asks.shows ?? []) fields.add(field);
      for (const field of asks.compares ?? []) compared.add(field);
      if (asks.names)
        for (const field of namedIn(value, asks.names.of)) (asks.names.to === 'show' ? fields : compared).add(field);
    }
  return { fields: [...fields], compared: [...compared] };
}

/** The fields that a value names, however deep: `"name"`, `NAME_ASC` and `"Person.name"` are all Person.name. */
function namedIn(value: unknown, type: string): Field[] {
  if (Array.isArray(value)) return value.flatMap((item) => namedIn(item, type));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => [...namedIn(key, type), ...namedIn(item, type)]);
  if (typeof value !== 'string') return [];
  const bare = value.replace(/_(ASC|DESC)$/, '');
  const camel = bare.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [value, `${type}.${bare}`, `${type}.${camel}`].filter(isField);
}
