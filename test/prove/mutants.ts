/** Every small fault that could be written into one source file: where, what stands there, what would stand there instead. */
import { parseSync } from 'rolldown/utils';

export type Kind = 'comparison' | 'logic' | 'arithmetic' | 'number' | 'boolean' | 'branch' | 'removal' | 'string';
/** Seen and counted, but not judged: words for readers, names and example values; where the policy is cited. */
export type Apart = 'words' | 'citation';

export interface Mutant {
  file: string;
  line: number;
  kind: Kind | Apart;
  start: number;
  end: number;
  replacement: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [member: string]: unknown;
}
type Draft = Pick<Mutant, 'kind' | 'start' | 'end' | 'replacement'>;

const swaps: Record<string, [Kind, ...string[]]> = {
  '<': ['comparison', '<=', '>='],
  '<=': ['comparison', '<', '>'],
  '>': ['comparison', '>=', '<='],
  '>=': ['comparison', '>', '<'],
  '===': ['comparison', '!=='],
  '!==': ['comparison', '==='],
  '&&': ['logic', '||'],
  '||': ['logic', '&&'],
  '+': ['arithmetic', '-'],
  '-': ['arithmetic', '+'],
  '*': ['arithmetic', '/'],
  '/': ['arithmetic', '*'],
  '%': ['arithmetic', '*'],
  '+=': ['arithmetic', '-='],
  '-=': ['arithmetic', '+='],
  '*=': ['arithmetic', '/='],
  '++': ['arithmetic', '--'],
  '--': ['arithmetic', '++'],
};
const methods: Record<string, string> = { min: 'max', max: 'min', some: 'every', every: 'some' };
/** Steps of a chain that can be left out: what they stand on has the same form. */
const steps = new Set(['filter', 'sort', 'toSorted', 'slice', 'reverse', 'toReversed', 'concat', 'flat', 'trim']);
/** Members that hold words or names. */
const wordy = /^(zh|en|id|name|text|title|label|meaning|description|documents|papers|fund|remarks|readings)$/;
const forReaders = /[\s\p{Script=Han}]|^R-\d+$/u;
/** Of the unit of a number only fen are told from the others, as money: any other word would do the same. */
const unitOf = /^(numberOf|fixed|named)$/;
const otherUnit = /^'(months|persons|years)'$/;
const wordyFile = /^rules\/(labels\/|parameters\/(example|meanings)\.)/;

export function mutantsOf(file: string, source: string): Mutant[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const drafts = [...visit(program as unknown as Node, { source, words: wordyFile.test(file), cites: false })];
  const seen = new Set<string>();
  return drafts.flatMap((draft) => {
    const mutant = { file, line: source.slice(0, draft.start).split('\n').length, ...draft };
    const key = keyOf(mutant);
    if (seen.has(key) || source.slice(draft.start, draft.end) === draft.replacement) return [];
    seen.add(key);
    return parseSync(file, mutated(source, mutant)).errors.length === 0 ? [mutant] : [];
  });
}

export const mutated = (source: string, { start, end, replacement }: Mutant): string =>
  source.slice(0, start) + replacement + source.slice(end);

export const keyOf = ({ file, start, end, replacement }: Mutant): string => `${file}:${start}-${end}:${replacement}`;

interface Place {
  source: string;
  words: boolean;
  cites: boolean;
}

function* visit(node: Node, place: Place): Generator<Draft> {
  if (/^(Import|ExportAll)/.test(node.type)) return;
  // Of types nothing is left at run time; of `x as T`, `x!` and `x satisfies T` the expression is.
  if (node.type.startsWith('TS')) {
    if (isNode(node['expression'])) yield* visit(node['expression'], place);
    return;
  }
  const inside = within(node, place);
  for (const draft of faultsIn(node, inside)) {
    if (inside.words) yield { ...draft, kind: 'words' };
    else if (inside.cites) yield { ...draft, kind: 'citation' };
    else yield draft;
  }
  for (const [member, value] of Object.entries(node)) {
    if (/^(typeAnnotation|source)$/.test(member) || (member === 'key' && node['computed'] !== true)) continue;
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) yield* visit(child, isOtherUnit(child, node, place) ? { ...inside, words: true } : inside);
  }
}

const isOtherUnit = (node: Node, parent: Node, place: Place) =>
  isNode(parent['callee']) && unitOf.test(textOf(parent['callee'], place)) && otherUnit.test(textOf(node, place));

/** What is said to readers, and where the policy is cited, down from this node. */
function within(node: Node, place: Place): Place {
  const callee = isNode(node['callee']) ? textOf(node['callee'], place) : '';
  const key = node.type === 'Property' && isNode(node['key']) ? textOf(node['key'], place) : '';
  return {
    source: place.source,
    words: place.words || wordy.test(key) || (node.type === 'NewExpression' && /(Refusal|Error)$/.test(callee)),
    cites: place.cites || /^(item|sentence|cites?)$/.test(key),
  };
}

function* faultsIn(node: Node, place: Place): Generator<Draft> {
  const replaced = (kind: Kind, at: Node, replacement: string): Draft => ({ kind, ...spanOf(at), replacement });
  const part = (name: string) => node[name] as Node;
  const text = (name: string) => textOf(part(name), place);
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression': {
      const operator = String(node['operator']);
      const [kind, ...others] = swaps[operator] ?? ['logic' as const];
      const joinsText = operator === '+' && [part('left'), part('right')].some(isText);
      const between = place.source.slice(part('left').end, part('right').start);
      for (const other of joinsText ? [] : others)
        yield replaced(kind, node, text('left') + between.replace(operator, other) + text('right'));
      if (operator === '??') yield replaced('logic', node, text('left'));
      return;
    }
    case 'UpdateExpression': {
      const [kind, other = ''] = swaps[String(node['operator'])] ?? ['arithmetic' as const];
      yield replaced(kind, node, node['prefix'] === true ? other + text('argument') : text('argument') + other);
      return;
    }
    case 'UnaryExpression':
      if (node['operator'] === '!' || node['operator'] === '-') yield replaced('logic', node, text('argument'));
      return;
    case 'Literal':
      yield* faultsInLiteral(node);
      return;
    case 'TemplateLiteral': {
      const said = (node['quasis'] as Node[]).some((quasi) => forReaders.test(textOf(quasi, place)));
      yield { kind: said ? 'words' : 'string', ...spanOf(node), replacement: '``' };
      return;
    }
    case 'IfStatement':
    case 'ConditionalExpression':
      for (const verdict of ['true', 'false']) yield replaced('branch', part('test'), verdict);
      return;
    case 'ForStatement':
    case 'WhileStatement':
      if (isNode(node['test'])) yield replaced('branch', node['test'], 'false');
      return;
    case 'ArrowFunctionExpression':
      if (part('body').type !== 'BlockStatement') yield replaced('removal', part('body'), 'undefined');
      return;
    case 'ReturnStatement':
      if (isNode(node['argument'])) yield replaced('removal', node['argument'], 'undefined');
      return;
    case 'ExpressionStatement':
    case 'ThrowStatement':
    case 'ContinueStatement':
      yield replaced('removal', node, ';');
      return;
    case 'ArrayExpression':
      yield* withoutOne(node['elements'] as (Node | null)[], place.source);
      return;
    case 'CallExpression':
      yield* faultsInCall(node, place);
  }
}

function* faultsInCall(node: Node, place: Place): Generator<Draft> {
  const callee = node['callee'] as Node;
  // One condition of several left out.
  if (/^(all|any)$/.test(textOf(callee, place)))
    yield* withoutOne((node['arguments'] as Node[]).slice(1), place.source);
  if (callee.type !== 'MemberExpression' || callee['computed'] === true) return;
  const property = callee['property'] as Node;
  const name = textOf(property, place);
  const other = methods[name];
  if (other !== undefined) yield { kind: 'logic', ...spanOf(property), replacement: other };
  if (steps.has(name)) yield { kind: 'removal', ...spanOf(node), replacement: textOf(callee['object'] as Node, place) };
}

function* faultsInLiteral(node: Node): Generator<Draft> {
  const { value } = node;
  if (typeof value === 'boolean') yield { kind: 'boolean', ...spanOf(node), replacement: String(!value) };
  if (typeof value === 'number')
    for (const near of [value + 1, value - 1]) yield { kind: 'number', ...spanOf(node), replacement: `(${near})` };
  if (typeof value === 'string')
    yield {
      kind: forReaders.test(value) ? 'words' : 'string',
      ...spanOf(node),
      replacement: value === '' ? "'x'" : "''",
    };
}

/** A list without one of its parts, for each of them. */
function* withoutOne(parts: readonly (Node | null)[], source: string): Generator<Draft> {
  for (const [i, one] of parts.entries()) {
    if (one === null) continue;
    const next = parts[i + 1];
    const end = next ? next.start : one.end + (source[one.end] === ',' ? 1 : 0);
    const word = typeof one['value'] === 'string' && forReaders.test(one['value']);
    const cite = source.slice(one.start, one.end).startsWith('{ item: ');
    yield { kind: word ? 'words' : cite ? 'citation' : 'removal', start: one.start, end, replacement: '' };
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
const isText = (node: Node) => node.type === 'TemplateLiteral' || typeof node['value'] === 'string';
const spanOf = ({ start, end }: Node) => ({ start, end });
const textOf = ({ start, end }: Node, { source }: Pick<Place, 'source'>) => source.slice(start, end);
