/** Which records a filter wants: the same answer in the list, the change stream and a webhook. */
import { facetNames } from './facets.js';
import type { FacetName, Findable } from './facets.js';
import { searchTerms } from './search-text.js';

/** Values of one facet are alternatives, facets and the rest must all hold. */
export interface RecordFilter {
  facets: Partial<Record<FacetName, readonly string[]>>;
  /** Words that must all be found. */
  text: string | null;
  /** At least this much can be had in a month, in fen. */
  payAtLeastFen: number | null;
  /** Applications are taken until after `closesAfter` and at most until `closesBefore`. */
  closesAfter: string | null;
  closesBefore: string | null;
}

export const everything: RecordFilter = {
  facets: {},
  text: null,
  payAtLeastFen: null,
  closesAfter: null,
  closesBefore: null,
};

export function matches(found: Findable, filter: RecordFilter): boolean {
  return (
    matchesRest(found, filter) &&
    facetNames.every((name) => {
      const wanted = filter.facets[name];
      return wanted === undefined || wanted.some((value) => found.facets[name]?.includes(value));
    }) &&
    searchTerms(filter.text ?? '').every((term) => found.text.includes(term))
  );
}

/** All but facets and text. */
export function matchesRest(
  { closesAt, monthlyFen }: Pick<Findable, 'closesAt' | 'monthlyFen'>,
  { payAtLeastFen, closesAfter, closesBefore }: RecordFilter,
): boolean {
  return (
    (payAtLeastFen === null || (monthlyFen !== null && monthlyFen >= payAtLeastFen)) &&
    (closesAfter === null || Date.parse(closesAt) > Date.parse(closesAfter)) &&
    (closesBefore === null || Date.parse(closesAt) <= Date.parse(closesBefore))
  );
}

/** What a change means to whoever follows one filter; null: nothing at all. */
export function seenThrough(
  filter: RecordFilter,
  before: Findable | null,
  after: Findable | null,
): 'as-is' | 'entered' | 'left' | null {
  const [was, is] = [before !== null && matches(before, filter), after !== null && matches(after, filter)];
  if (is) return was || before === null ? 'as-is' : 'entered';
  if (!was) return null;
  // What is gone for everybody is gone for its own reason.
  return after === null ? 'as-is' : 'left';
}
