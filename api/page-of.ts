/** Lists page by page. A cursor names the list and a place in it, and holds nothing of the item itself. */
import type { Page } from '../schema/value/value.type.js';
import { HubError } from './errors.js';

export const pageLimit = 100;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** The page size asked for. */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? 20;
  if (size < 0) throw new HubError('BAD_INPUT', 'first 不能为负数', 'first must not be negative');
  if (size > pageLimit)
    throw new HubError('LIMIT_EXCEEDED', `first 最多 ${pageLimit}`, `first is at most ${pageLimit}`, {
      limit: pageLimit,
    });
  return size;
}

/** A page of a list that is at hand: the cursor is the item's number. */
export function pageOfList<T>(
  list: string,
  items: readonly T[],
  first?: number | null,
  after?: string | null,
): Page<T> {
  const size = pageSize(first);
  const start = after == null ? 0 : Number(readCursor(list, after, /^\d{1,9}$/)) + 1;
  const edges: Page<T>['edges'] = [];
  for (let i = start; i < items.length && edges.length < size; i++)
    edges.push({ node: items[i]!, cursor: writeCursor(list, String(i)) });
  return { edges, pageInfo: pageInfo(edges, start + edges.length < items.length) };
}

/** A page of rows that were read one more than `size`: the cursor is the row's id. */
export function pageOfRows<T extends { id: string }>(list: string, rows: readonly T[], size: number): Page<T> {
  const edges = rows.slice(0, size).map((node) => ({ node, cursor: writeCursor(list, node.id) }));
  return { edges, pageInfo: pageInfo(edges, rows.length > size) };
}

/** The same page with its items shown in another form. */
export function mapPage<T, V>({ edges, pageInfo }: Page<T>, view: (item: T) => V): Page<V> {
  return { edges: edges.map(({ node, cursor }) => ({ node: view(node), cursor })), pageInfo };
}

/** The row id in a cursor of {@link pageOfRows}, or null without a cursor. */
export function readRowCursor(list: string, after: string | null | undefined): string | null {
  return after == null ? null : readCursor(list, after, uuid);
}

/** A place in the log of public changes, as anybody may keep it. */
export function changeCursor(number: number): string {
  return writeCursor('changes', String(number));
}

/** The number in a cursor of {@link changeCursor}; without a cursor the very beginning. */
export function readChangeCursor(after: string | null | undefined): number {
  return after == null ? 0 : Number(readCursor('changes', after, /^\d{1,15}$/));
}

function pageInfo(edges: readonly { cursor: string }[], hasNextPage: boolean) {
  return { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null };
}

export function writeCursor(list: string, place: string): string {
  return Buffer.from(`${list}:${place}`).toString('base64url');
}

/** Decoding is lenient; only what we would have written ourselves counts. */
export function readCursor(list: string, cursor: string, shape: RegExp): string {
  const place = Buffer.from(cursor, 'base64url')
    .toString()
    .slice(list.length + 1);
  if (shape.test(place) && writeCursor(list, place) === cursor) return place;
  throw new HubError('BAD_INPUT', 'after 不是本列表的游标', 'after is not a cursor of this list');
}
