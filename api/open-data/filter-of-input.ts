/** The filter of a GraphQL question in the rules' words. An empty list is no condition: a form without a tick wants everything. */
import type { FacetName } from '../../rules/recruitment/facets.js';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import type { RecruitmentPostFilter } from '../../schema/open-record/open-filter.type.js';
import { HubError } from '../errors.js';

const most = { values: 50, characters: 100 };

export function filterOfInput(input: RecruitmentPostFilter | null | undefined): RecordFilter {
  const { text, payAtLeastFen, closesAfter, closesBefore, reservedForVeterans, ...lists } = input ?? {};
  const facets: Partial<Record<FacetName, readonly string[]>> = {};
  for (const [name, values] of Object.entries(lists) as [FacetName, string[] | null | undefined][])
    if (values && values.length > 0) facets[name] = checked(name, values);
  if (reservedForVeterans != null) facets.veterans = [String(reservedForVeterans)];
  return {
    facets,
    text: text == null ? null : checked('text', [text])[0]!,
    payAtLeastFen: payAtLeastFen ?? null,
    closesAfter: closesAfter ?? null,
    closesBefore: closesBefore ?? null,
  };
}

function checked(name: string, values: readonly string[]): readonly string[] {
  if (values.length <= most.values && values.every((value) => Array.from(value).length <= most.characters))
    return values;
  throw new HubError(
    'LIMIT_EXCEEDED',
    `filter.${name} 最多 ${most.values} 个值，每个最多 ${most.characters} 字`,
    `filter.${name} takes at most ${most.values} values of ${most.characters} characters`,
    { limit: values.length > most.values ? most.values : most.characters },
  );
}
