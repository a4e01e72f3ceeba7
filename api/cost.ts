/** The cost of one operation, worked out once into a function of its variables and one of its answer. */
import { getNamedType, getNullableType, isListType, isObjectType, Kind, visit } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, GraphQLObjectType, OperationDefinitionNode } from 'graphql';
import type { SelectionSetNode, ValueNode } from 'graphql';
import { costOf, objectCost, requestCost, type Slice, valueCost } from './costs.js';

export interface CompiledCost {
  /** The most that it may come to; `@skip` and `@include` are taken to let everything through. */
  estimate: (variables: Variables) => number;
  /** What was told. What deciding took comes on top. */
  actual: (data: unknown) => number;
}

type Variables = Readonly<Record<string, unknown>>;
/** A plain number where no variable has a say. */
type Figure = number | ((variables: Variables) => number);

interface Part {
  estimate: Figure;
  actual: (value: unknown) => number;
}
interface ObjectPart extends Part {
  /** What each costs, where nothing within depends on the answer. */
  fixed: number | null;
}

/**
 * Introspection is about the schema alone: thousands of objects for all of it, without aliases, and validation keeps its lists from
 * nesting. It costs more than its time: of what holds others up for tens of milliseconds a client may have a few a minute.
 */
const introspection: Readonly<Record<string, number>> = { __schema: 60_000, __type: 500 };

/** Of what validation refuses. */
export const noCost: CompiledCost = { estimate: () => requestCost, actual: () => requestCost };

/** To be called when the limits hold and no fragment holds itself: each is followed wherever it is spread. */
export function compileCost(
  root: GraphQLObjectType,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): CompiledCost {
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );

  function objectOf(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    sizes: Sizes,
    declared: Figure,
  ): ObjectPart {
    const fields = new Map<string, FieldNode[]>();
    for (const set of sets) collect(type, set, fields);
    let own = type === root ? requestCost : objectCost;
    const parts: [key: string, part: Part][] = [];
    for (const [key, nodes] of fields) {
      const part = fieldOf(type, nodes, sizes, declared);
      if (part === null) own += valueCost;
      else parts.push([key, part]);
    }
    return {
      fixed: parts.length === 0 ? own : null,
      estimate: parts.reduce<Figure>((sum, [, part]) => add(sum, part.estimate), own),
      actual(value) {
        let sum = own;
        for (const [key, part] of parts) sum += part.actual((value as Record<string, unknown>)[key]);
        return sum;
      },
    };
  }

  function collect(type: GraphQLObjectType, set: SelectionSetNode, into: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const same = into.get(key);
        if (same) same.push(selection);
        else into.set(key, [selection]);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) continue;
      // There are no interfaces and no unions: a fragment on another type never applies.
      const on = fragment.typeCondition?.name.value ?? type.name;
      if (on === type.name) collect(type, fragment.selectionSet, into);
    }
  }

  /** Null: a plain value. */
  function fieldOf(type: GraphQLObjectType, nodes: readonly FieldNode[], sizes: Sizes, declared: Figure): Part | null {
    const [node] = nodes as [FieldNode];
    const name = node.name.value;
    const field = type.getFields()[name];
    // A field that is not there is refused by validation.
    if (!field) return Object.hasOwn(introspection, name) ? flat(introspection[name]!) : null;
    const { weight, decides, items, slice, perDeclared, declares } = costOf(type, field);
    const inner = getNamedType(field.type);
    if (!isObjectType(inner)) return weight > 0 ? flat(weight) : null;
    const sliced = slice && sliceOf(node, slice);
    const below: Sizes = slice?.of ? { [slice.of]: sliced! } : {};
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const told = objectOf(inner, sets, below, declares === null ? declared : declaredIn(node, declares));
    const isList = isListType(getNullableType(field.type));
    const known = isList ? (sizes[name] ?? (slice?.of === null ? sliced! : items) ?? 0) : 1;
    const size = perDeclared > 0 ? add(known, times(perDeclared, declared)) : known;
    const called = decides ? 0 : weight;
    return {
      estimate: add(weight, times(size, told.estimate)),
      actual(value) {
        if (value === undefined) return 0;
        if (value === null) return called;
        if (!Array.isArray(value)) return called + told.actual(value);
        if (told.fixed !== null) return called + value.length * told.fixed;
        return value.reduce<number>((sum, item) => (item === null ? sum : sum + told.actual(item)), called);
      },
    };
  }

  /** What stands at `input.rules`: a literal, or a variable and the rest of the way within its value. */
  function argumentAt(node: FieldNode, place: string): { literal: ValueNode | undefined; way: string[] } {
    const [first, ...way] = place.split('.');
    return within(node.arguments?.find(({ name }) => name.value === first)?.value, way);
  }

  function sliceOf(node: FieldNode, { argument, otherwise, besides }: Slice): Figure {
    const { literal, way } = argumentAt(node, argument);
    if (literal?.kind !== Kind.VARIABLE) return besides + (lengthOf(literal) ?? otherwise);
    const name = literal.name.value;
    const unsaid = lengthOf(within(defaults.get(name), way).literal) ?? otherwise;
    return (variables) => {
      if (!Object.hasOwn(variables, name)) return besides + unsaid;
      const value = way.reduce<unknown>(memberOf, variables[name]);
      if (value === null || value === undefined) return besides + otherwise;
      if (typeof value === 'number') return besides + sizeOf(value);
      // Anything but a number or a list is no value of such an argument, and never runs; one alone is a list of one.
      return besides + (Array.isArray(value) ? value.length : 1);
    };
  }

  function declaredIn(node: FieldNode, place: string): Figure {
    const { literal, way } = argumentAt(node, place);
    if (!literal) return 0;
    const names: string[] = [];
    visit(literal, { Variable: ({ name }) => void names.push(name.value) });
    const unsaid = new Map(names.map((name) => [name, elementsOf(within(defaults.get(name), way).literal)]));
    const written = elementsOf(literal);
    return (variables) =>
      names.reduce((sum, name) => {
        const given = Object.hasOwn(variables, name)
          ? elementsIn(way.reduce<unknown>(memberOf, variables[name]))
          : unsaid.get(name)!;
        return sum + given;
      }, written);
  }

  const { estimate, actual } = objectOf(root, [operation.selectionSet], {}, 0);
  return {
    estimate: typeof estimate === 'number' ? () => estimate : estimate,
    actual: (data) => (typeof data === 'object' && data !== null ? actual(data) : requestCost),
  };
}

type Sizes = Readonly<Record<string, Figure>>;

function flat(cost: number): Part {
  return { estimate: cost, actual: (value) => (value === undefined ? 0 : cost) };
}

/** What stands within a literal, and what of the way is left where a variable or nothing stands there. */
function within(
  literal: ValueNode | undefined,
  [next, ...rest]: readonly string[],
): { literal: ValueNode | undefined; way: string[] } {
  if (next === undefined) return { literal, way: [] };
  if (literal?.kind !== Kind.OBJECT) return { literal, way: [next, ...rest] };
  return within(literal.fields.find(({ name }) => name.value === next)?.value, rest);
}

/** Null: nothing is said. */
function lengthOf(value: ValueNode | undefined): number | null {
  if (value === undefined || value.kind === Kind.NULL) return null;
  if (value.kind === Kind.INT) return sizeOf(Number(value.value));
  return value.kind === Kind.LIST ? value.values.length : 1;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : null;
}

/** Elements of all lists that stand in a text. */
function elementsOf(literal: ValueNode | undefined): number {
  let elements = 0;
  if (literal) visit(literal, { ListValue: ({ values }) => void (elements += values.length) });
  return elements;
}

/** Elements of all lists within; variables are not deep by then. */
function elementsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members: unknown[] = Object.values(value);
  return members.reduce<number>((sum, member) => sum + elementsIn(member), Array.isArray(value) ? value.length : 0);
}

/** What is no Int never runs. */
const sizeOf = (value: number) => (value > 0 && value < 2 ** 31 ? value : 0);

function add(a: Figure, b: Figure): Figure {
  if (typeof a === 'number') {
    if (typeof b === 'number') return a + b;
    return a === 0 ? b : (variables) => a + b(variables);
  }
  return typeof b === 'number' ? add(b, a) : (variables) => a(variables) + b(variables);
}

function times(a: Figure, b: Figure): Figure {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 1) return b;
  const [of, each] = [a, b].map((one) => (typeof one === 'number' ? () => one : one)) as [
    (variables: Variables) => number,
    (variables: Variables) => number,
  ];
  return (variables) => of(variables) * each(variables);
}
