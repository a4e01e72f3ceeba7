/** What holds for a whole document, whichever of its operations runs: Apollo validates all of it, and some of that grows with the square. */
import { Kind, visit } from 'graphql';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { limits, tooMuch } from './limits.js';

/** Throws LIMIT_EXCEEDED. */
export function checkDocument(document: DocumentNode): void {
  if (document.definitions.length > limits.definitions) throw tooMuch('定义', 'definitions', limits.definitions);
  let directives = 0;
  visit(document, {
    Directive() {
      if (++directives > limits.directives) throw tooMuch('指令', 'directives', limits.directives);
    },
  });
  compareFields(document);
}

/**
 * Fields of one response name at one place must be able to become one; validation holds each against each. Counted here as it is
 * done there: a fragment once per place, and beneath fields that became one all that stands in any of them.
 */
function compareFields({ definitions }: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const reached = new Set<string>();
  let looks = 0;
  let pairs = 0;

  function look(): void {
    if (++looks > 2 * limits.comparisons) throw tooMuch('字段比较', 'comparisons of fields', limits.comparisons);
  }
  function collect(set: SelectionSetNode, into: Map<string, FieldNode[]>, spread: Set<string>): void {
    for (const selection of set.selections) {
      look();
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const same = into.get(name);
        if (!same) into.set(name, [selection]);
        else {
          pairs += same.push(selection) - 1;
          if (pairs > limits.comparisons) throw tooMuch('字段比较', 'comparisons of fields', limits.comparisons);
        }
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, into, spread);
      else {
        const name = selection.name.value;
        reached.add(name);
        const fragment = fragments.get(name);
        if (!fragment || spread.has(name)) continue;
        spread.add(name);
        collect(fragment.selectionSet, into, spread);
      }
    }
  }
  function compare(sets: readonly SelectionSetNode[], depth: number): void {
    // What lies deeper is refused where it would run; a ring of fragments would never end.
    if (depth > limits.depth) return;
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of sets) collect(set, fields, spread);
    for (const same of fields.values()) {
      const inner = same.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (inner.length > 0) compare(inner, depth + 1);
    }
  }

  for (const definition of definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) compare([definition.selectionSet], 1);
  // Validation refuses a fragment that nothing uses or whose name is taken, and looks into it all the same.
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      const { name, selectionSet } = definition;
      if (!reached.has(name.value) || fragments.get(name.value) !== definition) compare([selectionSet], 1);
    }
}

/** Whether a fragment holds itself, over however many others. Validation refuses it; who follows fragments must not. */
export function haveRing(fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean {
  const safe = new Set<string>();
  const open = new Set<string>();
  function leadsBack(name: string): boolean {
    const fragment = fragments.get(name);
    if (!fragment || safe.has(name)) return false;
    if (open.has(name)) return true;
    open.add(name);
    let found = false;
    visit(fragment, {
      FragmentSpread({ name: inner }) {
        found ||= leadsBack(inner.value);
      },
    });
    open.delete(name);
    safe.add(name);
    return found;
  }
  return [...fragments.keys()].some(leadsBack);
}
