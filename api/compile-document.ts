/** Once per document and audience: limits, and what it asks of records. Before Apollo validates or runs anything. */
import { hash } from 'node:crypto';
import { getNamedType, isObjectType, Kind, OperationTypeNode, parse } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import type { GraphQLNamedType, GraphQLSchema, SelectionNode, SelectionSetNode } from 'graphql';
import { type AskedPlaces, askedPlaces } from './asked-places.js';
import { checkDocument, haveRing } from './check-document.js';
import { type CompiledCost, compileCost, noCost } from './cost.js';
import { HubError } from './errors.js';
import { limits, tooMuch } from './limits.js';

export interface CompiledOperation extends AskedPlaces {
  /** Root fields and a digest of the document: names the operation in the log without its own text. */
  name: string;
  /** Codes of all fields that it shows or compares by, whatever its variables. */
  fieldCodes: string;
  cost: CompiledCost;
  /** It is told again and again, over a connection that stays open. */
  isSubscription: boolean;
}

/** A document that does not even parse asks for nothing. */
export const noOperation: CompiledOperation = {
  name: 'none',
  fields: [],
  fieldCodes: '',
  compared: [],
  byVariables: () => ({ fields: [], compared: [] }),
  about: () => [],
  readsRecords: false,
  unclassed: [],
  cost: noCost,
  isSubscription: false,
};

export type CompileDocument = (query: string, operationName: string | undefined) => CompiledOperation | null;

/** Compiles for one audience's schema, with a bounded cache. Null when the text does not parse: Apollo words that error. */
export function compilerFor(schema: GraphQLSchema): CompileDocument {
  const cache = new Map<string, CompiledOperation | null>();
  return (query, operationName) => {
    // The length keeps name and text apart: no other pair, whatever its bytes, gives the same key.
    const key = `${operationName?.length ?? ''}:${operationName ?? ''}${query}`;
    let compiled = cache.get(key);
    if (compiled === undefined) {
      compiled = compile(schema, query, operationName);
      if (cache.size >= limits.cached) cache.delete(cache.keys().next().value!);
    } else cache.delete(key);
    // What was used last goes last: a flood of new texts pushes out nobody's that is in use.
    cache.set(key, compiled);
    return compiled;
  };
}

function compile(schema: GraphQLSchema, query: string, operationName: string | undefined): CompiledOperation | null {
  if (query.length > limits.characters) throw tooMuch('字符', 'characters', limits.characters);
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: limits.tokens, noLocation: true });
  } catch (error) {
    if (/token/.test((error as Error).message)) throw tooMuch('词元', 'tokens', limits.tokens);
    return null;
  }
  checkDocument(document);
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const operation = operations.find((one) => operationName === undefined || one.name?.value === operationName);
  if (!operation) return null;
  const root = schema.getRootType(operation.operation);
  // Apollo would let it through to the executor, whose error looks like one of ours.
  if (!root)
    throw new HubError(
      'BAD_INPUT',
      `本接口没有 ${operation.operation} 操作`,
      `there is no ${operation.operation} here`,
    );

  const rootNames = new Set<string>();
  const count = { fields: 0, fragments: 0, aliases: 0, rootFields: 0 };

  function visitAll(
    set: SelectionSetNode,
    type: GraphQLNamedType | undefined,
    depth: number,
    open: readonly string[],
  ): void {
    if (depth > limits.depth) throw tooMuch('嵌套层数', 'levels', limits.depth);
    for (const selection of set.selections) visit(selection, type, depth, open);
  }
  function visit(
    selection: SelectionNode,
    type: GraphQLNamedType | undefined,
    depth: number,
    open: readonly string[],
  ): void {
    if (selection.kind === Kind.FIELD) {
      const name = selection.name.value;
      // A spread counts each time that it is used: what counts is what would run.
      if (++count.fields > limits.fields) throw tooMuch('字段', 'fields', limits.fields);
      if (selection.alias && ++count.aliases > limits.aliases) throw tooMuch('别名', 'aliases', limits.aliases);
      // Under fifteen names it would be told fifteen times, in one go and for the price of one.
      if (selection.alias && (name === '__schema' || type?.name.startsWith('__')))
        throw tooMuch('自省别名', 'aliases in introspection', 0);
      if (depth === 1 && ++count.rootFields > limits.rootFields)
        throw tooMuch('顶层字段', 'top-level fields', limits.rootFields);
      const field = isObjectType(type) ? type.getFields()[name] : undefined;
      // A field that this audience does not have is the client's own text: it has no place in the log, and validation refuses it.
      if (depth === 1 && field) rootNames.add(name);
      const inner = field ? getNamedType(field.type) : introspected(schema, name, depth);
      if (selection.selectionSet) visitAll(selection.selectionSet, inner, depth + 1, open);
      return;
    }
    // Fragments that hold each other twice come to 2^n visits without one field.
    if (++count.fragments > limits.fragments) throw tooMuch('片段', 'fragments', limits.fragments);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const narrowed = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : type;
      return visitAll(selection.selectionSet, narrowed, depth, open);
    }
    const name = selection.name.value;
    const fragment = fragments.get(name);
    // A fragment within itself never ends; validation refuses it by name.
    if (!fragment || open.includes(name)) return;
    visitAll(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), depth, [...open, name]);
  }

  visitAll(operation.selectionSet, root, 1, []);
  const asked = askedPlaces(schema, { operation, fragments });
  return {
    ...asked,
    name: `${[...rootNames].sort().join('+').slice(0, 120)}#${hash('sha256', query).slice(0, 16)}`,
    fieldCodes: [...new Set([...asked.fields, ...asked.compared])].sort().join(','),
    // Validation refuses a ring; it must not be followed here.
    cost: haveRing(fragments) ? noCost : compileCost(root, operation, fragments),
    isSubscription: operation.operation === OperationTypeNode.SUBSCRIPTION,
  };
}

function introspected(schema: GraphQLSchema, name: string, depth: number): GraphQLNamedType | undefined {
  if (depth !== 1) return undefined;
  return name === '__schema' ? schema.getType('__Schema') : name === '__type' ? schema.getType('__Type') : undefined;
}
