/** Names of the fields that an operation asks of what a field gives, under whatever alias or condition. */
import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** `below`: the field beneath it of which they are asked. There are no interfaces: a fragment is always about the type itself. */
export function selectedFields({ fieldNodes, fragments }: GraphQLResolveInfo, below?: string): string[] {
  const beneath = (nodes: readonly FieldNode[]) => nodes.flatMap(({ selectionSet }) => fieldsIn(selectionSet));
  function fieldsIn(set: SelectionSetNode | undefined): FieldNode[] {
    return (set?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection;
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
      return fieldsIn(fragment?.selectionSet);
    });
  }
  const own = beneath(fieldNodes);
  const fields = below === undefined ? own : beneath(own.filter(({ name }) => name.value === below));
  return [...new Set(fields.map(({ name }) => name.value).filter((name) => !name.startsWith('__')))];
}
