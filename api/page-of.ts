/** Lists page by page. A cursor names the list and a place in it; of a list that is not public it is sealed. */
import { hash } from 'node:crypto';
import type { Page } from '../schema/value/value.type.js';
import type { Vault } from '../schema/vault.js';
import type { Viewer } from './authenticate.js';
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

/** How the places of one list are written into cursors. */
export interface Cursors {
  write(place: string): string;
  /** Only what we would have written ourselves counts. */
  read(cursor: string, shape: RegExp): string;
}

export interface CursorOwner {
  vault: Pick<Vault, 'seal' | 'open'>;
  viewer: Pick<Viewer, 'audience' | 'client'>;
  grant: { stamp: { purpose: string } } | null;
}

/** Of a public list: anybody may look into a cursor. */
const openCursors = (list: string): Cursors => ({
  write: (place) => writeCursor(list, place),
  read: (cursor, shape) => readCursor(list, cursor, shape),
});

/**
 * Of a list that is not public: sealed, and good for this client, its purpose and this list as it was asked for alone. `asked` is
 * what the list was chosen by.
 */
export function sealedCursors({ vault, viewer, grant }: CursorOwner, list: string, asked: unknown): Cursors {
  const { audience, client } = viewer;
  const bound = () => hash('sha256', JSON.stringify([audience, client, grant?.stamp.purpose, list, asked]));
  return {
    // The word keeps cursors apart from whatever else the vault seals.
    write: (place) => vault.seal(`cursor ${bound()} ${place}`).toString('base64url'),
    read(cursor, shape) {
      const [kind, boundTo, place = ''] = opened(vault, cursor).split(' ');
      if (kind === 'cursor' && boundTo === bound() && shape.test(place)) return place;
      throw notOfThisList();
    },
  };
}

function opened(vault: Pick<Vault, 'open'>, cursor: string): string {
  try {
    return vault.open(Buffer.from(cursor, 'base64url'));
  } catch {
    return '';
  }
}

/** A page of a list that is at hand: the cursor is the item's number. */
export function pageOfList<T>(
  list: string | Cursors,
  items: readonly T[],
  first?: number | null,
  after?: string | null,
): Page<T> {
  const cursors = cursorsOf(list);
  const size = pageSize(first);
  const start = after == null ? 0 : Number(cursors.read(after, /^\d{1,9}$/)) + 1;
  const edges: Page<T>['edges'] = [];
  for (let i = start; i < items.length && edges.length < size; i++)
    edges.push(edge(items[i]!, () => cursors.write(String(i))));
  return { edges, pageInfo: pageInfo(edges, start + edges.length < items.length) };
}

/** A page of rows that were read one more than `size`: the cursor is the row's id. */
export function pageOfRows<T extends { id: string }>(
  list: string | Cursors,
  rows: readonly T[],
  size: number,
): Page<T> {
  const cursors = cursorsOf(list);
  const edges = rows.slice(0, size).map((node) => edge(node, () => cursors.write(node.id)));
  return { edges, pageInfo: pageInfo(edges, rows.length > size) };
}

/** The same page with its items shown in another form. */
export function mapPage<T, V>({ edges, pageInfo }: Page<T>, view: (item: T) => V): Page<V> {
  return { edges: edges.map((one) => edge(view(one.node), () => one.cursor)), pageInfo };
}

/** The row id in a cursor of {@link pageOfRows}, or null without a cursor. */
export function readRowCursor(list: string | Cursors, after: string | null | undefined): string | null {
  return after == null ? null : cursorsOf(list).read(after, uuid);
}

const cursorsOf = (list: string | Cursors) => (typeof list === 'string' ? openCursors(list) : list);

/** Its cursor is written once it is asked for: sealing takes time, and few look. */
function edge<T>(node: T, write: () => string): { node: T; readonly cursor: string } {
  let written: string | undefined;
  return {
    node,
    get cursor() {
      return (written ??= write());
    },
  };
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
  return {
    hasNextPage,
    get endCursor() {
      return edges.at(-1)?.cursor ?? null;
    },
  };
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
  throw notOfThisList();
}

const notOfThisList = () => new HubError('BAD_INPUT', 'after 不是本列表的游标', 'after is not a cursor of this list');
