/** Under which name a change is told to whoever follows one filter: the same in the change stream and in a webhook. */
import type { ChangeKind } from './changes.js';
import type { Findable } from './facets.js';
import { seenThrough } from './post-filter.js';
import type { RecordFilter } from './post-filter.js';

export type ToldKind = ChangeKind | 'entered_filter' | 'left_filter';

interface SeenChange {
  kind: ChangeKind;
  recordKind: 'notice' | 'post' | null;
  findable: Findable | null;
  wasFindable: Findable | null;
}

/** Null: it is none of their business. A filter is one of posts; what is about no record at all concerns everybody. */
export function toldThrough(filter: RecordFilter | null, change: SeenChange): ToldKind | null {
  if (filter === null || change.recordKind === null) return change.kind;
  if (change.recordKind !== 'post') return null;
  const seen = seenThrough(filter, change.wasFindable, change.findable);
  return seen === 'as-is' ? change.kind : seen && `${seen}_filter`;
}
